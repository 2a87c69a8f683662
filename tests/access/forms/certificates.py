from __future__ import annotations

import datetime
from collections.abc import Callable

from django.utils import timezone

from certificates.models import Recovery
from certificates.recovery.services import WAIT
from people.access_links.services import hash_of
from people.roles import Role
from tests.access.certificates import YEAR, picture_of_seal
from tests.access.forms.sent import Sent, today
from tests.access.world import World


def certificate_of(relation: str, page: str) -> Callable[[World], str]:
    return lambda world: f"certificates/issued/{world.certificates[relation].pk}/{page}/"


def of_program(verb: str) -> Callable[[World], str]:
    return lambda world: f"api/v1/certificates/{world.certificates['own'].pk}/{verb}/"


def open_recovery(world: World) -> str:
    """One that opens at once; the session comes with the address, see test_fields."""
    certificate, now = world.certificates["own"], timezone.now()
    owner = certificate.professional.user
    Recovery.objects.create(
        account=owner,
        certificate=certificate,
        session_mark=owner.get_session_auth_hash(),
        token_hash=hash_of("known-here"),
        asked_at=now - datetime.timedelta(microseconds=1),
        opens_at=now,
        closes_at=now + WAIT,
    )
    return "accounts/way-back/to/known-here/"


WRITING: dict[str, Sent] = {
    "certificates.recovery.forms.RecoveryForm": Sent(
        "accounts/way-back/", "", {"document": "440105198501010019", "certificate": "44010525000001"}
    ),
    "certificates.recovery.forms.NewPasswordForm": Sent(
        open_recovery,
        "",
        lambda world: {
            "proof": world.first.person.documents.get(replaced_at=None).number_tail,
            "password1": "long and invented 71",
            "password2": "long and invented 71",
        },
    ),
    "certificates.sheets.paper_forms.PapersForm": Sent(
        "certificates/papers/",
        Role.HR_CLERK,
        {"year": str(YEAR), "paper": "roster-xlsx", "order": "name", "employer": ""},
    ),
    "certificates.sheets.seal_views.SealForm": Sent(
        "certificates/seals/", Role.HR_HEAD, lambda world: {"picture": picture_of_seal(), "first_day": today()}
    ),
    "certificates.checking.program_views.ProgramForm": Sent(
        "check/programs/", Role.BUREAU_HEAD, {"name": "新测试评委会"}
    ),
    "certificates.sharing.forms.ShareForm": Sent(
        lambda world: f"certificates/{world.certificates['own'].number}/links/",
        Role.PROFESSIONAL,
        {"note": "测试", "days": "30"},
    ),
    "certificates.desk.forms.ChosenForm": Sent(
        "certificates/staff/confirmation/",
        Role.HR_CLERK,
        lambda world: {"chosen": world.years_to_confirm["Quartz"].pk},
    ),
    "certificates.desk.forms.RunForm": Sent(
        "certificates/runs/", Role.BUREAU_CLERK, lambda world: {"issuer": world.first.bureau.pk, "year": "2024"}
    ),
    "certificates.desk.forms.EndForm": Sent(
        certificate_of("own", "end"),
        Role.BUREAU_HEAD,
        {"why": "fraud-0", "words": "新测试", "looked_again": "on"},
    ),
    "certificates.desk.forms.ReplacementForm": Sent(
        certificate_of("own", "replacement"),
        Role.BUREAU_HEAD,
        {"why": "reissued-0", "words": "新测试", "looked_again": "on"},
    ),
    "certificates.desk.forms.ReceiptForm": Sent(
        certificate_of("own", "receipt"),
        Role.HR_CLERK,
        lambda world: {"received_by": "新测试", "received_on": today()},
    ),
    "certificates.desk.forms.ReceiptsForm": Sent(
        "certificates/staff/receipts/",
        Role.HR_CLERK,
        lambda world: {"chosen": world.certificates["own"].pk, "received_on": today()},
    ),
    "certificates.desk.api.YearsSerializer": Sent(
        "api/v1/certificates/confirmations/",
        Role.HR_CLERK,
        lambda world: {"verifications": [world.years_to_confirm["Quartz"].pk]},
    ),
    "certificates.desk.api.EndingSerializer": Sent(
        of_program("end"),
        Role.BUREAU_HEAD,
        lambda world: {"kind": "fraud", "reason": "新测试", "number": world.certificates["own"].number},
    ),
    "certificates.desk.api.ReplacingSerializer": Sent(
        of_program("replacement"),
        Role.BUREAU_HEAD,
        lambda world: {"kind": "reissued", "reason": "新测试", "number": world.certificates["own"].number},
    ),
    "certificates.desk.api.TakingSerializer": Sent(
        of_program("receipt"), Role.HR_CLERK, lambda world: {"received_by": "新测试", "received_on": today()}
    ),
}
READING = {
    "certificates.desk.api.CertificateFilter",
    *(f"certificates.desk.forms.{name}" for name in ("YearForm", "GroupForm", "DeskFilter", "RegisterFilter")),
    "certificates.checking.files.FileCheckForm",
    "certificates.checking.api.AskedSerializer",
    "certificates.checking.api.CheckRequestSerializer",
    "certificates.checking.api.CheckedEndSerializer",
    "certificates.checking.api.CheckedCertificateSerializer",
    "certificates.checking.api.CheckedSerializer",
    "certificates.checking.api.CheckAnswerSerializer",
    "certificates.checking.forms.CheckForm",
}
ANSWERING = {
    *(
        f"certificates.desk.api.{name}Serializer"
        for name in ("Certificate", "End", "Receipt", "Waiting", "Lot", "LeftOut", "Issued")
    ),
}
