"""A spot check, and the list of anomalies, as Excel files."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from verification.models import Anomaly, SpotCheck, SpotCheckCase
from verification.sheets import Cell, write_workbook
from verification.spotchecks.queries import lines_by_employer
from verification.spotchecks.telling import told

Rows = Iterable[Sequence[Cell]]


def check_book(check: SpotCheck) -> bytes:
    """Two sheets: case by case, and by employer."""
    cases = SpotCheckCase.objects.chosen().filter(spot_check=check).order_by("draw_number", "pk")
    cases = cases.select_related("professional", "employer", "finding__found_by", "finding__second_by", "taken_in_by")
    for case in cases:
        case.spot_check = check
    return workbook(
        (_("Cases"), _case_heads(), [_case_row(case) for case in cases]),
        (
            _("By employer"),
            [_("Employer"), _("On the list"), _("Drawn"), _("Taken in"), *_verdicts()],
            [
                [
                    line.name,
                    line.listed,
                    line.drawn,
                    line.taken_in,
                    line.in_order,
                    line.remarks,
                    line.faults,
                    line.frauds,
                ]
                for line in lines_by_employer(check)
            ],
        ),
    )


def _verdicts() -> list[str]:
    return [_("In order"), _("Remarks"), _("Faults"), _("Fraud")]


def _case_heads() -> list[str]:
    return [
        *(_("Case number"), _("Name"), _("Employer"), _("How it came in"), _("Reason")),
        *(_("Finding"), _("What was found"), _("Found by"), _("Second look"), _("Answer of the person")),
    ]


def _case_row(case: Any) -> list[Cell]:
    finding = getattr(case, "finding", None)
    return [
        case.number,
        case.professional.name,
        case.employer.name if case.employer else "",
        _("Drawn") if case.is_drawn else _("Taken in, not random"),
        case.reason,
        str(finding.get_verdict_display()) if finding else "",
        finding.words if finding else "",
        str(finding.found_by or "") if finding else "",
        str(finding.second_by or "") if finding else "",
        finding.answer if finding else "",
    ]


def anomaly_book(anomalies: Iterable[Anomaly]) -> bytes:
    heads = [
        _("Kind"),
        _("Study year"),
        _("Person or institution"),
        _("Employer"),
        pgettext("anomaly", "What it is"),
        _("Found"),
    ]
    rows: list[list[Cell]] = [
        [
            str(each.get_kind_display()),
            each.year,
            each.professional.name if each.professional else str(each.organization or ""),
            str(each.organization or "") if each.professional else "",
            told(each),
            timezone.localtime(each.found_at).strftime("%Y-%m-%d"),
        ]
        for each in anomalies
    ]
    return workbook((_("Anomalies"), heads, rows))


def workbook(*sheets: tuple[str, Sequence[str], Rows]) -> bytes:
    target = io.BytesIO()
    write_workbook(target, sheets)
    return target.getvalue()
