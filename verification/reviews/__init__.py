"""Xuzhou's annual review (年度验审): forms of people and employers, the review, its results for everybody."""


def introduce() -> None:
    """Called once by the room, when all models are there."""
    from django.utils.translation import gettext_lazy as _

    from approvals import procedures
    from changes import moves
    from records.ledger import listeners
    from ui import navigation, tasks_waiting
    from verification.models import ANNUAL_REVIEW, ReviewCase
    from verification.reviews import kinds as _kinds  # noqa: F401 - registers the forms
    from verification.reviews.access import is_reviewed, looks_at_reviews
    from verification.reviews.procedures import REVIEWS
    from verification.reviews.real_time import open_real_time
    from verification.reviews.travelling import REVIEWS_TRAVEL
    from verification.reviews.waiting import waiting_reviews
    from verification.spotchecks import subjects

    procedures.register(REVIEWS)
    moves.register(REVIEWS_TRAVEL)
    listeners.register(open_real_time)
    tasks_waiting.register(waiting_reviews)
    subjects.register(ANNUAL_REVIEW, lambda year: ReviewCase.objects.filter(study_year=year))
    navigation.register(
        navigation.NavigationEntry(
            label=_("Annual reviews"), url_name="reviews:sheets", order=37, shown_to=looks_at_reviews
        ),
        navigation.NavigationEntry(label=_("Annual review"), url_name="reviews:mine", order=37, shown_to=is_reviewed),
        navigation.NavigationEntry(
            label=_("Review results"),
            url_name="reviews:results",
            order=90,
            shown_to=lambda actor: actor.user_id is None,
            summary=_("Xuzhou: look up whether the continuing education of a year was reviewed and found complete."),
            is_aside=True,
        ),
    )
