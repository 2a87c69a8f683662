"""A worker draws certificates all night: it takes no more memory in the end than in the beginning."""

from __future__ import annotations

import gc
from pathlib import Path

from certificates.sheets.drawing import draw_sheet
from tests.certificates.sheets.tools import sheet
from tests.counts import sample_of

SHEETS = sample_of(2000, sample=40)
WARM = 15
MOST_BYTES_MORE = 12 * 2**20
NAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"


def test_memory_is_flat() -> None:
    for turn in range(WARM):
        draw_sheet(sheet(name=NAMES[turn % 20] + "芳"))
    before = _resident()
    for turn in range(SHEETS):
        draw_sheet(sheet(name=NAMES[turn % 20] + NAMES[turn // 20 % 20], number=f"440105260{turn:05}"))
    assert _resident() - before < MOST_BYTES_MORE


def _resident() -> int:
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
