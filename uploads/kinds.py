"""What a kind of upload has to say: its columns, what is wrong with a row, and how accepted rows are written.

    @register
    class ClassResults(UploadKind):
        name = "class_results"
        columns = (Column("name", label=_("Name"), aliases=("姓名",)), …)

        def row_key(self, values): …
        def checker(self, *, subject_id, actor): …
        def commit(self, rows, *, subject_id, actor): …

The room of the kind registers it in its `AppConfig.ready`; everything else is done here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.utils import translation

from uploads.cells import Parsed, plain_text
from uploads.enums import Level, Outcome

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from audit.actors import Actor
    from uploads.reading.tables import Cell

    Words = str | _StrPromise

Values = dict[str, str]


@dataclass(frozen=True)
class Column:
    key: str
    label: Words
    """Stands in the template; recognized in every language of the product."""
    parse: Callable[[Cell], Parsed] = plain_text
    aliases: tuple[str, ...] = ()
    """Under what names people know it besides."""
    is_required: bool = True
    """The column must be there, and filled in every row."""
    is_secret: bool = False
    """Sealed, and shown by its first and last signs only."""
    hint: Words = ""
    example: str = ""
    choices: tuple[Words, ...] = ()
    """Offered as a list in the template."""
    width: int = 16

    @property
    def titles(self) -> list[str]:
        found = list(self.aliases)
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                found.append(str(self.label))
        return found


@dataclass(frozen=True)
class Finding:
    """Something to say about a cell; `uploads.words` has the sentences of the code."""

    column: str
    level: Level
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {"column": self.column, "level": self.level.value, "code": self.code, "params": self.params}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Finding:
        return cls(value["column"], Level(value["level"]), value["code"], value["params"])


@dataclass(slots=True)
class CheckedRow:
    """A row on its way. The kind reads `values`, adds findings, and says where there is nothing to write."""

    number: int
    """As the spreadsheet counts it."""
    key: str
    values: Values
    """Cleaned, by column; what is missing is an empty text. Never written anywhere in clear where it is secret."""
    findings: list[Finding] = field(default_factory=list)
    is_unchanged: bool = False
    """What the row says is so already, or is not for this upload to change."""
    plan: Any = field(default=None, repr=False)
    """What the kind's checker found out for its `commit`, which follows at once."""

    def error(self, column: str, code: str, **params: Any) -> None:
        self.findings.append(Finding(column, Level.ERROR, code, params))

    def warn(self, column: str, code: str, **params: Any) -> None:
        self.findings.append(Finding(column, Level.WARNING, code, params))

    def note(self, column: str, code: str, **params: Any) -> None:
        self.findings.append(Finding(column, Level.NOTE, code, params))

    @property
    def is_faulty(self) -> bool:
        return bool(self.findings) and any(finding.level == Level.ERROR for finding in self.findings)

    @property
    def outcome(self) -> Outcome:
        if not self.findings:  # as nearly always
            return Outcome.UNCHANGED if self.is_unchanged else Outcome.ACCEPTED
        if self.is_faulty:
            return Outcome.REFUSED
        if self.is_unchanged:
            return Outcome.UNCHANGED
        return Outcome.WARNED if self.has_warning else Outcome.ACCEPTED

    @property
    def has_warning(self) -> bool:
        return bool(self.findings) and any(finding.level == Level.WARNING for finding in self.findings)


Checker = Callable[[Sequence[CheckedRow]], None]


class UploadKind(ABC):
    name: ClassVar[str]
    label: ClassVar[Words]
    items_label: ClassVar[Words]
    """What is counted, as in “1,204 people”."""
    description: ClassVar[Words] = ""
    capability: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]
    key_column: ClassVar[str]
    """Where it is said that two rows are the same."""
    key_columns: ClassVar[tuple[str, ...]] = ()
    """Those that `row_key` reads, where it is not the key column alone."""
    max_rows: ClassVar[int] = 100_000
    rows_at_once: ClassVar[int] = 2000
    rows_checked_at_once: ClassVar[int] = 12_500
    """Nobody waits for a check: what it looks up for a batch is looked up for a larger one."""
    rows_checked_in_slice: ClassVar[int] = 25_000
    """So many are checked by one worker while others check the next ones."""
    rows_in_slice: ClassVar[int | None] = None
    """So many are written by one worker while others write the next ones. None: one after the other, where writing a
    row depends on those before it."""

    def may_upload(self, actor: Actor, subject_id: int | None) -> bool:
        """Into that subject, the class for example; kinds without subjects refuse any."""
        return actor.can(self.capability) and subject_id is None

    def subject_label(self, subject_id: int | None) -> str:
        return ""

    def done_url(self, subject_id: int | None) -> str:
        """Where what was written can be seen."""
        return ""

    @abstractmethod
    def row_key(self, values: Values) -> str:
        """What makes a row the row it is, in clear; it is kept blinded. Empty where the values do not tell."""

    @abstractmethod
    def checker(self, *, subject_id: int | None, actor: Actor) -> Checker:
        """Who looks at rows whose cells could be read: when the file comes one for all batches of a slice, and a new
        one in each transaction that writes, behind `lock`. A batch takes a fixed number of queries, however many rows;
        what was looked up for one the checker may remember for the next."""

    @abstractmethod
    def commit(self, rows: Sequence[CheckedRow], *, subject_id: int | None, actor: Actor) -> None:
        """Write rows that a checker has just found writable. In a transaction; a fixed number of statements."""

    def lock(self, rows: Sequence[CheckedRow], *, subject_id: int | None) -> None:  # noqa: B027 - without rivals none
        """Keep others from writing the same things until the transaction ends."""

    def finished(self, *, subject_id: int | None, actor: Actor) -> None:  # noqa: B027 - most have nothing left to do
        """All that could be written is; in the transaction that says so."""

    @property
    def columns_of_key(self) -> tuple[str, ...]:
        return self.key_columns or (self.key_column,)

    def column(self, key: str) -> Column:
        return self._by_key[key]

    @property
    def _by_key(self) -> Mapping[str, Column]:
        return {column.key: column for column in self.columns}


_kinds: dict[str, UploadKind] = {}


def register(kind_class: type[UploadKind]) -> type[UploadKind]:
    _kinds[kind_class.name] = kind_class()
    return kind_class


def kind_of(name: str) -> UploadKind:
    return _kinds[name]


def all_kinds() -> list[UploadKind]:
    return list(_kinds.values())
