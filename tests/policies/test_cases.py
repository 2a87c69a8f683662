"""The contract: every case, asked of the function, and of the command as the contract's own script does it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.policies.contract import CONTRACTS, HERE, ROOT, Case, cases, differences

has_contracts = pytest.mark.skipif(not CONTRACTS.is_dir(), reason="the contracts are not beside this checkout")


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_case_is_answered_as_expected(case: Case) -> None:
    assert differences(case) == []


@has_contracts
def test_copies_of_the_contracts_cases_are_up_to_date() -> None:
    contract = {path.name: path.read_text() for path in (CONTRACTS / "cases").glob("*.jsonl")}

    copies = {name: (HERE / "cases" / name).read_text() for name in contract}

    assert copies == contract


@has_contracts
def test_command_passes_the_script_of_the_contract() -> None:
    files = [str(path) for path in sorted((CONTRACTS / "cases").glob("*.jsonl"))]
    command = [sys.executable, str(ROOT / "manage.py"), "ask"]

    done = subprocess.run(
        [sys.executable, str(CONTRACTS / "check_cases.py"), *files, "--", *command], capture_output=True, text=True
    )

    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, [f"{len(_all_lines(files))} passed, 0 failed"])


def _all_lines(files: list[str]) -> list[str]:
    return [line for name in files for line in open(name, encoding="utf-8") if line.strip()]
