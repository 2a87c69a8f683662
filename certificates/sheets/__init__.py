"""What is drawn from certificates: the sheet as a page and as PDF, prints of many, rosters; and pictures of seals."""


def introduce() -> None:
    """From the AppConfig: makes the rest of the product know of it."""
    from certificates.sheets import checks, kinds, printing, rosters  # noqa: F401 - they register their check and their kinds
    from certificates.sheets.registering import register_sheets

    register_sheets()
