"""What each kind of feed may send, about whom, and by which article. A site sends what it was approved for; the others
have one purpose each."""

from __future__ import annotations

from dataclasses import dataclass

from courses.enums import SubjectCategory
from people.enums import Industry
from records.enums import FeedKind


@dataclass(frozen=True)
class KindRules:
    activities: tuple[str, ...]
    categories: tuple[str, ...]
    rule: str
    cite: str
    """By which it may send at all."""
    industry: str = ""
    """Whose people it is about, where it is about those of one industry."""
    area: str = ""
    """Within which it stands, where the article holds for one place only."""
    more_fields: tuple[str, ...] = ()

    @property
    def only_activity(self) -> str:
        return self.activities[0] if len(self.activities) == 1 else ""

    @property
    def only_category(self) -> str:
        return self.categories[0] if len(self.categories) == 1 else ""


PUBLIC, SPECIALTY, ELECTIVE = (each.value for each in SubjectCategory)
OF_INDUSTRY_SYSTEMS = ("class", "online", "workshop", "meeting", "practice")

KINDS: dict[str, KindRules] = {
    FeedKind.SITE: KindRules(("online",), (PUBLIC, SPECIALTY, ELECTIVE), "R-G5", "GD10 十二, 四(四)"),
    FeedKind.PROVINCE_PUBLIC: KindRules(("online",), (PUBLIC,), "R-18-1", "GD18 三(一); GDQ18 四", area="44"),
    FeedKind.EDUCATION: KindRules(
        OF_INDUSTRY_SYSTEMS, (SPECIALTY,), "R-18-5", "GDQ18 五", industry=Industry.EDUCATION, area="44"
    ),
    FeedKind.HEALTH: KindRules(
        OF_INDUSTRY_SYSTEMS, (SPECIALTY,), "R-18-5", "GDQ18 五", industry=Industry.HEALTH, area="44"
    ),
    FeedKind.DISTANCE: KindRules(
        ("online",), (PUBLIC, SPECIALTY), "D-19", "XZ16 二.4(3)", area="3203", more_fields=("payment_proof",)
    ),
}

# The facts that a row gives for each activity, and which of them must be there.
FACTS_OF = {
    "online": ("hours",),
    "class": ("hours", "days"),
    "workshop": ("days",),
    "meeting": ("days", "minutes"),
    "practice": ("days",),
}
NEEDED_FACTS = {
    "online": ("hours",),
    "class": ("hours",),
    "workshop": ("days",),
    "meeting": ("days",),
    "practice": ("days",),
}

# No regulation sets these limits: they keep nonsense out of the ledger.
MOST_HOURS = 1000
MOST_DAYS = 366
MOST_MINUTES = 1440
FIRST_YEAR = 2000
MOST_ROWS = 10_000


def facts_sent_by(kind: str) -> tuple[str, ...]:
    """Of all its activities together, each once."""
    return tuple(dict.fromkeys(fact for activity in KINDS[kind].activities for fact in FACTS_OF[activity]))


def address_of(kind: str) -> str:
    """The last part of the address under which this kind is sent."""
    return kind.replace("_", "-")
