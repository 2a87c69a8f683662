"""What can be wrong with a question, and what can be wrong with a book."""

from __future__ import annotations

from pathlib import Path


class QuestionFault(ValueError):
    """A question that cannot be answered; `field` is the place in it that has to be changed.

    A check of a single value knows no field: whoever knows its name tells the fault from further out.
    """

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem

    def inside(self, outer: str) -> QuestionFault:
        """The same fault, told from further out: `hours` of `records[2]`."""
        joint = "." if self.field and not self.field.startswith("[") else ""
        return QuestionFault(f"{outer}{joint}{self.field}", self.problem)


class BookFault(Exception):
    """A data file that must not be used. Tells the file, the line and the problem in one line."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}")
        self.path = path
        self.line = line
        self.problem = problem
