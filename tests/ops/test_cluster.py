"""The embedded PostgreSQL: made whole, mended after a kill, out of the way of strangers."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ops.embedded import programs
from ops.embedded.cluster import LARGEST_LOG, Cluster, ClusterUnavailable
from ops.processes import is_alive, wait_until

pytestmark = pytest.mark.faults


def write_a_row(cluster: Cluster) -> None:
    with cluster.connect("xueshi") as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note (text text)")
        connection.execute("INSERT INTO note VALUES ('acknowledged')")


def rows(cluster: Cluster) -> int:
    with cluster.connect("xueshi") as connection:
        row = connection.execute("SELECT count(*) FROM note").fetchone()
    assert row is not None
    return int(str(row[0]))


def test_it_is_made_started_and_stopped(own_cluster: Cluster) -> None:
    assert own_cluster.ensure_running() is True
    assert own_cluster.ensure_running() is False
    write_a_row(own_cluster)

    own_cluster.stop()

    assert own_cluster.process_id() is None
    assert own_cluster.ensure_running() is True
    assert rows(own_cluster) == 1


def test_what_was_acknowledged_survives_a_kill_with_sessions_open(own_cluster: Cluster) -> None:
    own_cluster.ensure_running()
    sessions = [own_cluster.connect() for _ in range(20)]
    for kills in range(1, 4):
        write_a_row(own_cluster)

        own_cluster.kill()

        assert own_cluster.ensure_running() is True
        assert rows(own_cluster) == kills
    for session in sessions:
        session.close()


def test_an_interrupted_making_is_begun_anew(own_cluster: Cluster) -> None:
    unfinished = own_cluster.data.with_name("postgres.unfinished")
    (unfinished / "base").mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")

    own_cluster.ensure_running()

    assert not unfinished.exists()
    write_a_row(own_cluster)
    assert rows(own_cluster) == 1


def test_a_number_that_belongs_to_another_program_by_now_is_forgotten(own_cluster: Cluster) -> None:
    own_cluster.ensure_running()
    own_cluster.stop()
    for name in ("postmaster.pid", ".s.PGSQL.5432.lock"):
        (own_cluster.data / name).write_text(f"{os.getpid()}\n{own_cluster.data}\n1\n5432\n.\n\n1 1\nready\n")

    assert own_cluster.ensure_running() is True


def test_a_zombie_that_nobody_collects_is_forgotten(own_cluster: Cluster) -> None:
    own_cluster.ensure_running()
    own_cluster.stop()
    zombie = subprocess.Popen([sys.executable, "-c", ""])
    assert wait_until(lambda: not is_alive(zombie.pid), seconds=60)
    assert Path(f"/proc/{zombie.pid}").exists()
    (own_cluster.data / "postmaster.pid").write_text(f"{zombie.pid}\n{own_cluster.data}\n1\n5432\n.\n\n1 1\nready\n")

    assert own_cluster.ensure_running() is True
    zombie.wait()


def test_several_processes_that_need_it_at_once_start_it_once(own_cluster: Cluster) -> None:
    own_cluster.ensure_running()
    own_cluster.stop()
    start = "import sys; from pathlib import Path; from ops.embedded.cluster import Cluster; "
    start += "print(Cluster(Path(sys.argv[1])).ensure_running())"

    asked = [
        subprocess.Popen([sys.executable, "-c", start, own_cluster.data], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]

    assert sorted(process.communicate()[0].strip() for process in asked) == ["False", "False", "False", "True"]


def test_its_path_may_be_longer_than_that_of_a_socket(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / ("folder-" * 12) / "postgres", {"fsync": "off"})
    try:
        cluster.ensure_running()
        write_a_row(cluster)

        assert rows(cluster) == 1
    finally:
        cluster.stop()
        shutil.rmtree(cluster.data)


def test_a_log_that_grew_too_large_is_put_aside_at_the_next_start(own_cluster: Cluster) -> None:
    own_cluster.log.parent.mkdir()
    own_cluster.log.write_bytes(b"x" * (LARGEST_LOG + 1))

    own_cluster.ensure_running()

    assert own_cluster.log.with_suffix(".log.1").stat().st_size == LARGEST_LOG + 1
    assert b"ready to accept connections" in own_cluster.log.read_bytes()


def test_strangers_cannot_reach_it(own_cluster: Cluster) -> None:
    own_cluster.ensure_running()

    assert stat.S_IMODE(own_cluster.data.stat().st_mode) == 0o700
    with own_cluster.connect() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_unsafe_settings_come_only_from_whoever_asks_for_them(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "postgres")

    assert {"fsync", "full_page_writes", "synchronous_commit"} & {*cluster.settings} == set()


def test_it_says_in_a_sentence_why_it_did_not_start(own_cluster: Cluster) -> None:
    own_cluster.ensure_running()
    own_cluster.stop()
    own_cluster.settings["shared_buffers"] = "nonsense"

    with pytest.raises(ClusterUnavailable) as refusal:
        own_cluster.ensure_running()

    assert 'invalid value for parameter "shared_buffers": "nonsense"' in str(refusal.value)
    assert "Set DATABASE_URL" in str(refusal.value)


def test_a_command_that_started_it_takes_it_along_unless_others_use_it(own_cluster: Cluster) -> None:
    own_cluster.ensure_running()
    with own_cluster.connect():
        own_cluster.stop_if_unused()
        assert own_cluster.is_ready()

    own_cluster.stop_if_unused()

    assert own_cluster.process_id() is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account for PostgreSQL")
def test_root_opens_the_way_for_the_account_and_no_further(own_cluster: Cluster) -> None:
    own_cluster.data.parent.chmod(0o700)

    own_cluster.ensure_running()

    assert own_cluster.data.owner() == programs.ACCOUNT
    assert stat.S_IMODE(own_cluster.data.parent.stat().st_mode) == 0o701
