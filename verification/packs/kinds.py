"""A pack is made by a worker: sheets take seconds to draw, and files of strangers are opened on the way."""

from __future__ import annotations

import datetime
import io
import tempfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.files import File
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext, pgettext_lazy

from audit.actors import Actor
from audit.services import record_many
from jobs.kinds import Finding, JobKind, Outcome, PlannedSlice, Refused, register
from jobs.models import Job
from jobs.running import SliceRun
from people.models import Professional
from verification.packs.access import may_order_packs
from verification.packs.building import Pack
from verification.packs.joining import pdf_of, write_zip
from verification.packs.proofs import MOST_BYTES_MERGED, OpenedProof, open_proof
from verification.packs.sheets import LANGUAGE, sheets_of, text_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PACK = "title_pack"
FILE_NAME = "title-application-%s"
"""By the day alone: neither a name nor a number."""
GONE = gettext_noop("The person is no longer yours to look after, or no year can be asked for any more.")


@register
class TitlePack(JobKind):
    name: ClassVar = PACK
    label: ClassVar = gettext_lazy("Pack for a title application")
    items_label: ClassVar = gettext_lazy("steps")
    may_set_aside: ClassVar = False
    result_is_private: ClassVar = True
    stops_with_hat: ClassVar = True
    figure_labels: ClassVar[dict[str, str | _StrPromise]] = {
        "pages": pgettext_lazy("of a pack", "Pages"),
        "proofs": gettext_lazy("Proofs on pages"),
        "loose": gettext_lazy("Proofs in the ZIP alone"),
        "missing": gettext_lazy("Years not proven"),
    }

    def may_start(self, actor: Actor) -> bool:
        return False  # by ordering alone

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        """A step for each proof, and one for the sheets."""
        return [PlannedSlice(size=len(_pack_of(run).proofs) + 1)]

    def work(self, run: SliceRun) -> dict[str, Any]:
        """Looked up anew by the right of whoever ordered it: between order and work the world moves on. What was
        opened is kept in memory, so whoever takes over begins from the front, and only the last step writes."""
        with translation.override(LANGUAGE):
            pack = _pack_of(run)
            return self._made(run, pack, self._opened(run, pack))

    def _opened(self, run: SliceRun, pack: Pack) -> dict[str, OpenedProof]:
        opened, room = {}, MOST_BYTES_MERGED
        for place, proof in enumerate(pack.proofs):
            found = opened[proof.label] = open_proof(proof, room)
            room -= len(found.pages)
            if run.position == place < run.slice.stop - 1:
                with run.step(range(place, place + 1)):
                    pass
            else:
                run.keep_alive()
        return opened

    def _made(self, run: SliceRun, pack: Pack, opened: dict[str, OpenedProof]) -> dict[str, Any]:
        sheets = sheets_of(pack, opened)
        leaves = [leaf for sheet in sheets for leaf in sheet.leaves]
        content, places = pdf_of(text_of(pack, sheets, timezone.now()), leaves, run.keep_alive)
        with tempfile.TemporaryFile() as file:
            write_zip(file, content, places, sheets, opened.values())
            file.seek(0)
            run.require_right()
            stored = run.store("pack.zip", File(file))
        with run.step(range(run.position, run.slice.stop)):
            _note_proofs_taken(pack, run.actor)
        return {"file": stored, "figures": _figures(pack, opened, content)}

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        name = FILE_NAME % run.params["applied_on"]
        return Outcome(figures=results[0]["figures"], stored_file=results[0]["file"], file_name=f"{name}.zip")

    def finding(self, result: dict[str, Any]) -> Finding | None:
        if not result["missing"]:
            return Finding(sentence=_("Every year that is asked for is proven in the pack."), is_good=True)
        words = ngettext(
            "%(count)d year is not proven; the first page of the pack says so.",
            "%(count)d years are not proven; the first page of the pack says so.",
            result["missing"],
        )
        return Finding(sentence=words % {"count": result["missing"]}, is_good=False)

    def other_files(self, job: Job) -> Sequence[tuple[str, str]]:
        return [(job.result_name.replace(".zip", ".pdf"), reverse("packs:pdf", args=[job.pk]))]


def _pack_of(run: SliceRun) -> Pack:
    params = run.params
    people = Professional.objects.visible_to(run.actor).select_related("user")
    professional = people.filter(pk=params["professional"]).first()
    if professional is None or not may_order_packs(run.actor, professional):
        raise Refused(GONE)
    applied_on = datetime.date.fromisoformat(params["applied_on"])
    pack = Pack(professional, applied_on, params["applying_for"], actor=run.actor)
    if not pack.can_be_made:
        raise Refused(GONE)
    return pack


def _figures(pack: Pack, opened: dict[str, OpenedProof], content: bytes) -> dict[str, int]:
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = len(pdf.pages)
    merged = sum(bool(each.pages) for each in opened.values())
    loose = sum(not each.pages and each.is_there for each in opened.values())
    return {"pages": pages, "proofs": merged, "loose": loose, "missing": len(pack.missing)}


def _note_proofs_taken(pack: Pack, actor: Actor) -> None:
    """A proof may show more than hours: whoever takes those of somebody else leaves a trace (records.evidence)."""
    if pack.professional.user_id != actor.user_id:
        taken = [proof.evidence for proof in pack.proofs if proof.evidence.uploaded_by_id != actor.user_id]
        record_many("evidence.taken", [(evidence, None, None) for evidence in taken], actor=actor)
