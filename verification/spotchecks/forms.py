from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from people.enums import FileType
from people.proofs import ProofFault, examine_proof
from records.models import LearningRecord
from verification.spotchecks.enums import AnomalyKind, FindingVerdict

FIRST_YEAR = 2010
WORDS_LENGTH = 1000


def words_field(label: Any, *, help_text: Any = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class YearFilter(forms.Form):
    year = forms.TypedChoiceField(label=_("Study year"), coerce=int, required=False)
    name = forms.CharField(label=_("Name of the body"), required=False, max_length=100)

    def __init__(self, *args: Any, this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = range(this_year, max(FIRST_YEAR, this_year - 8) - 1, -1)
        self.fields["year"].choices = [(each, str(each)) for each in years]  # type: ignore[attr-defined]
        self.fields["year"].initial = self.default = this_year - 1

    def has_changed(self) -> bool:
        """Whether there is something to show all of."""
        return self.is_bound and super().has_changed()

    @property
    def chosen_year(self) -> int:
        return (self.is_valid() and self.cleaned_data["year"]) or self.default

    @property
    def typed(self) -> str:
        return self.cleaned_data["name"].strip() if self.is_valid() else ""


class AnomalyFilter(YearFilter):
    name = None  # type: ignore[assignment]
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *AnomalyKind.choices])

    @property
    def chosen_kind(self) -> str:
        return self.cleaned_data["kind"] if self.is_valid() else ""


class SearchForm(forms.Form):
    """Which year is to be searched now."""

    year = forms.IntegerField(min_value=FIRST_YEAR)

    def __init__(self, *args: Any, this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.this_year = this_year

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year > self.this_year:
            raise forms.ValidationError(_("This year has not begun."))
        return year


class FindingForm(forms.Form):
    verdict = forms.ChoiceField(label=_("Finding"), choices=FindingVerdict.choices, widget=forms.RadioSelect)
    words = words_field(
        _("What was found"),
        required=False,
        help_text=_("Needed unless everything is in order. Of fraud the person reads it and may answer."),
    )
    records = forms.ModelMultipleChoiceField(
        LearningRecord.objects.none(),
        label=_("Records that are false"),
        help_text=_("Of fraud alone: they become void once a second officer confirms."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    proof = forms.FileField(
        label=_("Proof of the finding"),
        help_text=_("Such as the answer of the institution: PDF, JPG or PNG, at most 20 MB."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    proof_type: FileType | None = None

    def __init__(self, *args: Any, records: Collection[LearningRecord] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["records"]
        field.queryset = LearningRecord.objects.filter(pk__in=[each.pk for each in records]).order_by("ended_on", "pk")
        field.label_from_instance = lambda record: record.title

    def clean_proof(self) -> File[Any] | None:
        proof: File[Any] | None = self.cleaned_data["proof"]
        if not proof:
            return None
        try:
            self.proof_type = examine_proof(proof, (FileType.PDF, FileType.JPEG, FileType.PNG)).kind
        except ProofFault as fault:
            raise forms.ValidationError(str(fault.message)) from fault
        return proof

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        verdict = given.get("verdict")
        if verdict and verdict != FindingVerdict.IN_ORDER and not given.get("words", "").strip():
            self.add_error("words", _("Say what was found."))
        if verdict == FindingVerdict.FRAUD and "records" in given and not given["records"]:
            self.add_error("records", _("Name the records that are false."))
        return given


class SecondLookForm(forms.Form):
    words = words_field(_("Your words"), required=False)


class DropForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("What it is instead"),
        choices=[each for each in FindingVerdict.choices if each[0] != FindingVerdict.FRAUD],
        widget=forms.RadioSelect,
    )
    words = words_field(_("Why it is no fraud"))


class AnswerForm(forms.Form):
    words = words_field(_("Your answer"), help_text=_("The officers of the bureau read it before anything is decided."))


class ReportForm(forms.Form):
    words = words_field(_("Conclusion"), help_text=_("What the look brought, and what the body is to change."))


class TakeInForm(forms.Form):
    person = forms.IntegerField(widget=forms.HiddenInput)
    check = forms.TypedChoiceField(label=_("Into which check"), coerce=int)
    reason = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, checks: Collection[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["check"].choices = list(checks)  # type: ignore[attr-defined]
