"""A hundred thousand applications for a cycle that wait with one district: its queue, its list, one case, and the list
for programs open.

The limit of each page is the same page of a district with a single screen of cases: what is more is the price of the
other 99,950. It is processor time, because other work on the machine is none of ours. The number of queries is the same
for both. `python -m benchmarks.cycles 20000` runs it with fewer.
"""

from __future__ import annotations

import datetime
import statistics
import sys
import time

from django.test import Client
from django.urls import reverse

from approvals.models import Run
from benchmarks.measure import benchmark_database, print_head, processor_seconds, seconds_of
from benchmarks.review import A_SCREEN, MOST_SECONDS_TO_OPEN, ROUNDS, Page, queries_of, told
from benchmarks.year_end import run_sql, without_triggers
from people.enums import Level, OrganizationKind
from people.models import Bureau, Division, Membership, User
from people.roles import Role

WAITING = 100_000
HIRED_ON = datetime.date(2008, 7, 1)
# A hundred people an employer; each with the employer's agreement behind, and with the district now; five records of
# the years that are judged.
CASES = (
    """
    INSERT INTO people_organization (id, kind, name, uscc, area)
    SELECT %(employer)s + n, 'employer', '测试单位' || %(employer)s + n, '', %(area)s
    FROM generate_series(0, %(count)s / 100) AS n
    """,
    """
    INSERT INTO people_employer SELECT %(employer)s + n, 'public', 'county', 'general', NULL
    FROM generate_series(0, %(count)s / 100) AS n
    """,
    """
    INSERT INTO people_user (id, username, display_name, password, phone_key, phone_tail, language, theme, type_size,
        is_active, created_at, is_demo, phone_sealed, session_generation)
    SELECT %(first)s + n, 'c' || %(first)s + n, '测试' || n, '', '', '', '', '', '', true, now(), false, '', 0
    FROM generate_series(1, %(count)s) AS n
    """,
    """
    INSERT INTO people_professional (id, user_id, name, name_search, industry)
    SELECT %(first)s + n, %(first)s + n, '测试' || n, ARRAY['ceshi' || n], 'general'
    FROM generate_series(1, %(count)s) AS n
    """,
    """
    INSERT INTO people_employment (professional_id, employer_id, staff_number, position, started_on)
    SELECT %(first)s + n, EMPLOYER, '', '', '2008-07-01' FROM generate_series(1, %(count)s) AS n
    """,
    """
    INSERT INTO records_learningrecord (professional_id, employer_id, activity, category, title, held_by, ended_on,
        study_year, facts, course_key, evidence_state, source, external_id, state, version, recognized_on,
        credited_hours, frozen_for)
    SELECT %(first)s + n, EMPLOYER, 'class', CASE year %% 2 WHEN 0 THEN 'public' ELSE 'specialty' END, 't', '',
        make_date(year, 5, 5), year, '{"hours": "72"}', '', 'complete', 'institution', '', 'recognized', 1,
        make_date(year, 6, 1), 72, ''
    FROM generate_series(1, %(count)s) AS n, generate_series(2011, 2015) AS year
    """,
    """
    INSERT INTO verification_cyclecase (id, professional_id, employer_id, area, place, industry, title_level,
        title_name, title_on, applying_for, applying_name, occasion, asked_on, first_year, last_year, sent_figures,
        figures, state, version)
    SELECT %(first)s + n, %(first)s + n, EMPLOYER, %(area)s, %(area)s, 'general', 'intermediate', '工程师',
        make_date(2004 + n %% 8, 12, 31), 'deputy_senior', '高级工程师', 'assessment',
        make_date(2016, 5, 1 + n %% 28), 2011, 2015, told.figures, told.figures, 'submitted', 1
    FROM generate_series(1, %(count)s) AS n, (SELECT '{"years": [2011, 2012, 2013, 2014, 2015], "ruleset": "GZ-2012",
        "rules_version": "x", "required": {"total": "360"}, "counted": {"total": "360"}, "short": {},
        "credits": {}}'::jsonb AS figures) AS told
    """,
    """
    INSERT INTO approvals_run (id, procedure, subject_id, version, professional_id, employer_id, area, state)
    SELECT %(first)s + n, 'cycle', %(first)s + n, 1, %(first)s + n, EMPLOYER, %(area)s, 'under_way'
    FROM generate_series(1, %(count)s) AS n
    """,
    """
    INSERT INTO approvals_step (run_id, position, by, act, organization_id, rule, cite, state, since, due_on, procedure,
        kind, is_odd, alarm)
    SELECT %(first)s + n, position, CASE position WHEN 1 THEN 'employer' ELSE 'district' END,
        CASE position WHEN 1 THEN 'first_verification' ELSE 'reverification' END,
        CASE position WHEN 1 THEN EMPLOYER ELSE %(bureau)s END, 'D-2', 'GZ16 二(三)',
        CASE position WHEN 1 THEN 'passed' ELSE 'waiting' END, now() - n * interval '1 minute',
        make_date(2016, 8, 20), 'cycle', 'senior', n %% 100 = 0, 0
    FROM generate_series(1, %(count)s) AS n, generate_series(1, 2) AS position
    """,
)


