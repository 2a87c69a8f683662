from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from certificates.desk.queries import GROUPS
from certificates.enums import EndKind
from certificates.models import Certificate
from people.enums import Industry
from people.models import Bureau

FIRST_YEAR = 2010
LONG_NAME = 60


def years_until(today: datetime.date) -> list[tuple[int, str]]:
    return [(year, str(year)) for year in range(today.year, FIRST_YEAR - 1, -1)]


class YearForm(forms.Form):
    """What cannot be is passed over, and said at its field."""

    year = forms.TypedChoiceField(label=_("Study year"), coerce=int, required=False)

    def __init__(self, data: Any, *, today: datetime.date) -> None:
        asked = data.copy()
        asked["year"] = data.get("year") or str(today.year - 1)  # certificates are issued for the year that has ended
        super().__init__(asked)
        self.today = today
        self.fields["year"].choices = years_until(today)  # type: ignore[attr-defined]
        self.fields["year"].initial = today.year - 1

    def criteria(self) -> dict[str, Any]:
        self.is_valid()
        given = self.cleaned_data
        return {**given, "year": given.get("year") or self.today.year - 1}


class GroupForm(YearForm):
    group = forms.ChoiceField(choices=[*GROUPS.items()], widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name or its pinyin"), max_length=LONG_NAME, required=False)


class DeskFilter(GroupForm):
    employer = forms.CharField(label=_("Employer"), max_length=LONG_NAME, required=False)
    area = forms.ChoiceField(label=_("District"), required=False)
    industry = forms.ChoiceField(
        label=_("Industry"), choices=[("", _("All industries")), *Industry.choices], required=False
    )

    def __init__(self, data: Any, *, today: datetime.date, areas: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, today=today)
        self.fields["area"].choices = [("", _("All districts")), *areas]  # type: ignore[attr-defined]


class RegisterFilter(YearForm):
    issuer = forms.ModelChoiceField(
        Bureau.objects.none(), label=pgettext_lazy("of a certificate", "Issuer"), required=False
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("Every state")),
            ("valid", pgettext_lazy("state of a certificate", "Valid")),
            ("replaced", pgettext_lazy("state of a certificate", "Replaced")),
            ("void", pgettext_lazy("state of a certificate", "Void")),
            ("old_name", _("Bears a name that was corrected")),
        ],
        required=False,
    )
    name = forms.CharField(label=_("Name or its pinyin"), max_length=LONG_NAME, required=False)
    number = forms.CharField(label=_("Number, or how it begins or ends"), max_length=20, required=False)
    employer = forms.CharField(label=_("Employer"), max_length=LONG_NAME, required=False)

    def __init__(self, data: Any, *, today: datetime.date, bureaus: QuerySet[Bureau]) -> None:
        super().__init__(data, today=today)
        field = self.fields["issuer"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset, field.empty_label = bureaus, None


class RunForm(forms.Form):
    issuer = forms.ModelChoiceField(
        Bureau.objects.none(), label=pgettext_lazy("of a certificate", "Issuer"), empty_label=None
    )
    year = forms.TypedChoiceField(label=_("Study year"), coerce=int)

    def __init__(self, data: Any, *, today: datetime.date, bureaus: QuerySet[Bureau]) -> None:
        super().__init__(data)
        self.fields["issuer"].queryset = bureaus  # type: ignore[attr-defined]
        self.fields["issuer"].initial = bureaus.first()
        self.fields["year"].choices = years_until(today)  # type: ignore[attr-defined]
        self.fields["year"].initial = today.year - 1


class ChosenForm(forms.Form):
    """The ticked rows of a list."""

    chosen = forms.ModelMultipleChoiceField(
        Certificate.objects.none(),
        error_messages={"required": _("Nothing was ticked. Tick those meant, and press again.")},
    )

    def __init__(self, data: Any, *, rows: QuerySet[Any]) -> None:
        super().__init__(data)
        self.fields["chosen"].queryset = rows  # type: ignore[attr-defined]


def _day() -> forms.DateField:
    return forms.DateField(label=_("Taken on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class ReceiptsForm(ChosenForm):
    received_on = _day()


class ReceiptForm(forms.Form):
    received_by = forms.CharField(label=_("Taken by"), max_length=50)
    received_on = _day()


REASONS = {
    EndKind.FRAUD: (
        _("The proofs on which the year rests are forged"),
        _("Somebody else studied or sat the examination"),
        _("The person is another one than the certificate says"),
    ),
    EndKind.WITHDRAWN: (
        _("Hours were recognized by mistake"),
        _("It was issued by mistake"),
        _("The decision on which it rests was taken back"),
    ),
    EndKind.REPLACED: (
        _("The name was corrected"),
        _("What it says of the employer or the title was wrong"),
    ),
    EndKind.REISSUED: (
        _("The paper was lost"),
        _("The paper was damaged"),
    ),
}


class EndForm(forms.Form):
    """Why, from a list, and in words. The kind follows from the reason that was chosen."""

    kinds: tuple[EndKind, ...] = (EndKind.FRAUD, EndKind.WITHDRAWN)

    why = forms.ChoiceField(label=pgettext_lazy("of an end", "Reason"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In words"),
        help_text=_("The person reads it, and it stands in the register. No numbers of documents."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = [
            (kind.label, [(f"{kind}-{place}", reason) for place, reason in enumerate(REASONS[kind])])
            for kind in self.kinds
        ]
        self.fields["why"].choices = choices  # type: ignore[attr-defined]

    @property
    def kind(self) -> EndKind:
        return EndKind(self.cleaned_data["why"].partition("-")[0])

    @property
    def reason(self) -> str:
        place = int(self.cleaned_data["why"].partition("-")[2])
        colon = pgettext("label and value", ": ")
        return f"{REASONS[self.kind][place]}{colon}{self.cleaned_data['words']}"


class ReplacementForm(EndForm):
    kinds = (EndKind.REPLACED, EndKind.REISSUED)
