"""Checking by code, and by number with name; one neutral answer to whatever does not fit."""

from __future__ import annotations

import datetime
import html
import io
import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from PIL import Image

from audit.actors import SYSTEM
from certificates.checking import views
from certificates.checking.answers import answer_for
from certificates.checking.limits import PER_ADDRESS, PER_NUMBER, PER_SERIES, guesses_at
from certificates.checking.showing import shown
from certificates.enums import EndKind
from certificates.issuing.services import confirm_years, end_certificate, issue_one, replace_certificate
from certificates.keys import current_key
from certificates.log.roots import publish_root
from certificates.log.sequencing import place_backlog
from certificates.models import Certificate, LogRoot
from certificates.qr import token_text
from certificates.sheets.drawing import draw_sheet
from certificates.sheets.keeping import keep, sheet_of
from certificates.sheets.reading import Sheet
from people.roles import Role
from tests.cast import CastMember, _cast, english_client
from tests.certificates.sheets.tools import run
from tests.factories import BureauFactory, EmployerFactory, ProfessionalFactory
from ui.formatting import date_text
from ui.models import Tally
from verification.enums import Kind
from verification.models import Verification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_stretch_of_time")]
URL = "/check/"
Years = Callable[..., Verification]


@pytest.fixture
def certificate(verified: Years, hr_clerk: CastMember, district_head: CastMember) -> Certificate:
    person = ProfessionalFactory(name="陈志远", employer=hr_clerk.membership.organization.employer)
    confirm_years([verified(professional=person)], actor=hr_clerk.actor)
    return Certificate.objects.get(professional=person)


def ask(number: str, name: str, client: Client | None = None, address: str = "198.51.100.7") -> Any:
    return (client or english_client()).post(URL, {"number": number, "holder": name}, REMOTE_ADDR=address)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode().split("<main", 1)[1]))


def test_by_its_code_every_printed_field_is_shown_with_the_name(certificate: Certificate, capfd: Any) -> None:
    answer = english_client().get(f"{URL}{token_text(certificate.token)}/")

    text = text_of(answer)
    assert answer.status_code == 200
    assert token_text(certificate.token) not in "".join(capfd.readouterr()), "it stands in no log"
    for printed in (certificate.number, "陈志远", "海珠测试人社局", certificate.blank_form, "甲测试单位"):
        assert printed in text
    assert f"已完成 {certificate.study_year} 年度专业技术人员继续教育学习任务 has taken part in" in text
    assert "This certificate is valid" in text
    assert "In the public log from tonight" in text
    assert answer["Cache-Control"] == "private, max-age=30"


def test_answer_that_is_kept_for_a_moment_is_asked_for_anew(
    certificate: Certificate, district_head: CastMember
) -> None:
    def ask_again(mark: str = "") -> Any:
        return english_client().get(f"{URL}{token_text(certificate.token)}/", headers={"If-None-Match": mark})

    with time_machine.travel("2026-11-21T03:00:20Z", tick=False):
        first = ask_again()
        same = ask_again(first["ETag"])
        end_certificate(certificate, EndKind.FRAUD, reason="甲某举报", actor=district_head.actor)
        void = ask_again(first["ETag"])

    assert (first.status_code, same.status_code, void.status_code) == (200, 304, 200)
    assert [same[name] for name in ("ETag", "Cache-Control", "Vary")] == [
        first[name] for name in ("ETag", "Cache-Control", "Vary")
    ]
    assert "is void" in text_of(void)


def test_the_booklet_of_jiangsu_says_what_its_page_says(certificate: Certificate) -> None:
    answer = replace(answer_for(certificate), printed=certificate.printed | {"layout": "xz-2016", "year": 2026})

    with translation.override("en"):
        words = shown(answer).words
    assert words["says"] == "2026 年度继续教育经年度审验，合格"
    assert "yearly examination" in words["says_translated"]
    with translation.override("zh-hans"):
        assert shown(answer).words["says_translated"] == ""


