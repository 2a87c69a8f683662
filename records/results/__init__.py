"""名册表 (附件4): what came of a class, from a file or a form, and what follows from it."""

from uploads.kinds import register
from uploads.words import name_findings


def introduce() -> None:
    """To the rooms to the left, when the program starts."""
    from records.results.kind import ClassResults
    from records.results.words import FINDINGS

    name_findings(FINDINGS)
    register(ClassResults)
