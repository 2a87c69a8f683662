"""Results of a class of 100,000 people from Excel: read, checked, looked up, staged and written by two workers.

The goal of the check comes from a bare script (the research's `xlsx_bench.py`) that reached 18 % of its limit: a COPY
of the rows that it ended with, put together beforehand, into the table that it ended in, with the same indexes. So what
carries it here is a bare COPY of the very rows that were staged into a table made like that of staged rows. Beside it
stands a COPY of the cells of the file, which hold neither what was read in them nor what was found, into a table with
a number of its own and an index, and into one without either. By the clock, and by the processors' time of all that has
a part in it, which other work on the machine does not stretch.

What is written are results, records, their chains of approval with history, ledgers and a trail; the system recognizes
the hours at once, so that every ledger is counted. Meanwhile somebody opens the page of the class, and its time is
compared with that of an idle machine: one page is due every quarter of a second, idle and meanwhile alike, and its
time counts from when it was due. So a page that is slow makes the next one wait, as it would its readers, and the
reader takes no more of the processors than a reader does. The page shows more once there are results (fifty rows of
figures instead of dashes, and how many passed), and nearly all of its pages meanwhile do: so idle is the same page when
all is written. Beside it stands the page without a single result.
"""

from __future__ import annotations

import datetime
import io
import logging
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from statistics import quantiles
from typing import Any

import xlsxwriter
from django.conf import settings
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from audit.actors import SYSTEM, Actor
from benchmarks.measure import WIDTHS, benchmark_database, print_head, processor_seconds, spent_by
from courses.enums import ClassState, EnrolledBy, SubjectCategory
from courses.models import RosterEntry, TrainingClass
from jobs.models import Job
from jobs.worker import work_once
from ops import gentleness
from ops.demo import crowd, load
from people.divisions.services import load_divisions
from people.enums import OrganizationKind
from people.hats import actor_wearing
from people.models import Division, IdentityDocument, Institution, Membership, User
from people.professionals.numbers import number_in
from people.roles import Role
from records.models import ClassResult, LedgerYear
from records.results.kind import ClassResults
from uploads.kinds import kind_of
from uploads.models import StagedRow, Upload
from uploads.services import decide_upload, receive_upload

PEOPLE = int(os.environ.get("BENCHMARK_PEOPLE", "100000"))
LEAST_SHARE = 0.15
MOST_SECONDS = 60
MOST_MEGABYTES = 500
MOST_SLOWER = 1.5
PAGE_EVERY = 0.25
WORKERS = 2
HEADS = [column.aliases[0] for column in ClassResults.columns]
Rows = list[list[str]]
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def main() -> bool:
    logging.disable(logging.INFO)  # a line for each page that is opened would be most of what is read
    with benchmark_database(), tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = Path(folder)
        training_class, clerk = plant()
        rows = list(rows_of(PEOPLE))
        content = workbook(rows)
        print_head(f"Results of {PEOPLE:,} people, {len(content) / 1e6:.1f} MB. Limit: bare COPY of the same rows")
        passed = [*checked(rows, content, training_class, clerk), *written(training_class, clerk)]
        compare_import_export(content)
    return all(passed)


# Read, checked, looked up, staged