def test_page_that_is_kept_and_filled_is_the_page_that_is_drawn_whole(
    certificate: Certificate, ready: Years, district_head: CastMember, monkeypatch: Any
) -> None:
    new = replace_certificate(certificate, EndKind.REPLACED, reason="姓名更正", actor=district_head.actor)
    person = ProfessionalFactory(name="<b>&amp;")
    proven = issue_one(ready(professional=person), actor=district_head.actor)
    place_backlog()
    publish_root(datetime.date(2026, 3, 1), actor=SYSTEM)
    fraud = issue_one(ready(), actor=district_head.actor)
    end_certificate(fraud, EndKind.FRAUD, reason="甲某举报", actor=district_head.actor)
    client, query = english_client(), '?a="><script>'

    def seen(one: Certificate) -> str:
        page = client.get(f"{URL}{token_text(one.token)}/", QUERY_STRING=query[1:]).content.decode()
        return re.sub(r"\s+", " ", re.sub(r"[A-Za-z0-9]{64}|Checked [^<]+", "", page))

    four = (certificate, new, proven, fraud)
    kept = [(seen(one), seen(one)) for one in four]
    monkeypatch.setattr(views, "is_for_everybody", lambda request: False)

    assert kept == [(whole, whole) for whole in map(seen, four)]
    assert len(set(kept)) == 4
    for page, _again in kept:
        assert "7f3a" not in page, "no mark is left"
        assert "<b>&" not in page
        assert '"><script' not in page
    assert "Download the proof" in kept[2][0]
    other = Client(headers={"cookie": "language=en; theme=dark"}).get(f"{URL}{token_text(new.token)}/")
    assert 'data-theme="dark"' in other.content.decode()


def test_signature_of_the_root_is_verified_once_for_each_root(
    certificate: Certificate, django_assert_num_queries: Any
) -> None:
    place_backlog()
    root, _is_new = publish_root(datetime.date(2026, 3, 1), actor=SYSTEM)
    assert root is not None

    def told() -> str:
        return text_of(english_client().get(f"{URL}{token_text(certificate.token)}/"))

    by_key = " ".join(re.findall("....", current_key().id))
    assert f"Signature valid , key {by_key}" in told()
    with django_assert_num_queries(1):
        told()
    forged = LogRoot(date=datetime.date(2026, 3, 2), size=root.size, root_hash=b"x" * 32, counters=root.counters)
    forged.signed_with, forged.signature = root.signed_with, root.signature
    forged.save()
    text = told()
    assert f"Signature not valid , key {by_key}" in text
    assert "the log proves nothing here" in text
    assert "This certificate is valid" in text, "which the register says, not the log"


def test_by_number_and_name_a_part_of_the_name_is_shown(certificate: Certificate) -> None:
    spaced = f" {certificate.number[:6]} {certificate.number[6:]} ".translate(
        {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}
    )

    answer = ask(spaced, " 陈 志远")

    text = text_of(answer)
    assert answer.status_code == 200
    assert "陈*远" in text
    assert "no-store" in answer["Cache-Control"]
    result = answer.content.decode().split('class="result')[1]
    assert "陈志远" not in result.split('class="section"')[0]
    assert token_text(certificate.token) not in answer.content.decode()


def test_whatever_does_not_fit_has_one_answer_in_the_same_statements(certificate: Certificate, capfd: Any) -> None:
    other = Certificate.objects.get().number
    asked = {
        "wrong name": (other, "陈志"),
        "no such number": ("44010525999999", "陈志远"),
        "no such issuer": ("99999925000000", "陈志远"),
    }
    answers, statements = {}, {}
    for case, (number, name) in asked.items():
        with CaptureQueriesContext(connection) as queries:
            answer = ask(number, name)
        statements[case] = [re.sub(r"'[^']*'|\d+", "?", each["sql"]) for each in queries.captured_queries]
        text = answer.content.decode().replace(number, "?").replace(name, "?")
        answers[case] = re.sub(r'(value="|X-CSRFToken": ")[A-Za-z0-9]{64}', "", text)
        assert answer.status_code == 404

    assert len(set(answers.values())) == 1
    assert len({tuple(each) for each in statements.values()}) == 1
    assert len(statements["wrong name"]) == 2
    assert "陈志远" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("typed", ["", "4401052500001", "4401052500000A", "44" * 300])
def test_what_is_no_number_is_said_at_its_field(typed: str) -> None:
    answer = ask(typed, "陈志远")

    assert answer.status_code == 422
    assert "One thing to put right" in text_of(answer)


@pytest.mark.parametrize("token", [token_text(uuid.UUID(int=5)), "AAAAAAAAAAAAAAAAAAAAAB", "x", "ä" * 22])
def test_forged_code_finds_nothing(certificate: Certificate, token: str) -> None:
    answer = english_client().get(f"{URL}{token}/")

    assert answer.status_code == 404
    assert "No certificate matches" in text_of(answer)


