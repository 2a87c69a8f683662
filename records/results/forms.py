from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from records.models import ClassResult
from records.results.checks import plain
from records.results.kind import ClassResults
from records.results.words import FAILED, PASSED
from uploads.enums import Level
from uploads.kinds import Finding, Values
from uploads.words import sentence_of

OF_RESULT = ("attended", "mark", "hours", "passed", "remark")


class CellField(forms.CharField):
    """Read as the cell of a file is: what people write there is taken here, too."""

    def __init__(self, key: str, **kwargs: Any) -> None:
        column = next(each for each in ClassResults.columns if each.key == key)
        self.column = column
        kwargs.setdefault("label", column.label)
        kwargs.setdefault("help_text", column.hint)
        super().__init__(required=column.is_required, max_length=200, **kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        parsed = self.column.parse(text or None)
        if parsed.code and parsed.level == Level.ERROR:
            finding = Finding(self.column.key, parsed.level, parsed.code, parsed.params)
            raise forms.ValidationError(str(sentence_of(finding)))
        return parsed.value


class ResultForm(forms.Form):
    attended = CellField("attended", widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input--short"}))
    mark = CellField("mark", widget=forms.TextInput(attrs={"class": "input--short"}))
    hours = CellField("hours", widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input--short"}))
    passed = forms.ChoiceField(
        label=_("Passed"),
        choices=[("", _("as the mark says")), (PASSED, _("Passed")), (FAILED, _("Not passed"))],
        required=False,
    )
    remark = CellField("remark")
    confirmed = forms.BooleanField(label=_("I have read the notices. Enter it as it stands."), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notices: list[str] = []
        self.confirmation = self.fields.pop("confirmed")

    @property
    def values(self) -> Values:
        absent = {column.key: "" for column in ClassResults.columns}
        return absent | {key: str(value) for key, value in self.cleaned_data.items() if key in absent}

    @property
    def is_confirmed(self) -> bool:
        return bool(self.data.get("confirmed"))

    def refuse(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.add_error(finding.column if finding.column in self.fields else None, str(sentence_of(finding)))

    def ask_about(self, findings: Iterable[Finding]) -> None:
        """Nothing is wrong, but something is to be read first."""
        self.notices = [str(sentence_of(finding)) for finding in findings]
        self.fields["confirmed"] = self.confirmation


class NewResultForm(ResultForm):
    """Of somebody who took part without being on the roster."""

    name = CellField("name", widget=forms.TextInput(attrs={"autocomplete": "off"}))
    number = CellField("number", help_text="", widget=forms.TextInput(attrs={"autocomplete": "off"}))
    field_order = ("name", "number", *OF_RESULT)


def initial_of(result: ClassResult) -> dict[str, str]:
    return {
        "attended": plain(result.attended_hours),
        "mark": result.exam_mark,
        "hours": plain(result.hours),
        "passed": PASSED if result.passed else FAILED,
        "remark": result.remark,
    }


class ProofCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Check code"),
        help_text=_("It stands on the certificate, under the seal."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
