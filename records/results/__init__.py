"""名册表 (附件4): what came of a class, from a file or a form, and what follows from it."""

from django.utils.translation import gettext_lazy as _


def introduce() -> None:
    """To the rooms to the left, when the program starts."""
    from records.results import proof_jobs  # noqa: F401 - it registers its kind of jobs
    from records.results.access import may_enter_results
    from records.results.kind import ClassResults
    from records.results.waiting import waiting_results
    from records.results.words import FINDINGS
    from ui import navigation, tasks_waiting
    from uploads.kinds import register
    from uploads.words import name_findings

    name_findings(FINDINGS)
    register(ClassResults)
    tasks_waiting.register(waiting_results)
    navigation.register(
        navigation.NavigationEntry(
            label=_("Results"),
            url_name="results:list",
            order=35,
            shown_to=may_enter_results,
            summary=_("What came of each class, reported from Excel within five working days, and counted at once."),
        )
    )
