from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.files.base import ContentFile
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from audit.actors import Actor
from jobs.kinds import JobKind, Outcome, PlannedSlice, StartForm, register
from jobs.running import SliceRun
from people.models import User
from people.mydata.exports import as_json, as_xlsx

WRITERS = {"xlsx": as_xlsx, "json": as_json}


class MyDataForm(StartForm):
    file_format = forms.ChoiceField(label=_("Form"), choices=[("xlsx", _("Excel file")), ("json", "JSON")])

    def params(self) -> dict[str, Any]:
        return {"file_format": self.cleaned_data["file_format"], "language": translation.get_language()}


@register
class MyDataExport(JobKind):
    name: ClassVar = "my_data_export"
    label: ClassVar = _("Export of my data")
    items_label: ClassVar = _("files")
    description: ClassVar = _("Writes everything held about you into a file that only you can fetch.")
    form_class: ClassVar = MyDataForm
    may_set_aside: ClassVar = False
    result_is_private: ClassVar = True
    stops_with_hat: ClassVar = True

    def may_start(self, actor: Actor) -> bool:
        """Everybody, about themselves."""
        return actor.user_id is not None

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        return [PlannedSlice(size=1)]

    def work(self, run: SliceRun) -> dict[str, Any]:
        kind = run.params["file_format"]
        with translation.override(run.params["language"]):
            content = WRITERS[kind](User.objects.get(pk=run.actor.user_id))
        stored = run.store(f"my-data.{kind}", ContentFile(content))
        with run.step(range(run.position, run.slice.stop)):
            return {"file": stored, "name": f"my-data.{kind}"}

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        return Outcome(stored_file=results[0]["file"], file_name=results[0]["name"])