@pytest.mark.parametrize(
    "name",
    ["<img src=//127.0.0.1/x>", '"><svg onload=x>', "</main><base href=//x>", "7f3a-csrf_token-7f3a", "{{ shown }}"],
)
def test_hostile_name_is_text_on_the_page(ready: Years, district_head: CastMember, name: str) -> None:
    """Drawn whole, and filled into the page that is kept."""
    one = issue_one(ready(professional=ProfessionalFactory(name=name)), actor=district_head.actor)

    for _time in range(2):
        page = english_client().get(f"{URL}{token_text(one.token)}/").content.decode()
        assert html.escape(name, quote=False) in page.replace("&quot;", '"')
        assert re.search(r"<(img|svg|base)[^>]*(127|onload|//x)", page) is None


def test_void_and_replaced_ones_say_so_on_both_ways(
    certificate: Certificate, ready: Years, district_head: CastMember
) -> None:
    new = replace_certificate(certificate, EndKind.REPLACED, reason="姓名更正", actor=district_head.actor)
    fraud = issue_one(ready(), actor=district_head.actor)
    end_certificate(fraud, EndKind.FRAUD, reason="甲某举报", actor=district_head.actor)

    for one, sentence, why in (
        (certificate, "was replaced", new.number),
        (fraud, "is void", "Void for fraud"),
    ):
        for answer in (
            english_client().get(f"{URL}{token_text(one.token)}/"),
            ask(one.number, one.printed["name"]),
        ):
            assert answer.status_code == 200
            assert f"This certificate {sentence}" in text_of(answer)
            assert why in text_of(answer)
            assert "甲某举报" not in answer.content.decode(), "what an officer wrote is not for everybody"
    assert certificate.number in text_of(english_client().get(f"{URL}{token_text(new.token)}/"))


def test_dots_in_a_name_are_typed_in_several_ways(ready: Years, district_head: CastMember) -> None:
    one = issue_one(ready(professional=ProfessionalFactory(name="古丽·阿卜杜热西提")), actor=district_head.actor)

    assert ask(one.number, "古丽•阿卜杜热西提").status_code == 200
    assert ask(one.number, "古丽阿卜杜热西提").status_code == 404


def test_names_are_not_tried_on_one_number_from_many_addresses(certificate: Certificate) -> None:
    most = PER_NUMBER[0]

    statuses = [ask(certificate.number, f"测{n}", address=f"203.0.113.{n}").status_code for n in range(most + 1)]

    assert statuses == [404] * most + [429]
    assert ask(certificate.number, "陈志远", address="192.0.2.1").status_code == 429, "nor is the right one told"
    assert english_client().get(f"{URL}{token_text(certificate.token)}/").status_code == 200, "the code still answers"


def test_walk_is_stopped_at_its_address_and_in_its_series(certificate: Certificate, rf: Any) -> None:
    walker = rf.post(URL, REMOTE_ADDR="203.0.113.9")
    guesses_at(walker, "44010526000001").add(PER_ADDRESS[0])
    assert ask("44010526000002", "陈志远", address="203.0.113.9").status_code == 429
    assert ask("44010526000002", "陈志远", address="203.0.113.8").status_code == 404

    guesses_at(rf.post(URL, REMOTE_ADDR="203.0.113.7"), "44010526000003").add(PER_SERIES[0])
    assert ask("44010526000777", "陈志远", address="192.0.2.77").status_code == 429
    assert ask("44010527000777", "陈志远", address="192.0.2.77").status_code == 404, "other series are open"


def test_misses_say_nothing_about_whom_and_are_gone_soon(certificate: Certificate) -> None:
    Tally.objects.create(key=b"old", until=1, count=5)

    ask(certificate.number, "陈志")
    ask(certificate.number, "陈志远")

    assert Tally.objects.count() == 3
    assert all((len(bytes(each.key)), each.count) == (16, 1) for each in Tally.objects.all())


