"""deploy/setup.sh on machines that lack this or that. The programs it calls are replaced by ones that tell."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PLAIN_PROGRAMS = "bash cat cmp comm cp dirname env grep head id mkdir paste printf rm sed sha256sum sort tail touch tr"
EVERYTHING = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk"


class Machine:
    def __init__(self, folder: Path) -> None:
        self.project, self.programs, self.calls = folder / "project", folder / "bin", folder / "calls"
        (self.project / "deploy").mkdir(parents=True)
        self.programs.mkdir()
        self.calls.touch()
        shutil.copy(settings.BASE_DIR / "deploy" / "setup.sh", self.project / "deploy")
        for name in PLAIN_PROGRAMS.split():
            (self.programs / name).symlink_to(str(shutil.which(name)))
        (self.programs / "python3").symlink_to(sys.executable)
        self.have_python_packages()

    def have_python_packages(self) -> None:
        requirements = self.project / "requirements.txt"
        requirements.write_text("django==5.2\n")
        python = self.project / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.symlink_to(sys.executable)
        digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
        (self.project / ".venv" / ".installed-run").write_text(f"{digest}  requirements.txt\n")

    def have_program(self, name: str, script: str) -> None:
        path = self.programs / name
        path.unlink(missing_ok=True)
        path.write_text(f'#!/bin/bash\necho "{name} $*" >>{self.calls}\n{script}\n')
        path.chmod(0o755)

    def have_debian_packages(self, *names: str) -> None:
        self.have_program("dpkg-query", "".join(f"echo 'installed {name}'\n" for name in names) + "true")

    def setup(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.project / "deploy" / "setup.sh", *words],
            env={"PATH": str(self.programs)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def called(self, name: str) -> list[str]:
        return [line for line in self.calls.read_text().splitlines() if line.startswith(f"{name} ")]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_where_nothing_is_missing_nothing_is_said_or_done(machine: Machine) -> None:
    machine.have_debian_packages(*EVERYTHING.split())
    machine.have_program("apt-get", "true")

    done = machine.setup("run")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert machine.called("apt-get") == []


def test_what_apt_cannot_have_is_named_with_what_needs_it(machine: Machine) -> None:
    machine.have_debian_packages("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig")
    machine.have_program("sudo", '"$@"')
    machine.have_program("apt-get", "exit 100")

    done = machine.setup("run")

    assert done.returncode == 0
    assert done.stderr.splitlines()[-1] == (
        "Not installed: fonts-noto-cjk; apt could not install them (var/log/setup.log says why); "
        "make setup tries again. Everything works but: Chinese characters in PDF files."
    )


def test_what_could_not_be_had_is_not_asked_for_at_every_start(machine: Machine) -> None:
    machine.have_debian_packages()
    machine.have_program("sudo", '"$@"')
    machine.have_program("apt-get", "exit 100")
    machine.setup("run")
    asked = len(machine.called("apt-get"))

    again = machine.setup("run")
    assert asked > 0
    assert len(machine.called("apt-get")) == asked
    assert "Everything works but: Chinese characters in PDF files; PDF files." in again.stderr

    machine.setup("run", "--retry")
    assert len(machine.called("apt-get")) > asked


def test_without_apt_it_goes_on_and_says_so(machine: Machine) -> None:
    machine.have_debian_packages()

    done = machine.setup("run")

    assert done.returncode == 0
    assert len(done.stderr.splitlines()) == 1
    assert "there is no apt on this system; install them by its own means" in done.stderr


def test_without_debian_it_goes_on(machine: Machine) -> None:
    assert machine.setup("run").returncode == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root needs no sudo")
def test_without_rights_it_goes_on_and_says_what_to_do(machine: Machine) -> None:
    machine.have_debian_packages()
    machine.have_program("apt-get", "true")

    done = machine.setup("run")

    assert done.returncode == 0
    assert "as root run: apt-get install" in done.stderr


def test_an_old_python_is_refused_in_a_sentence(machine: Machine) -> None:
    machine.have_debian_packages(*EVERYTHING.split())
    (machine.project / "requirements.txt").write_text("django==6\n")  # so that something is to be installed
    machine.have_program("python3", '[ "$1" = -V ] && echo Python 3.9.2; exit 1')

    done = machine.setup("run")

    assert done.returncode == 1
    assert done.stderr == (
        "Xueshi needs Python 3.11 or newer, and python3 here is Python 3.9.2. "
        "Name another: PYTHON=python3.12 make run\n"
    )


def test_no_python_is_refused_in_a_sentence(machine: Machine) -> None:
    (machine.programs / "python3").unlink()

    done = machine.setup("run")

    assert done.returncode == 1
    assert done.stderr.startswith("There is no python3 here. Install Python 3.11 or newer")
    assert len(done.stderr.splitlines()) == 1