def checked(rows: Rows, content: bytes, training_class: TrainingClass, clerk: Actor) -> Iterator[bool]:
    copied, spent_copying = min(copy_bare(rows) for _turn in range(3))
    copied_heap, _spent = min(copy_bare(rows, is_kept=False) for _turn in range(3))
    receive_upload(kind_of("class_results"), "名册表.xlsx", content, actor=clerk, subject_id=training_class.pk)
    rows.clear()
    with the_workers(WORKERS) as crew:
        began, spent = time.perf_counter(), crew.processor_seconds()
        staged = wait_for(lambda: StagedRow.objects.count() == PEOPLE) - began
        spent = crew.processor_seconds() - spent
        ended = wait_for(lambda: Upload.objects.get().state == "checked") - began
    upload = Upload.objects.get()
    assert upload.accepted + upload.warned == PEOPLE, (upload.__dict__, upload.rows.filter(weight=2).values()[:3])
    limit, spent_on_limit = min(copies_of_staged())
    share = limit / staged
    yield told(
        "read, checked, looked up, staged", limit, staged, f"{share:.1%}", f"≥{LEAST_SHARE:.0%}", share >= LEAST_SHARE
    )
    told("the same, in processors' time of all", spent_on_limit, spent, f"{spent_on_limit / spent:.1%}")
    told("the same, beside the cells of the file", copied, staged, f"{copied / staged:.1%}")
    told("that, in processors' time of all", spent_copying, spent, f"{spent_copying / spent:.1%}")
    told("that, into a table without number and index", copied_heap, staged, f"{copied_heap / staged:.1%}")
    told("the same, and the annotated file made", limit, ended)
    yield within_memory(crew)


def copies_of_staged(turns: int = 3) -> Iterator[tuple[float, float]]:
    """Of all that was staged, as text that the database gave: by the clock, and in processors' time."""
    columns = ", ".join(str(field.column) for field in StagedRow._meta.concrete_fields if not field.primary_key)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY (SELECT {columns} FROM uploads_stagedrow) TO STDOUT") as copy,
    ):
        told_rows = b"".join(copy)
    pieces = [told_rows[start : start + 2**18] for start in range(0, len(told_rows), 2**18)]
    for _turn in range(turns):
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS bare_staged")
            cursor.execute("CREATE TABLE bare_staged (LIKE uploads_stagedrow INCLUDING ALL)")
        began, spent = time.perf_counter(), processor_seconds()
        with connection.cursor() as cursor, cursor.copy(f"COPY bare_staged ({columns}) FROM STDIN") as copy:
            for piece in pieces:
                copy.write(piece)
        yield time.perf_counter() - began, processor_seconds() - spent


