"""A rule book that must not be used stops whatever starts, in one line that says where and what to do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
BESIDE_THE_RULES = [
    path for path in ROOT.iterdir() if path.is_dir() and path.name not in ("policies", "var") and path.name[0] != "."
]
QUESTION = b'{"id": "s", "ask": "sample", "reviewed": 137}\n'

Manage = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The product with rule books of its own, which a test may break."""
    for path in BESIDE_THE_RULES:
        (tmp_path / path.name).symlink_to(path)
    shutil.copy(ROOT / "manage.py", tmp_path)
    shutil.copytree(ROOT / "policies", tmp_path / "policies", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


@pytest.fixture
def manage(copy: Path) -> Manage:
    """Runs a command as an operator does, with a database that does not answer."""

    def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        away = {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nothing",
            "XUESHI_VAR": str(copy / "var"),
        }
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=copy,
            env=os.environ | away,
            input=given,
            capture_output=True,
            timeout=120,
            check=False,
        )

    return run


def spoil(path: Path, sound: str, spoilt: str) -> int:
    """Put something wrong into a file; the line of it."""
    text = path.read_text(encoding="utf-8")
    before, _, after = text.partition(sound)
    path.write_text(before + spoilt + after, encoding="utf-8")
    return before.count("\n") + 1


def refusal(result: subprocess.CompletedProcess[bytes]) -> str:
    """The one line that is said, without a traceback."""
    assert result.returncode == 1
    assert result.stdout == b""
    (line,) = result.stderr.decode().splitlines()
    return line


@pytest.mark.parametrize(
    "command", [("check",), ("serve",), ("migrate",), ("prepare",), ("ask",)], ids=lambda command: command[0]
)
def test_a_broken_book_stops_every_command_in_one_line(copy, manage, command):
    book = copy / "policies" / "books" / "GD-2010.toml"
    line = spoil(book, "hours = ", "ours = ")

    said = refusal(manage(*command, given=QUESTION))

    assert said.startswith(f"{book}:{line}: required.0.ours: unknown key. ")
    assert said.endswith(f"Correct this line, or bring the file back with: git checkout -- {book}")


@pytest.mark.parametrize(
    ("name", "sound", "spoilt", "problem"),
    [
        ("readings.toml", "question = ", "questions = ", "A-01.questions: unknown key"),
        ("wording.toml", "zh = ", "zh-hans = ", "unknown key"),
        ("documents.toml", "effective_from = ", 'effective_from = "soon" # ', "must be a date"),
        ("workdays.toml", "2004-01-22", "2004-01-24", "2004-01-24"),
        ("workdays.toml", "confirmed = true", "confirmed = true,", "Expected newline"),
    ],
    ids=["readings", "wording", "documents", "a holiday on a weekend", "no TOML"],
)
def test_every_file_of_the_rules_is_read_at_the_start(copy, manage, name, sound, spoilt, problem):
    line = spoil(copy / "policies" / name, sound, spoilt)

    said = refusal(manage("check"))

    assert said.startswith(f"{copy / 'policies' / name}:")
    assert abs(int(said.split(":")[1]) - line) <= 2  # a list is told by the line on which it begins
    assert problem in said


def test_a_file_that_is_gone_is_named(copy, manage):
    gone = copy / "policies" / "documents.toml"
    gone.unlink()

    assert refusal(manage("check")).startswith(f"{gone}: No such file or directory. Bring it back with: git ")


def test_whoever_wants_the_traceback_gets_it(copy, manage):
    spoil(copy / "policies" / "books" / "GD-2010.toml", "hours = ", "ours = ")

    assert b"Traceback" in manage("check", "--traceback").stderr


def test_sound_rules_answer_without_a_database(manage):
    result = manage("ask", given=QUESTION)

    assert (result.returncode, result.stderr) == (0, b"")
    assert json.loads(result.stdout)["sample"] == 28
