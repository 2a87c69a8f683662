"""证书验证日: days on which a bureau verifies the years of an employer's people (Shantou; ST14 五(二)2)."""


def introduce() -> None:
    """Called by `verification.apps` once all rooms are loaded."""
    from django.utils.translation import gettext_lazy as _

    from approvals import matters
    from records.access import may_register_for_staff
    from records.year import marks
    from ui import navigation, tasks_waiting
    from verification.access import may_accept_days
    from verification.days import kinds  # noqa: F401 - registers its kind
    from verification.days.calendar import area_has_days
    from verification.days.queries import lines_decided, waiting_bookings
    from verification.days.telling import mark_of
    from verification.spotchecks import subjects

    navigation.register(
        navigation.NavigationEntry(
            label=_("Verification days"),
            url_name="days:list",
            order=39,
            shown_to=lambda actor: may_accept_days(actor) and area_has_days(actor.area),
            summary=_("Shantou: employers book a day, and the bureau verifies the years of their people on it."),
        ),
        navigation.NavigationEntry(
            label=_("Verification days"),
            url_name="days:list",
            order=71,
            shown_to=lambda actor: may_register_for_staff(actor) and area_has_days(actor.seat),
            is_aside=True,
        ),
    )
    tasks_waiting.register(lambda actor: waiting_bookings(actor, matters.database_day()))
    marks.register(mark_of)
    subjects.register_decisions(
        subjects.Decisions(
            *(lines_decided, "booking__bureau", "professional", "booking__employer", "pk", "booking__decided_by")
        )
    )
