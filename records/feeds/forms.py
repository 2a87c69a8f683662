from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.actors import Actor
from courses.models import StudySite
from people.models import Bureau, Organization
from records.enums import FeedKind
from records.feeds.access import organizations_for
from records.feeds.kinds import KINDS


class _Day(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date", "class": "input--date"}), **kwargs)


class FeedForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("feed", "Name"),
        max_length=100,
        help_text=_("As people and auditors will read it: of the platform, the site or the system."),
    )
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect, choices=FeedKind.choices)
    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Approved by"))
    area = forms.ChoiceField(
        label=_("Area"), help_text=_("It may send hours of people whose employers belong to this area.")
    )
    site = forms.ModelChoiceField(
        StudySite.objects.none(),
        label=pgettext_lazy("feed", "Site"),
        required=False,
        help_text=_("Of an approved site: what it may send follows from its approval."),
    )
    started_on = _Day(label=_("From"), initial=timezone.localdate)
    ended_on = _Day(label=_("Until"), required=False, help_text=_("Leave it empty if no end is known."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organizations = organizations_for(actor).order_by("area", "name")
        _choose_from(self.fields["organization"], organizations)
        _choose_from(self.fields["site"], StudySite.objects.filter(area__startswith=actor.area).order_by("name"))
        if actor.organization_id is not None:
            self.fields["organization"].initial = actor.organization_id
        area = self.fields["area"]
        assert isinstance(area, forms.ChoiceField)
        area.choices = _areas_in(actor)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, area = data.get("kind"), data.get("area")
        if kind and area and not area.startswith(KINDS[kind].area):
            cite = KINDS[kind].cite
            self.add_error("area", _("By %(cite)s this kind of feed is for another area.") % {"cite": cite})
        if kind == FeedKind.SITE and not data.get("site") and "site" not in self.errors:
            self.add_error("site", _("Say which approved site it is."))
        if kind and kind != FeedKind.SITE:
            data["site"] = None
        if data.get("started_on") and data.get("ended_on") and data["ended_on"] < data["started_on"]:
            self.add_error("ended_on", _("This is before the first day."))
        return data


def _choose_from(field: forms.Field, rows: Any) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def _areas_in(actor: Actor) -> list[tuple[str, str]]:
    """Those of the bureaus there are: the own one first, then what lies in it."""
    bureaus = Bureau.objects.standing(timezone.localdate()).filter(area__startswith=actor.area)
    places = bureaus.select_related("division").order_by("area").values_list("area", "division__name")
    return list(dict(places).items())


class FeedEndForm(forms.Form):
    last_day = _Day(label=_("Last day"), initial=timezone.localdate)
    reason = forms.CharField(label=_("Reason"), max_length=200)
