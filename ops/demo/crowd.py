"""The rows of a load test, as COPY takes them: text, a tabulator between the columns.

People come in batches; what points at whom is decided here, because COPY gives no numbers back. The same seed draws
the same people at the same employers; only seals differ, for a seal that repeats itself is none.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from ops.demo.names import drawn_name
from ops.demo.numbers import PHONES_OF_LOAD, PLACES_OF_LOAD, phone, resident_number
from ops.demo.titles import drawn_titles
from people.enums import DocumentKind, Industry, Level, OrganizationKind, Ownership
from people.models import (
    Division,
    Employer,
    Employment,
    IdentityDocument,
    Membership,
    Organization,
    Professional,
    Title,
    User,
)
from people.models.divisions import area_at
from people.professionals.numbers import index_of_number, put_phone, seal_document
from people.professionals.registration import tokens_of
from people.roles import Role
from records.models import LearningRecord

COLUMNS: dict[type[Model], tuple[str, ...]] = {
    Organization: ("id", "kind", "name", "uscc", "division_id", "area"),
    Employer: ("organization_ptr_id", "ownership", "belongs_to", "industry"),
    User: (
        *("id", "username", "display_name", "password", "is_active", "created_at", "is_demo", "session_generation"),
        *("uuid", "phone_sealed", "phone_key", "phone_index", "phone_tail", "language", "theme", "type_size"),
    ),
    Professional: ("id", "user_id", "name", "name_search", "industry"),
    IdentityDocument: (
        *("professional_id", "uuid", "kind", "number_sealed", "number_key", "number_index", "number_tail"),
    ),
    Title: ("professional_id", "series", "level", "name", "obtained_on"),
    Employment: ("professional_id", "employer_id", "staff_number", "position", "started_on", "ended_on"),
    Membership: ("user_id", "organization_id", "role", "started_on", "ended_on"),
    LearningRecord: (
        *("professional_id", "employer_id", "activity", "category", "title", "held_by", "started_on", "ended_on"),
        *("study_year", "facts", "course_key", "evidence_state", "source", "external_id", "state", "version"),
        *("submitted_at", "recognized_on", "frozen_for"),
    ),
}
"""In the order in which they may be written."""
Lines = dict[type[Model], list[str]]

PEOPLE_AT_ONCE = 5000
PEOPLE_PER_EMPLOYER = 30
NAMES = 5000
"""So many different ones: namesakes are common, and reading a name out to the search takes its time."""
MOST_PEOPLE = 9_000_000
"""At once: beyond, the block of telephone numbers would run out."""
SKEW = 1.16
LARGEST = 500
"""Of staff sizes: with this exponent one fifth of the employers have four fifths of the people, but
none is more than so many times as large as the smallest."""
BUSY_CITIES = {"4401": 9, "4403": 9, "4419": 5, "4406": 5, "3201": 7, "3205": 8, "3202": 5, "3203": 4}
"""How many times as many employers stand in a county there as elsewhere."""
HOUSES = (
    ("木棉医院", Industry.HEALTH, Ownership.PUBLIC),
    ("红树林学校", Industry.EDUCATION, Ownership.PUBLIC),
    ("云杉设计院", Industry.CONSTRUCTION, Ownership.PUBLIC),
    ("江豚建工公司", Industry.CONSTRUCTION, Ownership.PRIVATE),
    ("流萤软件公司", Industry.INFORMATION, Ownership.PRIVATE),
    ("青瓷机电公司", Industry.MANUFACTURING, Ownership.PRIVATE),
    ("稻浪农技站", Industry.AGRICULTURE, Ownership.PUBLIC),
    ("算珠会计事务所", Industry.ACCOUNTING, Ownership.PRIVATE),
    ("白鹭环境监测站", Industry.ENVIRONMENT, Ownership.PUBLIC),
)
BELONGS_TO = (Level.COUNTY, Level.CITY, Level.PROVINCE)
SHARE_OF_LEVEL = (70, 25, 5)
HAD_ANOTHER_EMPLOYER, HAS_NONE_NOW = 0.25, 0.04
RECORDS = (
    ("online", "public", "9"),
    ("online", "public", "9"),
    ("class", "elective", "12"),
    ("class", "specialty", "8.5"),
)
"""What is drawn for a load test; the last kind as often as there are more."""
FIRST_BIRTHDAY = datetime.date(1962, 1, 1)
BIRTHDAYS = 14_000
DAYS_OF_EVERY_MONTH = 28
STRIDE = 7919
"""Shares no divisor with BIRTHDAYS, so that neighbors are born years apart and none has the number of another."""
ONE_DAY = datetime.timedelta(days=1)
NULL = r"\N"


def numbers_for(model: type[Model], count: int) -> list[int]:
    """Taken from the sequence of the table; nobody else gets them."""
    with connection.cursor() as cursor:
        sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        cursor.execute(sequence, [model._meta.db_table, count])
        return [number for (number,) in cursor.fetchall()]


@dataclass(frozen=True)
class Workplace:
    number: int
    industry: Industry


@dataclass
class Crowd:
    random: Random
    people: int
    records: int = 0
    """Recognized ones, of each person, in the year that is under way."""
    first_turn: int = 0
    """How many people earlier fillings have brought: their numbers are taken."""
    today: datetime.date = field(default_factory=timezone.localdate)
    workplaces: list[Workplace] = field(default_factory=list)
    """Filled by `employers`."""
    staff_sizes: list[float] = field(default_factory=list)
    """Summed up, for drawing."""

    def __post_init__(self) -> None:
        self.names = [drawn_name(self.random) for _turn in range(NAMES)]
        self.opened_at = timezone.now().isoformat()
        self.no_password = make_password(None)
        # Two rows that are filled again and again: making a model for each person takes longer than sealing.
        self.user, self.document = User(), IdentityDocument()

    # Employers

    def employers(self) -> Lines:
        numbers = numbers_for(Organization, max(1, self.people // PEOPLE_PER_EMPLOYER))
        places = places_of_employers(self.today)
        weights = [BUSY_CITIES.get(place.code[:4], 1) for place in places]
        lines: Lines = {Organization: [], Employer: []}
        for number, place in zip(numbers, self.random.choices(places, weights, k=len(numbers)), strict=True):
            self._add_employer(lines, number, place)
        sizes = [min(self.random.paretovariate(SKEW), LARGEST) for _number in numbers]
        self.staff_sizes = list(accumulate(sizes))
        return lines

    def _add_employer(self, lines: Lines, number: int, place: Division) -> None:
        house, industry, ownership = self.random.choice(HOUSES)
        belongs_to = self.random.choices(BELONGS_TO, SHARE_OF_LEVEL)[0]
        name = f"{place.name}{house}（压测{number}）"
        area = area_at(place, belongs_to)
        lines[Organization].append(line(number, OrganizationKind.EMPLOYER.value, name, "", place.pk, area))
        lines[Employer].append(line(number, ownership.value, belongs_to.value, industry.value))
        self.workplaces.append(Workplace(number, industry))

    # People

    def batches(self) -> Iterator[Lines]:
        for first in range(0, self.people, PEOPLE_AT_ONCE):
            count = min(PEOPLE_AT_ONCE, self.people - first)
            lines: Lines = {User: [], Professional: [], IdentityDocument: [], Title: [], Employment: [], Membership: []}
            lines[LearningRecord] = []
            users, professionals = numbers_for(User, count), numbers_for(Professional, count)
            for turn, user, professional in zip(range(first, first + count), users, professionals, strict=True):
                self._add_person(lines, self.first_turn + turn, user, professional)
            yield lines

    def _add_person(self, lines: Lines, turn: int, user: int, professional: int) -> None:
        name = self.random.choice(self.names)
        born_on = birthday_of(turn)
        workplace = self._workplace()
        lines[User].append(self._account(turn, user, name))
        lines[Professional].append(line(professional, user, name, cached_tokens(name), workplace.industry.value))
        lines[IdentityDocument].append(self._document(turn, professional, born_on))
        at_work_since = datetime.date(born_on.year + 22, 7, 1 + turn % 28)
        for title in drawn_titles(self.random, workplace.industry, at_work_since, self.today):
            obtained = (title.series.value, title.level.value, title.name, title.obtained_on)
            lines[Title].append(line(professional, *obtained))
        self._add_career(lines, turn, user, professional, workplace)
        for number in range(self.records):
            lines[LearningRecord].append(self._record(turn, number, professional, workplace))

    def _record(self, turn: int, number: int, professional: int, workplace: Workplace) -> str:
        """Public courses first, then an elective class, then specialty classes, none of them twice."""
        kind, category, hours = RECORDS[min(number, len(RECORDS) - 1)]
        ended_on = day_of_study(self.today, turn, number)
        facts = f'{{"hours": "{hours}"}}'
        what = (kind, category, f"压测学习{number}", "压测机构", ended_on, ended_on, ended_on.year, facts)
        said = (f"LOAD-{turn}-{number}", "complete", "institution", "", "recognized", 1)
        return line(professional, workplace.number, *what, *said, self.opened_at, ended_on, "")

    def _workplace(self) -> Workplace:
        return self.random.choices(self.workplaces, cum_weights=self.staff_sizes)[0]

    def _account(self, turn: int, number: int, name: str) -> str:
        user = self.user
        user.uuid = self._uuid()
        put_phone(user, phone(turn, block=PHONES_OF_LOAD))
        username = f"load-{turn:07d}"
        sealed = (user.uuid, in_hex(user.phone_sealed), user.phone_key, user.phone_index, user.phone_tail)
        account = (number, username, name, self.no_password, "t", self.opened_at, "f", 0)
        return line(*account, *sealed, "", "", "")

    def _document(self, turn: int, professional: int, born_on: datetime.date) -> str:
        row = self.document
        row.uuid = self._uuid()
        number = resident_number(PLACES_OF_LOAD[turn % 2], born_on, 1 + turn // BIRTHDAYS)
        seal_document(row, number)
        sealed = (in_hex(row.number_sealed), row.number_key, index_of_number(number), number[-4:])
        return line(professional, row.uuid, DocumentKind.RESIDENT_ID.value, *sealed)

    def _add_career(self, lines: Lines, turn: int, user: int, professional: int, workplace: Workplace) -> None:
        began = self.today - datetime.timedelta(days=self.random.randint(30, 5000))
        chance = self.random.random()
        if chance < HAD_ANOTHER_EMPLOYER:
            earlier = began - datetime.timedelta(days=self.random.randint(200, 2500))
            self._add_employment(lines, turn, user, professional, self._workplace(), earlier, began - ONE_DAY)
        left_on = began + datetime.timedelta(days=20) if chance > 1 - HAS_NONE_NOW else None
        self._add_employment(lines, turn, user, professional, workplace, began, left_on)
        if left_on:
            hat_of_nobody = (NULL, Role.PROFESSIONAL.value, left_on + ONE_DAY, NULL)
            lines[Membership].append(line(user, *hat_of_nobody))

    def _add_employment(
        self,
        lines: Lines,
        turn: int,
        user: int,
        professional: int,
        workplace: Workplace,
        started_on: datetime.date,
        ended_on: datetime.date | None,
    ) -> None:
        span = (started_on, ended_on or NULL)
        lines[Employment].append(line(professional, workplace.number, turn, "", *span))
        lines[Membership].append(line(user, workplace.number, Role.PROFESSIONAL.value, *span))

    def _uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.random.getrandbits(128), version=4)


def places_of_employers(today: datetime.date) -> list[Division]:
    """Counties, and cities that have none."""
    standing = list(Division.objects.on(today).exclude(level=Level.PROVINCE).order_by("code", "pk"))
    with_counties = {division.parent_code for division in standing}
    return [division for division in standing if division.code not in with_counties]


def day_of_study(today: datetime.date, turn: int, number: int) -> datetime.date:
    """In the year that is under way, and not after today."""
    day = 1 + turn % min(today.day, DAYS_OF_EVERY_MONTH)
    return datetime.date(today.year, 1 + (turn + number) % today.month, day)


def birthday_of(turn: int) -> datetime.date:
    return FIRST_BIRTHDAY + datetime.timedelta(days=turn * STRIDE % BIRTHDAYS)


@cache
def cached_tokens(name: str) -> str:
    return tokens_of(name)


def in_hex(data: bytes | memoryview) -> str:
    """The backslash is doubled for COPY."""
    return rf"\\x{bytes(data).hex()}"


def line(*values: object) -> str:
    """Nothing that is written here contains a tabulator, a line break or a backslash of its own."""
    return "\t".join(map(str, values)) + "\n"
