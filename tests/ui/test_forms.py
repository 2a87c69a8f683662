import re

import pytest
from django import forms
from django.utils import translation


class Application(forms.Form):
    title = forms.CharField(label="Title", help_text="As printed.")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Lecture"), ("b", "Paper")], widget=forms.RadioSelect)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    is_true = forms.BooleanField(label="It is true", help_text="Think twice.")
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("Too late.")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def refused():
    return str(Application({"title": ""}))


def test_form_not_yet_sent_has_no_summary_and_no_errors():
    html = str(Application())

    assert "error-summary" not in html
    assert "aria-invalid" not in html


def test_summary_counts_what_is_wrong_and_takes_the_focus(refused):
    assert re.search(r'<div class="error-summary" role="alert" tabindex="-1" autofocus>', refused)
    assert "5 things to put right." in refused
    assert "<li>Too late.</li>" in refused


def test_every_line_of_the_summary_leads_to_a_field_that_exists(refused):
    targets = re.findall(r'<a href="#([^"]+)"><b>', refused)

    assert targets == ["id_title", "id_kind_0", "id_is_true"]
    assert all(f'id="{target}"' in refused for target in targets)


def test_field_is_described_by_its_hint_and_its_error(refused):
    described_by = re.search(r'<input type="text" name="title"[^>]*aria-describedby="([^"]+)"', refused)

    assert described_by[1].split() == ["id_title_helptext", "id_title_error"]
    assert all(f'id="{name}"' in refused for name in described_by[1].split())
    assert 'aria-invalid="true"' in refused


def test_group_of_choices_is_a_fieldset_with_a_legend(refused):
    assert re.search(r"<fieldset[^>]*>\s*<legend[^>]*>Kind</legend>", refused)


def test_what_may_be_left_out_says_so(refused):
    assert re.search(r"Note <span[^>]*>\(optional\)</span>", refused)
    assert not re.search(r"Title <span[^>]*>\(optional\)</span>", refused)


def test_hidden_field_is_drawn_once_and_without_a_label(refused):
    assert refused.count('name="token"') == 1


def test_what_a_person_typed_is_never_markup():
    form = Application({"title": "<script>alert(1)</script>"})

    assert "<script>" not in str(form)
