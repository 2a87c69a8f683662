"""The forms of the calculator. Each gives the facts of a question; `ask` judges them, and its problems come back here
to stand at the field they are about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rules import labels
from rules.calculator import vocabulary
from rules.calculator.drafts import Draft, key_of
from rules.calculator.fields import AskedField, CodeField, DayField, FlagField, NumberField, OneOfField
from rules.calculator.needs import Need, Setting, categories_of, needs_of
from rules.calculator.places import place_choices
from rules.calculator.vocabulary import Choices

NOT_CHOSEN: Choices = (("", _("Please choose")),)
DEFAULT_PLACE = "440100"
DIVISION = re.compile(r"[0-9]{6}")
OWN_DEGREE = "own"


class AskedForm(forms.Form):
    """Always filled in: where the address is silent, by what is usual."""

    use_required_attribute = False
    defaults: Mapping[str, str] = {}
    rare: Collection[str] = ()
    """What few people have to say; kept out of sight until asked for."""
    always_travels: Collection[str] = ()
    """What a link says even where it goes without saying, so that it means the same next year."""

    def __init__(self, given: Mapping[str, str], usual: Mapping[str, str] | None = None) -> None:
        """`usual` goes without saying as well, but only today."""
        super().__init__(data={})
        self.given = given
        self.usual = usual or {}
        self.fill()

    def fill(self) -> None:
        """Take up what was given for the fields as they are now."""
        self.data = {self.add_prefix(name): self._value(name, field) for name, field in self.fields.items()}
        for name, field in self.fields.items():
            field.widget.attrs["aria-describedby"] = self._described_by(name, field)
        self.full_clean()
        self.answers: dict[str, str] = dict(self.cleaned_data)  # a fault takes its field out of cleaned_data

    def _value(self, name: str, field: forms.Field) -> str:
        """What was given, or else the usual; which also stands for a choice that is not offered."""
        usual = self.usual.get(name) or self.defaults.get(name, "")
        given = self.given.get(name, usual)
        is_refused = isinstance(field, OneOfField) and not field.valid_value(given)
        return usual if is_refused else given

    def _described_by(self, name: str, field: forms.Field) -> str:
        """Also by what is wrong with it, which may be said later, while the field stays as it is."""
        field_id = f"id_{self.add_prefix(name)}"
        return f"{field_id}_helptext {field_id}_error" if field.help_text else f"{field_id}_error"

    def keep_fields(self, names: Collection[str]) -> None:
        for name in [name for name in self.fields if name not in names]:
            del self.fields[name]
        self.fill()

    def said(self, name: str) -> str:
        """What was typed or chosen, as text; nothing for a field that this form has not."""
        return self.answers.get(name, "")

    def facts(self) -> dict[str, Any]:
        """What was said, as the question has it."""
        return {name: field.fact(self.said(name)) for name, field in self._asked() if self.said(name)}

    def travels(self) -> list[tuple[str, str]]:
        """What a link carries: nothing that goes without saying, and nothing that could be a name."""
        return [
            (self.add_prefix(name), self.said(name))
            for name, field in self._asked()
            if self._has_to_travel(name) and (not self.said(name) or field.may_travel(self.said(name)))
        ]

    def _has_to_travel(self, name: str) -> bool:
        """What is usual today may be another thing tomorrow."""
        is_fleeting = name in self.usual or name in self.always_travels
        return is_fleeting or self.said(name) != self.defaults.get(name, "")

    def refuse(self, name: str, problem: str) -> None:
        self.add_error(name if name in self.fields else None, problem)

    @property
    def open_fields(self) -> list[BoundField]:
        """What still has to be filled in."""
        return [self[name] for name, field in self._asked() if field.required and not self.said(name)]

    @property
    def main_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name not in self.rare]

    @property
    def rare_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name in self.rare]

    @property
    def says_something_rare(self) -> bool:
        return any(
            field.errors or self.said(field.name) != self.defaults.get(field.name, "") for field in self.rare_fields
        )

    def _asked(self) -> Iterable[tuple[str, AskedField]]:
        return ((name, field) for name, field in self.fields.items() if isinstance(field, AskedField))


class PlacedForm(AskedForm):
    """A question about a place: one of the list, or any other by its code."""

    defaults: Mapping[str, str] = {"place": DEFAULT_PLACE}
    always_travels: Collection[str] = ("place",)

    place = OneOfField(label=_("Where do you work?"), choices=place_choices)
    district = CodeField(
        label=_("Another district, by its code"),
        help_text=_("Six digits, such as 440105 for Haizhu. It goes before the place above."),
        required=False,
    )

    def __init__(self, given: Mapping[str, str], usual: Mapping[str, str] | None = None) -> None:
        super().__init__(_with_district(given), usual)

    @property
    def place_code(self) -> str:
        return self.said("district") or self.said("place")

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        facts.pop("district", None)
        return facts | {"place": self.place_code}

    def refuse(self, name: str, problem: str) -> None:
        super().refuse("district" if name == "place" and self.said("district") else name, problem)


def _with_district(given: Mapping[str, str]) -> Mapping[str, str]:
    """A place that is in no list is one by its code."""
    place = given.get("place", "")
    is_listed = any(place == code for _province, places in place_choices() for code, _name in places)
    if is_listed or given.get("district") or not DIVISION.fullmatch(place):
        return given
    return {name: value for name, value in given.items() if name != "place"} | {"district": place}


class PersonForm(PlacedForm):
    """The question of a person, whose title level and industry decide which rules hold."""

    PERSONAL: tuple[str, ...] = ("title_level", "industry")
    defaults: Mapping[str, str] = {**PlacedForm.defaults, "title_level": "intermediate"}

    title_level = OneOfField(label=_("Title level"), choices=vocabulary.TITLE_LEVEL_CHOICES)
    industry = OneOfField(label=_("Industry"), choices=vocabulary.INDUSTRY_CHOICES, required=False)

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        person = {name: facts.pop(name) for name in self.PERSONAL if name in facts}
        return facts | ({"person": person} if person else {})

    def refuse(self, name: str, problem: str) -> None:
        super().refuse(name.removeprefix("person."), problem)


class YearForm(PersonForm):
    """The head of the question about one year."""

    year = NumberField(label=_("Year"))
    judged_on = DayField(label=_("Judged on"), help_text=_("What was recognized later does not count."), required=False)
    field_order = ("place", "year", "title_level", "industry", "district", "judged_on")
    rare = ("district", "judged_on")


class TitleCycleForm(PersonForm):
    """The head of the question about the years in a title."""

    title_on = DayField(label=_("Present title obtained on"))
    applied_on = DayField(label=_("Applied on"))
    count_title_year = FlagField(
        means=True, label=_("Count the year of the title"), help_text=_("The texts leave it open."), required=False
    )
    field_order = ("place", "title_on", "applied_on", "title_level", "industry", "district", "count_title_year")
    rare = ("industry", "district", "count_title_year")


class AppointmentCycleForm(PersonForm):
    """The head of the question about the years of an appointment."""

    appointed_from = NumberField(label=_("Appointed from the year"))
    appointed_to = NumberField(label=_("Appointed to the year"))
    field_order = ("place", "appointed_from", "appointed_to", "title_level", "industry", "district")
    rare = ("industry", "district")


class RouteForm(PersonForm):
    """Who decides about what, for whom, at which employer."""

    always_travels = (*PersonForm.always_travels, "procedure")
    PERSONAL = ("title_level", "industry", "applying_for")
    EMPLOYER = ("belongs_to", "ownership", "agency")
    defaults: Mapping[str, str] = {
        **PersonForm.defaults,
        "procedure": "record",
        "category": "specialty",
        "applying_for": "intermediate",
        "belongs_to": "district",
        "ownership": "public",
        "source": "person",
    }

    procedure = OneOfField(label=_("What is it about?"), choices=vocabulary.PROCEDURE_CHOICES)
    year = NumberField(label=_("Year"), help_text=_("The study year; of a review or an application, its own year."))
    category = OneOfField(label=_("Subject category"), choices=vocabulary.CATEGORY_CHOICES)
    applying_for = OneOfField(label=_("Title applied for"), choices=vocabulary.TITLES_APPLIED_FOR)
    source = OneOfField(label=_("Who registers the hours?"), choices=vocabulary.SOURCE_CHOICES)
    belongs_to = OneOfField(label=_("Your employer belongs to"), choices=vocabulary.BELONGS_TO_CHOICES)
    ownership = OneOfField(label=_("Your employer is a"), choices=vocabulary.OWNERSHIP_CHOICES)
    agency = FlagField(means=True, label=_("A personnel or talent-service agency holds my files"), required=False)
    field_order = (
        *("place", "procedure", "year", "category", "applying_for", "belongs_to", "ownership", "agency"),
        *("source", "industry", "district"),
    )
    rare = ("source", "industry", "district")

    def __init__(self, given: Mapping[str, str], usual: Mapping[str, str] | None = None) -> None:
        super().__init__(given, usual)
        procedure = self.said("procedure")
        unasked = {"title_level"}
        unasked |= {"category"} if procedure not in ("record", "class_plan") else set()
        unasked |= {"applying_for"} if procedure != "cycle" else set()
        unasked |= {"source"} if procedure != "record" else set()
        self.keep_fields(self.fields.keys() - unasked)

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        employer = {name: facts.pop(name) for name in self.EMPLOYER if name in facts}
        return facts | {"employer": employer}

    def refuse(self, name: str, problem: str) -> None:
        super().refuse(name.removeprefix("employer."), problem)


class DeadlineForm(PlacedForm):
    """`what` decides which of the facts are asked for."""

    always_travels = (*PlacedForm.always_travels, "what")
    defaults: Mapping[str, str] = {
        **PlacedForm.defaults,
        "what": "class_plan",
        "category": "specialty",
        "purpose": "promotion",
    }

    what = OneOfField(label=_("By when?"), choices=vocabulary.DEADLINE_CHOICES)
    category = OneOfField(label=_("Subject category"), choices=vocabulary.CATEGORY_CHOICES)
    purpose = OneOfField(label=pgettext_lazy("of a training", "For"), choices=vocabulary.PURPOSE_CHOICES)
    starts_on = DayField(label=_("First day of the class"))
    ended_on = DayField(label=_("Last day of the class"))
    for_year = NumberField(label=_("Year to be made up for"))
    on = DayField(label=_("On which day?"))
    year = NumberField(label=_("Year"))
    month = NumberField(label=_("Month"))
    study_year = NumberField(label=_("Study year"))
    filed_on = DayField(label=_("Handed in on"))
    field_order = ("place", "what")
    rare = ("district",)

    def __init__(self, given: Mapping[str, str], usual: Mapping[str, str] | None = None) -> None:
        super().__init__(given, usual)
        needed, welcome = vocabulary.DEADLINE_FACTS[self.said("what") or self.defaults["what"]]
        self.keep_fields({"place", "district", "what", *needed, *welcome})
        for name in welcome:
            self.fields[name].required = False


class NumberForm(AskedForm):
    """What a certificate number is composed of."""

    issuer = CodeField(label=_("Division code of the issuer"), help_text=_("Six digits; 440105 is Haizhu, Guangzhou."))
    study_year = NumberField(label=_("Study year"))
    sequence = NumberField(label=_("Sequence"), help_text=_("1 for the first certificate of that issuer and year."))


class WholeNumberForm(AskedForm):
    """A number to take apart. Sent by POST: it belongs to a person and has no place in an address."""

    number = CodeField(digits=14, label=_("Certificate number"), help_text=_("14 digits."))


class SampleForm(AskedForm):
    reviewed = NumberField(label=_("People reviewed"))


# Activities


class ActivityForm(AskedForm):
    """Asks for just the facts that its activity needs under the rule set in force."""

    # Said also where it is the usual: what `ask` assumes then hangs on the activity.
    ALWAYS_ASKED = ("form", "host")

    def __init__(self, draft: Draft, setting: Setting, others: Iterable[Draft]) -> None:
        self.draft = draft
        self.number = draft.number
        self.name = labels.ACTIVITIES[draft.activity]
        self.categories = categories_of(setting, draft.activity)
        self.known = self._offered_values(draft)
        self.needs = [need for need in needs_of(setting, draft.activity, self.known) if self.asks(need)]
        self.rare = {need.fact for need in self.needs if self.is_rare(need)}
        super().__init__(self.known)
        self.fields.update(self._fields(setting, others))
        self.defaults = self._defaults()
        self.fill()

    def asks(self, need: Need) -> bool:
        """Not for what whoever shows the form knows already."""
        return True

    def is_rare(self, need: Need) -> bool:
        return need.is_rare

    def add_prefix(self, field_name: str) -> str:
        return key_of(field_name, self.number) if field_name in self.fields else super().add_prefix(field_name)

    def _offered_values(self, draft: Draft) -> dict[str, str]:
        """Without what no form offers: which facts are needed must not hang on it."""
        offered = {fact: {name for name, _words in vocabulary.values_of(draft.activity, fact)} for fact in draft.given}
        offered["category"] = {*self.categories}
        return {
            fact: value
            for fact, value in draft.given.items()
            if value in offered[fact] or not (offered[fact] or fact == "category")
        }

    def _fields(self, setting: Setting, others: Iterable[Draft]) -> dict[str, forms.Field]:
        fields = {"category": self._category_field()} if self.categories else {}
        common = [Need("end", is_needed=True)]
        for need in sorted(
            [*self.needs, *common], key=lambda need: (self.is_rare(need), need.fact in vocabulary.FLAGS)
        ):
            fields[need.fact] = self._field(need, setting, others)
        return fields

    def _defaults(self) -> dict[str, str]:
        usual = {name: vocabulary.usual(self.draft.activity, name) for name in self.fields}
        if "form" in usual:
            usual["form"] = "read" if self.known.get("venue") == "meeting" else "full"
        return {name: value for name, value in usual.items() if value}

    def _category_field(self) -> forms.Field:
        asked = vocabulary.asking(self.draft.activity, "category")
        offered = [choice for choice in vocabulary.CATEGORY_CHOICES if choice[0] in self.categories]
        return OneOfField(label=asked.label, choices=offered, widget=forms.RadioSelect)

    def _field(self, need: Need, setting: Setting, others: Iterable[Draft]) -> forms.Field:
        fact = need.fact
        asked = vocabulary.asking(self.draft.activity, fact)
        words: dict[str, Any] = {"label": asked.label, "help_text": asked.help, "required": need.is_needed}
        if fact in vocabulary.FLAGS:
            return FlagField(means=fact not in vocabulary.DENIED, **words)
        if fact in vocabulary.DATES:
            return DayField(**words)
        choices = self._choices(fact, setting, others)
        if choices is None:
            return NumberField(is_whole=fact not in ("hours", "months", "mandatory", "proposed"), **words)
        has_default = fact in vocabulary.DEFAULTS or fact == "form"
        opening = () if has_default else NOT_CHOSEN if need.is_needed else (("", "—"),)
        return OneOfField(choices=[*opening, *choices], **words)

    def _choices(self, fact: str, setting: Setting, others: Iterable[Draft]) -> Iterable[tuple[str, Any]] | None:
        if fact in ("course", "project"):
            own = [(OWN_DEGREE, _("Another degree than the others"))] if self.draft.activity == "degree" else []
            titles = (
                sorted({title for makeup in setting.makeups for title in makeup.courses}) if fact == "course" else []
            )
            return [*own, *self._same_as(others), *((title, title) for title in titles)]
        return vocabulary.values_of(self.draft.activity, fact, self.known.get("venue", "")) or None

    def _same_as(self, others: Iterable[Draft]) -> Iterable[tuple[str, Any]]:
        for other in others:
            if other.number != self.number:
                yield str(other.number), f"{other.number} {labels.ACTIVITIES[other.activity]}"

    def go_on_here(self) -> None:
        """Who has just added the activity wants to fill it in."""
        self.main_fields[0].field.widget.attrs["autofocus"] = True

    def reference(self, fact: str) -> str:
        """Which activity this one is the same as, or the title that it bears."""
        said = self.said(fact)
        return f"{OWN_DEGREE} {self.number}" if said == OWN_DEGREE else said

    def record(self, names: Mapping[str, str]) -> dict[str, Any]:
        """The activity as the question has it. `names` replaces what names other activities."""
        facts = {
            name: value
            for name, value in super().facts().items()
            if self.said(name) != self.defaults.get(name) or name in self.ALWAYS_ASKED
        }
        facts.pop("course", None)
        facts.pop("project", None)
        return {"id": str(self.number), "activity": self.draft.activity, **facts, **names}

    def travels(self) -> list[tuple[str, str]]:
        return [(key_of("activity", self.number), self.draft.activity), *super().travels()]