def test_file_is_known_to_the_last_byte(certificate: Certificate, district_head: CastMember) -> None:
    content = b"%PDF-1.7\n" + certificate.number.encode() + b"\n%%EOF\n"
    keep(certificate, "facts", content)
    client = english_client()

    def drop(sent: bytes) -> Any:
        return client.post(f"{URL}file/", {"file": SimpleUploadedFile("x.pdf", sent)})

    assert "This certificate is valid" in text_of(drop(content))
    assert certificate.printed["name"] in text_of(drop(content))
    assert "not a file that we made" in text_of(drop(content.replace(b"1.7", b"1.6")))
    assert "x.pdf" in text_of(drop(content)), "of several that are tried, which one this was"
    for other in (b"MZ no PDF", b"\xff\xd8\xff\xe0 a photo"):
        refused = drop(other)
        assert (refused.status_code, "This is no PDF" in text_of(refused)) == (422, True)
    end_certificate(certificate, EndKind.FRAUD, reason="抽检", actor=district_head.actor)
    assert "This certificate is void" in text_of(drop(content)), "the old PDF of a void one"


def test_another_file_is_told_whose_code_is_on_it(
    certificate: Certificate, district_head: CastMember, tmp_path: Path
) -> None:
    drawn = draw_sheet(sheet_of(certificate))
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        saved_anew = io.BytesIO()
        pdf.save(saved_anew)
    (tmp_path / "sheet.pdf").write_bytes(drawn)
    run("pdftoppm", "-r", "150", "-gray", "-singlefile", "-jpeg", tmp_path / "sheet.pdf", tmp_path / "page")
    scanned = io.BytesIO()
    with Image.open(tmp_path / "page.jpg") as picture:
        picture.rotate(1.5, fillcolor=255).save(scanned, "pdf")
    of_nobody = draw_sheet(Sheet(certificate.printed, "https://xueshi.example/check/AAAAAAAAAAAAAAAAAAAAAA/"))

    def drop(sent: bytes) -> str:
        posted = {"file": SimpleUploadedFile("x.pdf", sent)}
        return text_of(english_client().post(f"{URL}file/", posted, REMOTE_ADDR="198.51.100.9"))

    for sent in (saved_anew.getvalue(), scanned.getvalue()):
        text = drop(sent)
        assert "This is not a file that we made" in text
        assert "The certificate that it names is valid" in text
        assert "This certificate is valid" not in text
        assert certificate.number in text
    for sent in (of_nobody, b"%PDF-1.7 and nothing more", drawn[: len(drawn) // 2]):
        assert "The certificate that it names" not in drop(sent)
    end_certificate(certificate, EndKind.FRAUD, reason="抽检", actor=district_head.actor)
    assert "The certificate that it names is void" in drop(saved_anew.getvalue())


def test_keys_are_published_for_everybody(client: Client) -> None:
    answer = client.get("/check/keys.json")

    first = answer.json()["keys"][0]
    assert (first["id"], first["public_key"]) == (current_key().id, current_key().public.hex())
    assert answer["Cache-Control"] == "public, max-age=3600"


def test_visitors_find_the_check_first(client: Client) -> None:
    menu = client.get("/").content.decode().split("<nav", 1)[1]

    assert menu.index("/check/") < menu.index("/calculator/")


def test_page_of_a_booklet_is_found_with_all_its_fields_and_among_the_results_of_reviews(ready: Years) -> None:
    head = _cast("徐测试长", "xu.head", Role.BUREAU_HEAD, BureauFactory(name="云龙测试人社局", place="320303"))
    employer = EmployerFactory(name="徐州测试单位", place="320303")
    person = ProfessionalFactory(name="徐测试", employer=employer)
    year = ready(professional=person, employer=employer, kind=Kind.REVIEW, area="320303", place="320303")
    one = issue_one(year, actor=head.actor)

    told = text_of(english_client().get(f"{URL}{token_text(one.token)}/"))
    printed = {name: str(value) for name, value in one.printed.items()}
    printed |= {
        "layout": "《江苏省专业技术人员继续教育条例》",
        "issued_on": date_text(one.issued_on),
        "title_level": f"Title level {Sheet(one.printed, '').title_level}",
        "year": f"{one.printed['year']} 年度继续教育经年度审验，合格",
    }
    assert {"employer", "title_level", "total", "public", "specialty"} <= printed.keys()
    assert {name: text for name, text in printed.items() if text not in told} == {}
    found = english_client().post("/annual-reviews/results/", {"certificate": one.number})
    missed = english_client().post("/annual-reviews/results/", {"certificate": "32030325000009"})

    assert (found.status_code, missed.status_code) == (200, 404)
    assert "徐*试" in found.content.decode()
    assert "徐测试" not in found.content.decode()
    walk = [
        english_client().post("/annual-reviews/results/", {"certificate": one.number}).status_code for _ in range(10)
    ]
    assert walk[-1] == 429, "hits are counted, too: the numbers follow each other"
