class Refusal(Exception):
    """Goldseam will not go on. The message is what a person reads: what happened, what was kept, what to do."""
