from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actors import Actor
from people.models import Organization, User
from people.officers.access import roles_to_give
from people.roles import Role
from people.sign_in_names import account_named


class _SpanForm(forms.Form):
    """From one day to another, both included."""

    started_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    ended_on = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("started_on") and data.get("ended_on") and data["ended_on"] < data["started_on"]:
            self.add_error("ended_on", _("This is before the first day."))
        return data


class _AccountField(forms.CharField):
    """Somebody who has an account, by what they sign in with."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"})
        super().__init__(max_length=64, widget=widget, **kwargs)

    def clean(self, value: Any) -> User | None:
        typed = super().clean(value)
        if not typed:
            return None
        user = account_named(typed)
        if user is None or not user.is_active:
            raise forms.ValidationError(
                _("Nobody signs in with this. Check it, or leave it empty and name the person.")
            )
        return user


class HatForm(_SpanForm):
    user = _AccountField(
        label=_("User name, telephone or document number"),
        help_text=_("Of somebody who has an account. If there is none, leave it empty and give the name below."),
        required=False,
    )
    name = forms.CharField(label=_("Name of a person without account"), max_length=100, required=False)
    role = forms.ChoiceField(label=_("Hat"), widget=forms.RadioSelect)
    field_order = ("user", "name", "role", "started_on", "ended_on")

    def __init__(self, *args: Any, actor: Actor, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = roles_to_give(actor, organization)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role.value, role.label) for role in roles]
        self.fields["role"].initial = roles[0].value if roles else None
        self.fields["started_on"].initial = timezone.localdate
        self.fields["ended_on"].required = False
        self.fields["ended_on"].help_text = _("Leave it empty if no end is known.")

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "user" not in self.errors and bool(data.get("user")) == bool(data.get("name")):
            self.add_error(
                "user", _("Give either what the person signs in with, or the name of somebody without account.")
            )
        return data


class DeputyForm(_SpanForm):
    user = _AccountField(label=_("User name, telephone or document number"))
    field_order = ("user", "started_on", "ended_on")


class TakingForm(forms.Form):
    last_day = forms.DateField(
        label=_("Last day"), initial=timezone.localdate, widget=forms.DateInput(attrs={"type": "date"})
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)
