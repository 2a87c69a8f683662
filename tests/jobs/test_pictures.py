from __future__ import annotations

from jobs.leases import claim
from jobs.pictures import CELL, GAP, PER_ROW, picture_of
from jobs.worker import work_on, work_once
from tests.jobs.conftest import work_until_idle


def test_one_slice_needs_no_picture(tally):
    job = tally(5)
    work_once("test")

    assert picture_of(job) is None


def test_squares_stand_in_rows(tally):
    job = tally(*[1] * (PER_ROW + 1))
    work_once("test")

    picture = picture_of(job)

    assert (picture.cells[PER_ROW].x, picture.cells[PER_ROW].y) == (0, CELL + GAP)
    assert (picture.width, picture.height) == (PER_ROW * (CELL + GAP) - GAP, 2 * CELL + GAP)


def test_a_square_is_filled_as_far_as_its_slice_is_done(tally):
    job = tally(4, 4)
    work_once("test")
    stops = iter([False, False, False, True])
    work_on(claim("test"), lambda: next(stops))

    first, second = picture_of(job).cells

    assert (first.done_height, first.bottom) == (CELL * 3 // 4, CELL // 4)
    assert second.done_height == 0


def test_slices_with_items_set_aside_are_drawn_and_told_apart(tally):
    job = tally(2, 2, poison=[3])
    work_until_idle()

    picture = picture_of(job)

    assert [cell.fill for cell in picture.cells] == ["passed", "short"]
    assert [(fill, count) for fill, _word, count in picture.legend] == [("passed", 1), ("short", 1)]
