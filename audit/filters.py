"""By what an auditor looks for events: on the page, in the interface for programs and in an export alike."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.actions import named_actions
from audit.actors import label_of_nobody
from audit.models import Event, EventQuerySet
from audit.objects import named_objects
from audit.queries import recorded_actions, recorded_object_types

LARGEST_NUMBER = 2**63 - 1
YEARS = range(2000, 2101)


class MomentField(forms.DateTimeField):
    """`2026-11-20 09:05`, or a day alone for its beginning."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {"year": _("The year must be between 2000 and 2100.")}

    def to_python(self, value: Any) -> datetime.datetime | None:
        moment = super().to_python(value)
        if moment is not None and moment.year not in YEARS:
            raise forms.ValidationError(self.error_messages["year"], code="year")
        return moment


class LastMomentField(MomentField):
    """The end of what is named: of the minute, or of the whole day where no time is given."""

    def to_python(self, value: Any) -> datetime.datetime | None:
        moment = super().to_python(value)
        if moment is None:
            return None
        is_day = ":" not in str(value)
        return moment + (datetime.timedelta(days=1) if is_day else datetime.timedelta(minutes=1))


class SinceFilter(django_filters.Filter):  # type: ignore[misc]
    field_class = MomentField


class UntilFilter(django_filters.Filter):  # type: ignore[misc]
    field_class = LastMomentField


class EventFilterForm(forms.Form):
    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        since, until = values.get("since"), values.get("until")
        if since and until and since >= until:
            self.add_error("until", _("This is before the beginning."))
        return values


class EventFilter(django_filters.FilterSet):  # type: ignore[misc]
    since = SinceFilter(field_name="at", lookup_expr="gte", label=pgettext_lazy("moment", "From"))
    until = UntilFilter(field_name="at", lookup_expr="lt", label=pgettext_lazy("moment", "Until"))
    actor = django_filters.CharFilter(method="by_actor", label=_("Name or user name"), max_length=300)
    action = django_filters.ChoiceFilter(
        label=_("Action"), empty_label=_("All actions"), choices=lambda: _choices(named_actions(), recorded_actions())
    )
    object_type = django_filters.ChoiceFilter(
        label=_("Kind of object"),
        empty_label=_("All kinds"),
        choices=lambda: _choices(named_objects(), recorded_object_types()),
    )
    object_id = django_filters.CharFilter(label=_("Object number"), max_length=100)
    request_or_job = django_filters.CharFilter(method="by_request_or_job", label=_("Request or job"), max_length=100)

    class Meta:
        model = Event
        form = EventFilterForm
        fields: list[str] = []

    def by_actor(self, events: EventQuerySet, _name: str, value: str) -> EventQuerySet:
        """A user name is one account, whatever it was called at the time; a name is everybody who bore it."""
        users = get_user_model()
        account = users.objects.filter(**{users.USERNAME_FIELD: value}).values_list("pk", flat=True).first()
        if account is not None:
            return events.filter(actor_id=account)
        return events.filter(actor_label=label_of_nobody(value))

    def by_request_or_job(self, events: EventQuerySet, _name: str, value: str) -> EventQuerySet:
        """Jobs are numbered, requests are not."""
        if value.isascii() and value.isdecimal() and int(value) <= LARGEST_NUMBER:
            return events.filter(job_id=int(value))
        return events.filter(request_id=value)


def _choices(named: list[tuple[str, str]], recorded: list[str]) -> list[tuple[str, str]]:
    """What rooms have named comes first, then what only the trail still knows."""
    known = dict(named)
    return [*named, *((value, value) for value in recorded if value not in known)]
