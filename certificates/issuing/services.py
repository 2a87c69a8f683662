"""The verbs of issuing: confirm, issue, replace, end. One function gives numbers (`_issue`), to one or to a county."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cache

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from approvals.matters import database_day
from audit.actors import Actor
from audit.services import record, record_many
from certificates.access import CONFIRMS, may_confirm, may_end, may_issue_for
from certificates.enums import WITH_SUCCESSOR, Act, EndKind
from certificates.issuing.gate import pass_alone, pass_to_issue
from certificates.issuing.issuers import area_of, areas_served, issuer_of
from certificates.issuing.statements import Issued, Lot, Stamp, count_waiting, write
from certificates.keys import current_key
from certificates.layouts import Layout, layout_for
from certificates.models import (
    LAST_SEQUENCE,
    Certificate,
    CertificateEnd,
    Confirmation,
    IssueRun,
    LogEntry,
    Series,
)
from certificates.numbers import issuer_code, prefix
from people.models import Bureau, Professional
from people.supervision import bureau_for
from records.freezing import thaw_records
from records.models import LedgerYear
from records.models.ledger import LINES
from rules.labels import LINES as LINE_NAMES
from ui.errors import Conflict
from ui.formatting import hours_text
from verification.models import Verification

AT_ONCE = settings.CERTIFICATE_LOT
"""Certificates a statement: a second or two, in which others wait for the same series."""


# Confirming


@transaction.atomic
def confirm_years(verifications: Collection[Verification], *, actor: Actor) -> list[Issued]:
    """The employer confirms that these years of its people were done, and with that the certificates are issued
    (GD18 三(五)). Nobody confirms their own.

    Side effects, in order: confirmations; audit; certificates, by issuer and year.
    """
    if not may_confirm(actor) or actor.organization_id is None or actor.user_id is None:
        raise PermissionDenied(_("The employer's HR confirms the years of its people."))
    own = {each.pk: each for each in verifications if each.professional.user_id != actor.user_id}
    if len(own) < len(verifications):
        raise PermissionDenied(_("Nobody confirms their own year. A colleague in HR does."))
    if any(each.employer_id != actor.organization_id for each in own.values()):
        raise PermissionDenied(_("Only years that the person ended with you are yours to confirm."))
    on = database_day()
    known = set(Confirmation.objects.filter(verification__in=own).values_list("verification_id", flat=True))
    new = [
        Confirmation(
            verification=each, employer_id=actor.organization_id, confirmed_on=on, confirmed_by_id=actor.user_id
        )
        for number, each in own.items()
        if number not in known
    ]
    created = Confirmation.objects.bulk_create(new)
    record_many(
        "certificate.confirmed",
        [(each.verification, None, {"year": each.verification.last_year}) for each in created],
        actor=actor,
    )
    return issue_certificates(list(own.values()), actor=actor)


# Issuing


@transaction.atomic
def issue_certificates(verifications: Collection[Verification], *, actor: Actor) -> list[Issued]:
    """To these people, in their order at each issuer. Who cannot have one is left out; `why_not` says why.

    Side effects, in order: certificates; entries of the log; records frozen; counter; audit.
    """
    on = database_day()
    lots: dict[tuple[int, int], list[Verification]] = defaultdict(list)
    # Asked once a place, and not once a person.
    by_area = cache(lambda area: bureau_for(area, on=on))
    issuers: dict[int, Bureau] = {}
    for each in verifications:
        issuer = by_area(area_of(each))
        if issuer is None:
            continue
        require_may_issue(actor, issuer, each)
        issuers[issuer.pk] = issuer
        lots[issuer.pk, each.last_year].append(each)
    issued = []
    for (number, year), some in sorted(lots.items(), key=lambda item: item[0]):
        ids = tuple(sorted(each.pk for each in some))
        issued.append(_issue(issuers[number], year, on=on, verifications=ids, actor=actor, limit=len(ids)))
    return [each for each in issued if each.count]


def issue_one(verification: Verification, *, actor: Actor) -> Certificate:
    """As above, and refused with the reason where it cannot be: a line is short, the confirmation is missing."""
    issue_certificates([verification], actor=actor)
    found = Certificate.objects.standing().filter(verification=verification).first()
    if found is None:
        raise Conflict(why_not(verification.professional, verification.last_year))
    return found


def issue_lot(issuer: Bureau, year: int, *, run: IssueRun | None, limit: int = AT_ONCE, actor: Actor) -> Issued:
    """The next ones of a whole bureau, for its job. The caller has the transaction."""
    return _issue(issuer, year, on=database_day(), run=run, limit=limit, actor=actor)


def waiting_at(issuer: Bureau, year: int, *, left_out: tuple[int, ...] = ()) -> tuple[int, int]:
    """To how many a bureau would issue now, and how many their employers have not confirmed. Accounts left out: of
    those who sign."""
    on = database_day()
    return count_waiting(Lot(year, _layout(issuer, on), areas_served(issuer, on), left_out=left_out))


def require_may_issue(actor: Actor, issuer: Bureau, verification: Verification) -> None:
    """The bureau; or the employer, whose confirmation brings the certificate about (GD18 三(五))."""
    if verification.professional.user_id == actor.user_id and actor.user_id is not None:
        raise PermissionDenied(_("Nobody issues their own certificate. A colleague or the body above does."))
    is_employer = actor.can(CONFIRMS) and verification.employer_id == actor.organization_id
    if not is_employer and not may_issue_for(actor, issuer.area):
        raise PermissionDenied(_("Certificates are issued by the bureau that answers for the employer."))


def _issue(
    issuer: Bureau,
    year: int,
    *,
    on: datetime.date,
    actor: Actor,
    limit: int,
    verifications: tuple[int, ...] | None = None,
    run: IssueRun | None = None,
    replaced: Certificate | None = None,
) -> Issued:
    pass_to_issue()
    layout = _layout(issuer, on)
    code = issuer_code(issuer, on)
    start = prefix(code, year, book=layout.numbers)
    series = _locked_series(code, year)
    lot = Lot(
        year,
        layout,
        areas_served(issuer, on),
        verifications=verifications,
        left_out=tuple(each for each in (run.started_by_id, run.confirmed_by_id) if each) if run else (),
        round=replaced.round + 1 if replaced else 0,
    )
    stamp = Stamp(
        issuer=issuer.pk,
        issuer_name=issuer.name,
        code=code,
        prefix=start,
        series=series.pk,
        last=series.last,
        on=on,
        by=actor.user_id,
        key=current_key().id,
        run=run.pk if run else None,
        replaces=replaced.pk if replaced else None,
        replaces_number=replaced.number if replaced else None,
    )
    try:
        with transaction.atomic():
            issued = write(lot, stamp, limit=limit)
    except IntegrityError as error:
        if "six_digits" not in str(error):
            raise
        raise Conflict(_full(code, year)) from error
    if issued.count:
        told = {"first": issued.first, "last": issued.last, "count": issued.count, "layout": layout.id}
        record("certificate.issued", series, actor=actor, after=told)
    return issued


def _layout(issuer: Bureau, on: datetime.date) -> Layout:
    layout = layout_for(issuer.area, on)
    if layout is None:
        raise Conflict(_("No certificate is laid down for the province of %(bureau)s.") % {"bureau": issuer.name})
    return layout


def _locked_series(code: str, year: int) -> Series:
    Series.objects.get_or_create(issuer_code=code, study_year=year)
    return Series.objects.select_for_update(no_key=True).get(issuer_code=code, study_year=year)


def _full(code: str, year: int) -> str:
    return _(
        "The numbers of %(code)s for %(year)s are used up: the last is %(last)s. Nothing was issued; ask the body"
        " above."
    ) % {"code": code, "year": year, "last": LAST_SEQUENCE}


def why_not(professional: Professional, year: int) -> str:
    """Why somebody has no certificate of a year, with what is missing (F15)."""
    verification = (
        Verification.objects.standing().filter(professional=professional, first_year=year, last_year=year).first()
    )
    if verification is None:
        return _shortfall(professional, year)
    on = database_day()
    issuer = issuer_of(verification, on)
    layout = layout_for(issuer.area, on) if issuer else None
    if layout is None:
        return _("No bureau that issues certificates answers for the employer of that year.")
    if verification.kind not in layout.kinds:
        return _("On a verification of this kind no certificate is issued.")
    ended = CertificateEnd.objects.filter(certificate__verification=verification).order_by("-pk").first()
    if ended is not None and not ended.has_successor:
        return _("Certificate %(number)s of that year is void: %(reason)s") % {
            "number": ended.certificate.number,
            "reason": ended.reason,
        }
    confirmed = Confirmation.objects.filter(verification=verification).exists()
    if layout.needs_confirmation(verification.industry) and not confirmed:
        return _("The employer has not confirmed the year yet. With its confirmation the certificate is issued.")
    return _("There is a certificate of that year already.")


def _shortfall(professional: Professional, year: int) -> str:
    ledger = LedgerYear.objects.filter(professional=professional, study_year=year).first()
    missing = [(line, getattr(ledger, f"short_{line}")) for line in LINES if ledger]
    said = _("; ").join(
        _("%(line)s: %(hours)s") % {"line": LINE_NAMES[line], "hours": hours_text(hours)}
        for line, hours in missing
        if hours
    )
    if said:
        return _("The year %(year)s is not done. Missing: %(missing)s.") % {"year": year, "missing": said}
    return _("The year %(year)s is not verified.") % {"year": year}


# After


@transaction.atomic
def end_certificate(certificate: Certificate, kind: EndKind, *, reason: str, actor: Actor) -> CertificateEnd:
    """It is good no longer. Side effects, in order: the end; an entry of the log; records free again; audit."""
    if kind in WITH_SUCCESSOR:
        raise ValueError("a certificate that leaves another one in its place is replaced")
    _require_may_end(actor, certificate)
    return _end(certificate, kind, reason=reason, actor=actor)


@transaction.atomic
def replace_certificate(certificate: Certificate, kind: EndKind, *, reason: str, actor: Actor) -> Certificate:
    """Another one of the same year, under a number of its own, that says which one it replaces: the name was corrected,
    or the paper was lost. Side effects, in order: the end of the old one; as `issue_certificates`."""
    if kind not in WITH_SUCCESSOR:
        raise ValueError("only a corrected or lost certificate is replaced")
    _require_may_end(actor, certificate)
    on = database_day()
    issuer = issuer_of(certificate.verification, on)
    if issuer is None:
        raise Conflict(_("No bureau that issues certificates answers for the employer of that year."))
    pass_to_issue()
    _end(certificate, kind, reason=reason, actor=actor)
    verifications = (certificate.verification_id,)
    issued = _issue(
        issuer,
        certificate.study_year,
        on=on,
        verifications=verifications,
        replaced=certificate,
        actor=actor,
        limit=1,
    )
    if not issued.count:
        raise Conflict(_("The year on which the certificate rests is void: none can take its place."))
    return Certificate.objects.get(number=issued.first)


def withdraw_certificates_of(verifications: Sequence[int], *, is_fraud: bool, reason: str, actor: Actor) -> None:
    """Called when verifications are voided: what rests on them falls with them. Side effects: as `end_certificate`."""
    pass_alone()
    own = Certificate.objects.filter(verification__in=verifications)
    list(own.locked().order_by("pk"))  # what is being ended by somebody else has ended when we go on
    standing = own.standing()
    kind = EndKind.FRAUD if is_fraud else EndKind.WITHDRAWN
    for certificate in standing.select_related("issuer", "professional", "verification").order_by("pk"):
        _end(certificate, kind, reason=reason, actor=actor)


def _require_may_end(actor: Actor, certificate: Certificate) -> None:
    if certificate.professional.user_id == actor.user_id:
        raise PermissionDenied(_("Nobody decides on their own case. A colleague or the body above does."))
    if not may_end(actor, certificate):
        raise PermissionDenied(_("The head of the bureau that issued it decides that."))


def _end(certificate: Certificate, kind: EndKind, *, reason: str, actor: Actor) -> CertificateEnd:
    Certificate.objects.locked().get(pk=certificate.pk)
    try:
        with transaction.atomic():
            end = CertificateEnd.objects.create(
                certificate=certificate,
                kind=kind,
                reason=reason[:300],
                ended_on=database_day(),
                ended_by_id=actor.user_id,
            )
    except IntegrityError as error:
        raise Conflict(_("This certificate is good no longer already.")) from error
    content = {
        "act": str(Act.END),
        "certificate": certificate.number,
        "token": str(certificate.token),
        "kind": str(kind),
        "on": end.ended_on.isoformat(),
    }
    LogEntry.objects.create(certificate=certificate, act=Act.END, content=content)
    thaw_records([int(number) for number in certificate.verification.credits], for_what=certificate.number)
    record("certificate.ended", certificate, actor=actor, after={"kind": str(kind)}, reason=reason)
    return end
