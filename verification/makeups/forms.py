from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.enums import SubjectCategory


class CourseQuestionForm(forms.Form):
    """May this course be taken for that year?"""

    year = forms.IntegerField(
        label=_("Past year"), min_value=1990, max_value=2100, widget=forms.NumberInput({"class": "input--short"})
    )
    category = forms.ChoiceField(label=_("Subject category"), choices=SubjectCategory)
    course = forms.CharField(
        label=_("Name of the course"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"list": "makeup-courses"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def clean_course(self) -> str:
        return str(self.cleaned_data["course"]).strip(" 《》")