def main(waiting: int = WAITING) -> bool:
    with benchmark_database():
        a_place("440100")
        big, small = a_district("440105", 0, waiting), a_district("440106", waiting, A_SCREEN)
        run_sql("VACUUM ANALYZE")
        print_head(f"Cycles: {waiting:,} waiting. Limit: with {A_SCREEN} waiting. Processor time for one page")
        met = [opens(name, small, big, *addresses) for name, *addresses in pages(waiting)]
    return all(met)


def pages(waiting: int) -> list[tuple[str, str, str]]:
    queue, cases, programs = reverse("approvals:queue"), reverse("cycles:cases"), "/api/v1/cycles/"
    first, other = (Run.objects.get(subject_id=number).pk for number in (1, waiting + 1))
    lists = {
        "the queue": queue,
        "the queue of cycles that end in 2015": f"{queue}?procedure=cycle&year=2015",
        "the list": cases,
        "the list of those under verification": f"{cases}?state=submitted",
        "the list, by name": f"{cases}?sort=name",
        "the list for programs": programs,
    }
    one = ("one case", reverse("cycles:case", args=[first]), reverse("cycles:case", args=[other]))
    return [*((name, address, address) for name, address in lists.items()), one]


def opens(name: str, small: User, big: User, of_big: str, of_small: str) -> bool:
    limit, figure = page_of(small, of_small), page_of(big, of_big)
    times = [(seconds_of(limit, processor_seconds), seconds_of(figure, processor_seconds)) for _round in range(ROUNDS)]
    of_limit, of_figure = (statistics.median(each) for each in zip(*times, strict=True))
    met = of_figure <= MOST_SECONDS_TO_OPEN and queries_of(limit) == queries_of(figure)
    told(name, of_limit, of_figure, f"≤{MOST_SECONDS_TO_OPEN:g} s", met, f"{queries_of(figure)} queries")
    return met


def a_place(code: str) -> Division:
    level = Level.CITY if code.endswith("00") else Level.COUNTY
    division: Division = Division.objects.create(
        code=code, name=code, level=level, parent_code=f"{code[:4]}00", valid_from=datetime.date(1988, 12, 31)
    )
    return division


def a_district(code: str, first: int, count: int) -> User:
    place = a_place(code)
    bureau = Bureau.objects.create(kind=OrganizationKind.BUREAU, name=f"测试{code}", division=place, level=Level.COUNTY)
    with without_triggers():
        for statement in CASES:
            parameters = {"employer": 1_000 + first, "bureau": bureau.pk, "area": code, "first": first, "count": count}
            run_sql(statement.replace("EMPLOYER", "%(employer)s + n / 100"), parameters)
    user = User(pk=10_000_000 + first, username=f"clerk.{code}", display_name="陈测试")
    user.save(force_insert=True)
    Membership.objects.create(user=user, organization=bureau, role=Role.BUREAU_CLERK, started_on=HIRED_ON)
    return user


def page_of(user: User, address: str) -> Page:
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    session = client.session  # clerks of a bureau have no rights without a second proof
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return Page(client, address)


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else WAITING))
