"""That what both answered apart came to lie open, sealed in *ours*. The words themselves stay in the round."""

from goldseam.vault.models import SealedRow


class Opening(SealedRow):
    """Of what, the how-many-th, between which accounts, and the summary that its subject made. Written once."""

    few = True
