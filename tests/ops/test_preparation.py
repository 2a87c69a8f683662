from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from ops import preparation, static_files
from ops.preparation import prepare, unapplied_migrations
from people.models import User


@pytest.fixture
def static_folder(settings: Any, tmp_path: Path) -> Path:
    source = tmp_path / "source"
    (source / "css").mkdir(parents=True)
    (source / "css" / "site.css").write_text("body { margin: 0 }")
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATIC_ROOT.mkdir()
    return source


@pytest.fixture
def collections(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that were called."""
    called: list[str] = []
    original = static_files.call_command
    monkeypatch.setattr(
        static_files, "call_command", lambda name, **options: (called.append(name), original(name, **options))
    )
    return called


def test_static_files_are_collected_once(static_folder: Path, collections: list[str], settings: Any) -> None:
    static_files.collect_static_files()
    static_files.collect_static_files()

    assert collections == ["collectstatic"]
    assert list(Path(settings.STATIC_ROOT).glob("css/site*.css"))


def test_a_changed_static_file_is_collected_again(static_folder: Path, collections: list[str]) -> None:
    static_files.collect_static_files()

    (static_folder / "css" / "site.css").write_text("body { margin: 1rem }")
    static_files.collect_static_files()

    assert collections == ["collectstatic", "collectstatic"]


@pytest.fixture
def plantings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Of the demo world its first person is enough: test_demo.py looks at all of it, test_serve.py starts on it."""
    planted: list[str] = []
    original = preparation.call_command

    def call(name: str, **options: Any) -> Any:
        if name != "demo":
            return original(name, **options)
        planted.append(name)
        return User.objects.create_user("lin.xiaolan", display_name="林小兰")

    monkeypatch.setattr(preparation, "call_command", call)
    return planted


@pytest.mark.django_db
def test_the_test_database_lacks_no_migration() -> None:
    assert unapplied_migrations() == []


@pytest.mark.django_db(transaction=True)
def test_prepare_plants_the_demo_world_once(static_folder: Path, plantings: list[str]) -> None:
    prepare()
    prepare()

    assert plantings == ["demo"]


@pytest.mark.django_db(transaction=True)
def test_prepare_plants_nothing_where_somebody_is_already(static_folder: Path, plantings: list[str]) -> None:
    User.objects.create_user("wang", display_name="王测试")

    prepare()

    assert plantings == []
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_prepare_plants_nothing_outside_demo_mode(static_folder: Path, settings: Any) -> None:
    settings.DEMO = False

    prepare()

    assert User.objects.count() == 0


@pytest.mark.races
def test_two_starts_at_once_plant_one_world(static_folder: Path, plantings: list[str], race: Any) -> None:
    outcomes = race(prepare, prepare)

    assert outcomes == [None, None]
    assert plantings == ["demo"]
    assert User.objects.filter(username="lin.xiaolan").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_failed_preparation_leaves_the_way_free_for_the_next(
    static_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(preparation, "collect_static_files", fail)
    with pytest.raises(RuntimeError):
        prepare()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON database = pg_database.oid"
            " WHERE locktype = 'advisory' AND datname = current_database()"
        )
        assert cursor.fetchone() == (0,)
