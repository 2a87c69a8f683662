"""What may be made up for a past year, and why something may not (worked examples E7-E12, G7, G8)."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from people.roles import Role
from records.makeups import MadeUp, refusal_of
from records.models import LearningRecord
from records.services import draft_record, submit_record
from tests.cast import CastMember
from tests.clock import freeze, of_then
from tests.factories import EmployerFactory, ProfessionalFactory
from ui.errors import Conflict

SHANTOU, GUANGZHOU, XUZHOU = "440511", "440105", "320303"


@pytest.mark.parametrize(
    ("place", "year", "category", "course", "ended_on", "words"),
    [
        (SHANTOU, 2012, "public", "广东文化强省建设", "2014-06-12", ""),
        (SHANTOU, 2012, "specialty", "专业技术人员心理健康与心理调适", "2014-12-31", ""),
        (SHANTOU, 2010, "elective", "潮汕文化解读", "2014-06-12", ""),
        (SHANTOU, 2011, "specialty", "自控力科学", "2014-06-12", "makes up for 2013, not for 2011"),  # E9
        (SHANTOU, 2012, "elective", "自控力", "2014-06-12", "is none of the courses"),
        (SHANTOU, 2009, "public", "", "2014-06-12", "only for 2010–2013, 2018"),  # E10
        (SHANTOU, 2012, "public", "广东文化强省建设", "2015-01-05", "until 31 December 2014"),  # E11
        (SHANTOU, 2012, "public", "广东文化强省建设", "2013-12-31", "before this was opened"),
        (SHANTOU, 2015, "public", "", "2016-06-12", "only for 2010–2013, 2018"),
        (GUANGZHOU, 2018, "public", "", "2019-06-30", ""),  # G7
        (GUANGZHOU, 2018, "public", "", "2019-07-01", "until 30 June 2019"),
        (GUANGZHOU, 2018, "specialty", "", "2019-03-01", "only these may be made up: Public"),  # G8
        (GUANGZHOU, 2012, "public", "", "2014-06-12", "only for 2018"),
        (XUZHOU, 2015, "public", "", "2016-06-12", "no past year"),
    ],
)
def test_is_refused_with_its_reason(
    place: str, year: int, category: str, course: str, ended_on: str, words: str
) -> None:
    refusal = refusal_of(place, MadeUp(year, category, datetime.date.fromisoformat(ended_on), course))

    if not words:
        assert refusal is None
    else:
        assert refusal is not None
        assert words in refusal.words
        assert (refusal.reason is None) == (place == XUZHOU)


def test_one_elective_course_serves_one_year_and_what_is_refused_is_not_sent(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze(monkeypatch, "2014-07-01")
    employer = EmployerFactory(place="440511")
    person = ProfessionalFactory(employer=employer, employer__started_on=datetime.date(2009, 1, 1))
    person.user.memberships.update(started_on=datetime.date(2010, 1, 1))
    actor = CastMember(person.user, person.user.memberships.get()).actor
    of_then("陈测试", Role.HR_CLERK, employer)
    said = {
        "activity": "class",
        "category": "elective",
        "title": "潮汕文化解读",
        "ended_on": datetime.date(2014, 6, 12),
        "makeup_for": 2012,
        "facts": {"hours": "12"},
        "course_key": "潮汕文化解读",
    }
    submit_record(draft_record(person, said, actor=actor), actor=actor)

    again = draft_record(person, said | {"makeup_for": 2013}, actor=actor)
    with pytest.raises(Conflict, match=r"taken for 2012 already.*A-24"):
        submit_record(again, actor=actor)  # E12

    too_late = draft_record(person, said | {"ended_on": datetime.date(2015, 1, 5)}, actor=actor)
    with pytest.raises(Conflict, match="2014"):
        submit_record(too_late, actor=actor)
    again.refresh_from_db()
    assert (again.state, too_late.state) == ("draft", "draft")


def test_form_opened_for_a_past_year_knows_course_and_year(
    client_of, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze(monkeypatch, "2014-07-01")
    employer = EmployerFactory(place="440511")
    person = ProfessionalFactory(employer=employer, employer__started_on=datetime.date(2009, 1, 1))
    person.user.memberships.update(started_on=datetime.date(2010, 1, 1))
    query = {"makeup_for": "2012", "title": "潮汕文化解读", "category": "elective", "hours": "12"}

    client = client_of(person.user)
    page = client.get(reverse("records:new_of_kind", args=["class"]), query).content.decode()
    assert 'value="潮汕文化解读"' in page
    assert 'value="2012"' in page
    assert not LearningRecord.objects.exists()
