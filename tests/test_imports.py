"""Rooms import only rooms to their left, and nobody imports `config`. Also inside functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ORDER = (
    *("policies", "ui", "audit", "jobs", "rules", "uploads"),
    *("people", "approvals", "changes"),
    *("courses", "records", "verification", "certificates", "ops"),
)
ROOMS = [room for room in ORDER if (ROOT / room).is_dir()]


def imported_modules(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""


def offences(source: str, room: str, path: str) -> list[str]:
    allowed = ORDER[: ORDER.index(room) + 1]
    forbidden = {*ORDER, "config"} - {*allowed}
    return [
        f"{path}:{line} {room} imports {module}"
        for line, module in imported_modules(ast.parse(source))
        if module.partition(".")[0] in forbidden
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_room_imports_only_rooms_to_its_left(room: str) -> None:
    found = [
        offence
        for path in sorted((ROOT / room).rglob("*.py"))
        for offence in offences(path.read_text(), room, str(path.relative_to(ROOT)))
    ]

    assert found == []


def test_every_app_of_ours_has_its_place_in_the_order() -> None:
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}

    assert apps <= {*ORDER}


def test_policies_import_no_django() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / "policies").rglob("*.py"))
        for line, module in imported_modules(ast.parse(path.read_text()))
        if module.partition(".")[0] == "django"
    ]

    assert found == []


@pytest.mark.parametrize(
    ("room", "source", "line"),
    [
        ("ui", "from audit.actors import Actor", 1),
        ("jobs", "import structlog\nimport people.models", 2),
        ("audit", "def late():\n    from jobs import services", 2),
        ("jobs", "if TYPE_CHECKING:\n    from people.models import User", 2),
        ("ops", "from config.settings import DEBUG", 1),
        ("people", "from config import celery_app", 1),
    ],
)
def test_offence_is_named_by_file_and_line(room: str, source: str, line: int) -> None:
    found = offences(source, room, f"{room}/example.py")

    assert [offence.split(" ")[0] for offence in found] == [f"{room}/example.py:{line}"]


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("people", "from audit.actors import Actor\nfrom people.models import User"),
        ("ops", "import jobs.models, audit.models, certificates.models"),
        ("audit", "from . import chain"),
        ("audit", "from auditing import something"),
    ],
)
def test_what_is_allowed_is_no_offence(room: str, source: str) -> None:
    assert offences(source, room, "example.py") == []
