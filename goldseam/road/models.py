"""What two people choose about the steps they do together, sealed in *ours*. A road of one's own is a row of *mine*."""

from goldseam.vault.models import SealedRow


class JointMark(SealedRow):
    """One choice about a step for both, or about when their road begins and how long it is. Written once."""

    few = True
