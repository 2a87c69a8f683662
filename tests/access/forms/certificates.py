from __future__ import annotations

from collections.abc import Callable

from people.roles import Role
from tests.access.certificates import YEAR, picture_of_seal
from tests.access.forms.sent import Sent, today
from tests.access.world import World


def certificate_of(relation: str, page: str) -> Callable[[World], str]:
    return lambda world: f"certificates/issued/{world.certificates[relation].pk}/{page}/"


def of_program(verb: str) -> Callable[[World], str]:
    return lambda world: f"api/v1/certificates/{world.certificates['own'].pk}/{verb}/"


WRITING: dict[str, Sent] = {
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
