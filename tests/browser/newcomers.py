"""People who are entered by their employer and come in by a slip. Each flow has its own, whom no other test knows."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import count

from tests.browser.readers import HR_CLERK
from tests.browser.walkers import Walker, Walks
from tests.factories.professionals import invented_number

PASSWORD = "Kapok-over-the-river-2026"
FIRST_DAY = datetime.date(2024, 3, 1)
_turns = count()


@dataclass(frozen=True)
class Newcomer:
    turn: int

    @property
    def name(self) -> str:
        return f"新人{chr(0x5E73 + self.turn)}"

    @property
    def username(self) -> str:
        return f"newcomer.{self.turn}"

    @property
    def number(self) -> str:
        return invented_number(940_000 + self.turn)

    @property
    def proof(self) -> str:
        """What the slip asks for."""
        return self.number[-4:]


def somebody_new() -> Newcomer:
    return Newcomer(next(_turns))


def is_entered(person: Newcomer, clerk: Walker) -> None:
    clerk.section("Our people")
    clerk.follow(clerk.link("Enter a person"))
    clerk.write(clerk.field("Name"), person.name)
    clerk.write(clerk.field("Number of the document"), person.number)
    clerk.write_day(clerk.field("First day of work"), FIRST_DAY)
    clerk.follow(clerk.button("Enter", "a person"))
    clerk.reads("%(name)s is entered.", name=person.name)


def gets_a_slip(person: Newcomer, clerk: Walker) -> str:
    """The address on it. The clerk has just entered the person."""
    clerk.follow(clerk.link("One-time links"))
    clerk.tick(clerk.page.get_by_label(person.name))
    clerk.follow(clerk.button("Make slips"))
    slip = clerk.page.get_by_role("listitem").filter(has_text=person.name)
    return slip.get_by_role("code").inner_text()


def comes_in(person: Newcomer, walker: Walker, *, proof: str = "", password: str = PASSWORD) -> None:
    """On the page to which the slip leads."""
    walker.write(walker.field("Last four characters of your identity document"), proof or person.proof)
    walker.write(walker.field("User name"), person.username)
    walker.write(walker.field("Password"), password)
    walker.write(walker.field("Password, once more"), password)
    walker.follow(walker.button("Sign in"))


def come_in(walk: Walks) -> tuple[Newcomer, Walker]:
    """A person of the design institute, signed in for the first time at the desk of the clerk."""
    person, office = somebody_new(), walk.in_a_hurry(HR_CLERK)
    is_entered(person, office)
    slip = gets_a_slip(person, office)
    office.leave()
    office.go(slip)
    comes_in(person, office)
    return person, walk.go_on_as(office)
