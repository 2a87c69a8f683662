class CannotStart(Exception):
    """One sentence for whoever sits at the keyboard: what is wrong, and what to do."""
