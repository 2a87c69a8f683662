"""What is drawn from certificates: the sheet as a page and as PDF, prints of many, rosters; and pictures of seals."""


def introduce() -> None:
    """From the AppConfig: makes the rest of the product know of it."""
    from certificates.sheets import kinds  # noqa: F401 - registers its kinds
    from certificates.sheets.registering import register_sheets

    register_sheets()
