"""Lists as pages of rows: sorted and cut by what the address says, never by more than the list offers.

    JOBS = Table(
        columns=(
            Column("name", _("Job"), order_by=("kind",)),
            Column("started", _("Started"), order_by=("created_at",), newest_first=True),
            Column("state", _("State")),
        ),
        default_sort="-started",
    )

    def job_list(request):
        jobs = JOBS.page(Job.objects.visible_to(request.actor), request.GET)
        return render(request, "jobs/list.html", {"jobs": jobs})

In the template: `{% table_head jobs %}`, `{% for job in jobs %}`, `{{ jobs.labels.name }}` for `data-label`,
and `{% pagination jobs %}` below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SORT = "sort"
PAGE = "page"


@dataclass(frozen=True)
class Column:
    key: str
    """Stands in the address as `?sort=key`, and names the label for `data-label`."""
    label: str | _StrPromise
    order_by: tuple[str, ...] = ()
    """Fields to sort by; without any the column has no sort link."""
    newest_first: bool = False
    """The first press sorts downwards: for times and for counts where the largest is sought."""
    is_number: bool = False


@dataclass(frozen=True)
class Heading:
    """A column head as drawn: where its link leads and how the rows are sorted by it now."""

    key: str
    label: str | _StrPromise
    is_number: bool
    url: str = ""
    direction: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    columns: tuple[Column, ...]
    default_sort: str
    """A column's key, with `-` before it for downwards."""
    per_page: int = 50
    always_first: tuple[str, ...] = ()
    """Fields that go before whatever the reader sorts by."""
    at_most: int = 10_000
    """Rows that can be paged to. Beyond that a filter helps the reader, and counting would slow the page."""

    def page(self, rows: QuerySet[Any], query: QueryDict) -> SortedPage:
        return SortedPage(self, rows, query)

    @property
    def sortable(self) -> Mapping[str, Column]:
        return {column.key: column for column in self.columns if column.order_by}

    def sort_in(self, query: QueryDict) -> str:
        asked = query.get(SORT, "")
        return asked if asked.removeprefix("-") in self.sortable else self.default_sort

    def ordering(self, sort: str) -> list[str]:
        """Ends with the key, so that rows with equal values keep their places from page to page."""
        sign = "-" if sort.startswith("-") else ""
        sorted_by = [sign + field for field in (*self.sortable[sort.removeprefix("-")].order_by, "pk")]
        return [*self.always_first, *sorted_by]


class SortedPage:
    """One page of a list, with all that its head and its foot need."""

    def __init__(self, table: Table, rows: QuerySet[Any], query: QueryDict) -> None:
        self.table = table
        self.query = query
        self.sort = table.sort_in(query)
        self._rows = rows.order_by(*table.ordering(self.sort))

    def __iter__(self) -> Iterator[Any]:
        return iter(self._page.object_list)

    def __len__(self) -> int:
        return len(self._page.object_list)

    @cached_property
    def _counted(self) -> int:
        return self._rows[: self.table.at_most + 1].count()

    @property
    def total(self) -> int:
        return min(self._counted, self.table.at_most)

    @property
    def is_cut(self) -> bool:
        """There are more rows than can be paged to."""
        return self._counted > self.table.at_most

    @cached_property
    def _page(self) -> Page[Any]:
        paginator: Paginator[Any] = Paginator(self._rows[: self.table.at_most], self.table.per_page)
        paginator.count = self.total
        page = paginator.get_page(self.query.get(PAGE))
        page.object_list = self._rows_of(page)
        return page

    def _rows_of(self, page: Page[Any]) -> Any:
        """On a later page the database would put together all the rows before, with everything they are joined to, and
        throw them away: it counts up to the page by numbers alone, and joins what is shown."""
        asked = self._rows.query
        if page.number == 1 or not asked.select_related or asked.distinct or asked.combinator:
            return page.object_list
        numbers = self._rows.values("pk")[page.start_index() - 1 : page.end_index()]
        return self._rows.filter(pk__in=numbers)

    @property
    def number(self) -> int:
        return self._page.number

    @property
    def page_count(self) -> int:
        return self._page.paginator.num_pages

    @property
    def first(self) -> int:
        return self._page.start_index()

    @property
    def last(self) -> int:
        return self._page.end_index()

    @property
    def previous_url(self) -> str:
        return self._address(page=str(self.number - 1)) if self._page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self._address(page=str(self.number + 1)) if self._page.has_next() else ""

    @property
    def numbered_urls(self) -> list[tuple[int | None, str]]:
        """Page numbers with their addresses; `None` where numbers are left out."""
        shown = self._page.paginator.get_elided_page_range(self.number, on_each_side=2, on_ends=1)
        return [
            (number, self._address(page=str(number))) if isinstance(number, int) else (None, "") for number in shown
        ]

    @cached_property
    def labels(self) -> dict[str, str]:
        """Asked for in each cell."""
        return {column.key: str(column.label) for column in self.table.columns}

    @property
    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in self.table.columns]

    def _heading(self, column: Column) -> Heading:
        if not column.order_by:
            return Heading(column.key, column.label, column.is_number)
        upwards, downwards = column.key, f"-{column.key}"
        first, second = (downwards, upwards) if column.newest_first else (upwards, downwards)
        direction = {upwards: "ascending", downwards: "descending"}.get(self.sort, "")
        target = second if self.sort == first else first
        return Heading(column.key, column.label, column.is_number, self._address(sort=target, page=None), direction)

    def _address(self, **changes: str | None) -> str:
        query = self.query.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        return f"?{query.urlencode()}"
