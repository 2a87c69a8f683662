"""Class plans: from the draft to the published class, and what an inspection makes of it."""

from django.utils.translation import gettext_lazy as _


def introduce() -> None:
    """To the rooms below, once everything is loaded."""
    from approvals import procedures
    from courses.classes.access import may_list
    from courses.classes.procedures import CLASS_PLANS
    from courses.classes.waiting import waiting_classes
    from courses.enrolment.access import may_see_places
    from courses.enrolment.roster_upload.kind import RosterUpload
    from courses.enrolment.roster_upload.words import FINDINGS
    from ui import navigation, tasks_waiting
    from uploads import kinds, words

    procedures.register(CLASS_PLANS)
    tasks_waiting.register(waiting_classes)
    kinds.register(RosterUpload)
    words.name_findings(FINDINGS)
    navigation.register(
        navigation.NavigationEntry(
            label=_("Class plans"),
            url_name="classes:list",
            order=24,
            shown_to=may_list,
            summary=_("File a class, follow its plan, keep its roster; inspect classes."),
        ),
        navigation.NavigationEntry(
            label=_("Places in classes"),
            url_name="classes:places",
            order=26,
            shown_to=may_see_places,
            summary=_("In which classes you, or your people, are enrolled."),
        ),
    )
