from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from changes.enums import ProofType
from changes.proofs import ProofFault, check_proof
from changes.queries import SHORTEST_SEARCH
from people.documents import CheckedDocument, DocumentFault, check_document
from people.enums import DocumentKind
from people.models import Employment
from ui.formatting import date_text

WORDS_LENGTH = 500
FARTHEST_AHEAD = datetime.timedelta(days=60)
FARTHEST_BACK = datetime.timedelta(days=366)


def words_field(label: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=False, max_length=WORDS_LENGTH, strip=True, widget=area)


class EmployerSearchForm(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Name or unified social credit code of the employer"),
        help_text=gettext_lazy("A part of the name will do; of the code all 18 characters."),
        min_length=SHORTEST_SEARCH,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )


class EmployerChangeForm(forms.Form):
    starts_on = forms.DateField(
        label=gettext_lazy("First day there"),
        help_text=gettext_lazy("As it stands in your contract; at most 60 days ahead and a year back."),
        widget=forms.DateInput(attrs={"type": "date", "class": "input--date"}, format="%Y-%m-%d"),
    )
    position = forms.CharField(label=gettext_lazy("Position there"), required=False, max_length=60, strip=True)
    words = words_field(gettext_lazy("A word to the new employer"))

    def __init__(self, *args: Any, present: Employment | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present = present

    def clean_starts_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["starts_on"]
        today = timezone.localdate()
        if not today - FARTHEST_BACK <= day <= today + FARTHEST_AHEAD:
            raise ValidationError(
                _("It must lie between %(first)s and %(last)s.")
                % {"first": date_text(today - FARTHEST_BACK), "last": date_text(today + FARTHEST_AHEAD)}
            )
        if self.present and day <= self.present.started_on:
            raise ValidationError(
                _("You have been with %(employer)s since %(date)s; it must be later.")
                % {"employer": self.present.employer, "date": date_text(self.present.started_on)}
            )
        return day


class ProofField(forms.FileField):
    """Its clean value is the file; `proof_type` of the form is what its content says it is."""

    widget = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"})


class CorrectionForm(forms.Form):
    """What is the same for every correction: the proof, and a word. `is_amendment`: a proof was sent before."""

    proof = ProofField(
        label=gettext_lazy("Proof"),
        help_text=gettext_lazy("A photo or scan of the document: PDF, JPG or PNG, at most 20 MB."),
        allow_empty_file=True,
    )
    words = words_field(gettext_lazy("A word to the bureau"))
    proof_type: ProofType | None = None

    def __init__(self, *args: Any, is_amendment: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_amendment:
            self.fields["proof"].required = False
            self.fields["proof"].help_text = _("Only if you want to replace the one you sent. PDF, JPG or PNG, 20 MB.")

    def clean_proof(self) -> File[Any] | None:
        proof: File[Any] | None = self.cleaned_data["proof"]
        if not proof:
            return None
        try:
            self.proof_type = check_proof(proof)
        except ProofFault as fault:
            raise ValidationError(str(fault.message)) from fault
        return proof

    @property
    def answers(self) -> dict[str, Any]:
        """As the services take them."""
        return {"proof": self.cleaned_data["proof"], "proof_type": self.proof_type, "words": self.cleaned_data["words"]}


class NameCorrectionForm(CorrectionForm):
    name = forms.CharField(
        label=gettext_lazy("Right name"),
        help_text=gettext_lazy("As it stands on the document you send as a proof."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "proof", "words"]

    def __init__(self, *args: Any, present_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present_name = present_name

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name == self.present_name:
            raise ValidationError(_("That is the name that stands here already."))
        return name

    @property
    def answers(self) -> dict[str, Any]:
        return super().answers | {"name": self.cleaned_data["name"]}


class DocumentCorrectionForm(CorrectionForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind of document"), choices=DocumentKind)
    number = forms.CharField(
        label=gettext_lazy("Its number"),
        help_text=gettext_lazy("It is kept sealed; the pages show its last four characters only."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ["kind", "number", "proof", "words"]
    document: CheckedDocument | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") and cleaned.get("number"):
            try:
                self.document = check_document(cleaned["kind"], cleaned["number"], today=timezone.localdate())
            except DocumentFault as fault:
                self.add_error("number", str(fault.message))
        return cleaned

    @property
    def answers(self) -> dict[str, Any]:
        return super().answers | {"document": self.document}


class RevealForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why you look it up"),
        help_text=gettext_lazy("It is kept with your name and the time; the person concerned can read it."),
        max_length=300,
    )
