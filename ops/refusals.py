class CannotStart(Exception):  # noqa: N818 - reads as what it says
    """One sentence for whoever sits at the keyboard: what is wrong, and what to do."""
