import django_filters
from django.utils.translation import gettext_lazy as _

from jobs.enums import JobState
from jobs.kinds import all_kinds
from jobs.models import Job


class JobFilter(django_filters.FilterSet):  # type: ignore[misc]
    state = django_filters.ChoiceFilter(label=_("State"), choices=JobState, empty_label=_("All states"))
    kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        choices=lambda: [(kind.name, kind.label) for kind in all_kinds()],
        empty_label=_("All kinds"),
    )

    class Meta:
        model = Job
        fields = ["state", "kind"]