def copy_bare(rows: Rows, *, is_kept: bool = True) -> tuple[float, float]:
    """Of the cells of the file."""
    keys = [each.key for each in ClassResults.columns]
    columns = ", ".join(f"{key} text NOT NULL" for key in keys)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare_result")
        if is_kept:
            cursor.execute(
                f"CREATE TABLE bare_result (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, {columns})"
            )
            cursor.execute("CREATE INDEX ON bare_result (number)")
        else:
            cursor.execute(f"CREATE TABLE bare_result ({columns})")
    began, spent = time.perf_counter(), processor_seconds()
    with connection.cursor() as cursor, cursor.copy(f"COPY bare_result ({', '.join(keys)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    return time.perf_counter() - began, processor_seconds() - spent


# Written


def written(training_class: TrainingClass, clerk: Actor) -> Iterator[bool]:
    client, page = a_reader(clerk), f"/results/classes/{training_class.pk}/"
    times_of(client, page, seconds=2)  # templates are read once
    idle_without = times_of(client, page, seconds=15)
    decide_upload(Upload.objects.get(), is_whole=False, actor=clerk)
    with the_workers(WORKERS) as crew:
        began = time.perf_counter()
        meanwhile: list[float] = []
        while StagedRow.objects.filter(is_written=True).count() < PEOPLE:
            meanwhile += times_of(client, page, seconds=2)
        seconds = time.perf_counter() - began
        ended = wait_for(lambda: Upload.objects.get().state == "committed") - began
    assert (Upload.objects.get().written, ClassResult.objects.count()) == (PEOPLE, PEOPLE)
    assert LedgerYear.objects.filter(counted_public=Decimal(18)).count() == PEOPLE
    yield told("written, with chains, ledgers and trail", 0, seconds, "", f"≤{MOST_SECONDS} s", seconds <= MOST_SECONDS)
    told("the same, and the annotated file made", 0, ended)
    yield within_memory(crew)
    idle = times_of(client, page, seconds=15)
    shown = [f"{p95(times) * 1000:.0f} ms" for times in (idle, meanwhile, idle_without)]
    print("a page at the 95th percentile: {} idle, {} meanwhile; {} idle and without results".format(*shown))
    slower = p95(meanwhile) / p95(idle)
    yield told("pages meanwhile", p95(idle), p95(meanwhile), f"{slower:.2f}", f"≤{MOST_SLOWER}", slower <= MOST_SLOWER)
    told("beside one without results", p95(idle_without), p95(meanwhile), f"{p95(meanwhile) / p95(idle_without):.2f}")


def a_reader(clerk: Actor) -> Client:
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(User.objects.get(pk=clerk.user_id))
    return client


def times_of(client: Client, page: str, *, seconds: float) -> list[float]:
    """Each from when it was due, so that one that comes late because of another is as slow as it is to its reader."""
    times = []
    began = time.perf_counter()
    for turn in range(round(seconds / PAGE_EVERY)):
        due = began + turn * PAGE_EVERY
        time.sleep(max(0.0, due - time.perf_counter()))
        assert client.get(page).status_code == 200
        times.append(time.perf_counter() - due)
    return times


def p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


# Workers, in processes of their own


class Crew:
    def __init__(self, pids: list[int]) -> None:
        self.pids = pids
        self.peaks: list[int] = []

    def processor_seconds(self) -> float:
        """Of the workers, of the readers that they have ended, and of all that serves this database but for us."""
        with connection.cursor() as cursor:
            cursor.execute(BACKENDS)
            backends = [pid for (pid,) in cursor.fetchall()]
        return sum(spent_by(pid) for pid in [*self.pids, *backends])


@contextmanager
def the_workers(count: int) -> Iterator[Crew]:
    name = connection.settings_dict["NAME"]
    order = [sys.executable, "-m", "benchmarks.upload_results", str(name), str(settings.MEDIA_ROOT)]
    as_served: dict[str, Any] = {  # as the supervisor starts them
        "env": os.environ | {gentleness.GENTLY: gentleness.LEVEL},
        "start_new_session": True,
    }
    processes = [
        subprocess.Popen(order, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **as_served)
        for _ in range(count)
    ]
    crew = Crew([process.pid for process in processes])
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
    try:
        yield crew
    finally:
        for process in processes:
            told_last, _nothing = process.communicate()
            crew.peaks.append(int(told_last or 0))


def worker(name: str, folder: str) -> None:
    """Until its input is closed."""
    connection.settings_dict["NAME"] = name
    settings.MEDIA_ROOT = Path(folder)
    import select

    print("ready", flush=True)
    while not select.select([sys.stdin], [], [], 0)[0]:
        if not work_once(f"benchmark:{os.getpid()}"):
            time.sleep(0.05)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, flush=True)


def wait_for(is_so: Any) -> float:
    while not is_so():
        failed = Job.objects.filter(state="failed").first()
        assert failed is None, failed.__dict__
        time.sleep(0.05)
    return time.perf_counter()


def within_memory(crew: Crew) -> bool:
    most = max(crew.peaks or [0])
    return told(f"the largest worker: {most} MB", 0, 0, "", f"≤{MOST_MEGABYTES}", most <= MOST_MEGABYTES)


def told(name: str, limit: float, seconds: float, ratio: str = "", goal: str = "", passed: bool | None = None) -> bool:
    verdict = {None: "", True: "met", False: "MISSED"}[passed]
    shown = [f"{value:.2f} s" if value else "" for value in (limit, seconds)]
    print(WIDTHS.format(name, *shown, ratio, goal, verdict), flush=True)
    return bool(passed)


# django-import-export beside it, where somebody has put it: it is no dependency of ours


def compare_import_export(content: bytes) -> None:
    """The same file into one table of texts, without a look at anybody, in its quickest way: in batches, unchanged rows
    not looked for."""
    sys.path.append(os.environ.get("IMPORT_EXPORT", ""))  # behind our own packages, of which it brings some
    try:
        formats = import_module("import_export.formats.base_formats")
    except ImportError:
        print(HOW_TO_COMPARE)
        return
    resource_class = bare_resource()
    began = time.perf_counter()
    result = resource_class().import_data(formats.XLSX().create_dataset(content), raise_errors=True)
    seconds = time.perf_counter() - began
    assert result.totals["new"] == PEOPLE, result.totals
    told("django-import-export, read and written, nothing checked", 0, seconds)


HOW_TO_COMPARE = """django-import-export was not run beside it. It is, where it lies in a folder of its own:
    pip install --target /tmp/import-export 'django-import-export[xlsx]==4.3.9'
    IMPORT_EXPORT=/tmp/import-export python -m benchmarks upload_results"""


def bare_resource() -> Any:
    field_class, base = (
        import_module("import_export.fields").Field,
        import_module("import_export.resources").ModelResource,
    )
    keys = [each.key for each in ClassResults.columns]
    meta = type("Meta", (), {"app_label": "benchmarks", "db_table": "import_result"})
    texts = {key: models.TextField(blank=True) for key in keys}
    imported = type("ImportResult", (models.Model,), {"__module__": __name__, "Meta": meta, **texts})
    with connection.schema_editor() as editor:
        editor.create_model(imported)
    quick = {"use_bulk": True, "batch_size": 1000, "skip_diff": True, "skip_html_diff": True}
    options = type("Meta", (), {"model": imported, "fields": keys, "import_id_fields": [], **quick})
    columns = {key: field_class(attribute=key, column_name=head) for key, head in zip(keys, HEADS, strict=True)}
    return type("BareResource", (base,), {"Meta": options, **columns})


# What is uploaded


def plant() -> tuple[TrainingClass, Actor]:
    load_divisions(actor=SYSTEM)
    everywhere = crowd.places_of_employers
    crowd.places_of_employers = lambda today: [place for place in everywhere(today) if place.code.startswith("44")]
    load.fill(PEOPLE, 7, progress=lambda _done, _seconds: None)
    place = Division.objects.get(code="440523", valid_to=None)
    school = Institution.objects.create(
        kind=OrganizationKind.INSTITUTION, name="测试学校", division=place, area=place.area, is_approved_base=True
    )
    user = User.objects.create_user("clerk", display_name="许测试")
    hat = Membership.objects.create(
        user=user, organization=school, role=Role.INSTITUTION_CLERK, started_on=datetime.date(2020, 1, 1)
    )
    last = timezone.localdate() - datetime.timedelta(days=3)
    training_class = TrainingClass.objects.create(
        institution=school,
        area=school.area,
        division=place,
        title="测试公需科目",
        category=SubjectCategory.PUBLIC,
        content="测试",
        starts_on=last - datetime.timedelta(days=2),
        ends_on=last,
        days=3,
        hours=Decimal(18),
        venue="测试路1号",
        expected_number=PEOPLE,
        teachers="测试",
        exam_form="笔试",
        contact="测试",
        phone="0754-00000000",
        state=ClassState.PUBLISHED,
        published_at=timezone.now(),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {RosterEntry._meta.db_table} (training_class_id, professional_id, enrolled_by, seen_change)"
            " SELECT %s, id, %s, 0 FROM people_professional",
            [training_class.pk, EnrolledBy.PERSON],
        )
        # As somebody who came before did it long ago: what is measured shares no processor with it.
        cursor.execute("VACUUM (ANALYZE)")
    return training_class, actor_wearing(user, hat)


def rows_of(count: int) -> Iterator[list[str]]:
    documents = IdentityDocument.objects.in_use().select_related("professional").order_by("pk")[:count]
    for turn, document in enumerate(documents.iterator(chunk_size=2000)):
        mark = str(60 + turn * 7 % 41)
        yield [document.professional.name, number_in(document), "", "18", mark, "18", "合格", ""]


def workbook(rows: Rows) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("附件4")
        sheet.write_row(0, 0, HEADS)
        for number, row in enumerate(rows, start=1):
            for place, text in enumerate(row):
                sheet.write_string(number, place, text)
    return target.getvalue()


if __name__ == "__main__":
    if len(sys.argv) == 3:
        worker(*sys.argv[1:])
    else:
        sys.exit(not main())
