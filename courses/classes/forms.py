from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.db.models import Q
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.classes.changes import CHANGEABLE
from courses.classes.makeups import objections_to_makeup, years_to_offer
from courses.classes.plans import OF_PLAN
from courses.classes.queries import LOST, OVERDUE, RETURNED, areas_around, lines_of
from courses.enums import ClassState, InspectionFinding, InspectionOutcome, SubjectCategory
from courses.models import Course, TrainingClass
from people.models import Division, Institution

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    PlanForm = forms.ModelForm[TrainingClass]
else:  # subscripts are for the type checker; Django's forms take none
    PlanForm = forms.ModelForm

HINTS: dict[str, Any] = {
    "category": gettext_lazy("Where the place has catalogs of public subjects, only what stands in them counts."),
    "industry": gettext_lazy("For which it trains: the authority of this industry looks at the plan first."),
    "line": gettext_lazy("Of your commission of the year in which the class begins."),
    "makeup_for": gettext_lazy("Only where people make up for a past year; the hours count for that year."),
    "course": gettext_lazy("If it is one of a catalog or guide; the same course counts once for a person."),
    "content": gettext_lazy("What is taught, day by day, so that those who decide see the plan of teaching."),
    "hours": gettext_lazy("45 minutes each; what everybody who passes is credited with."),
    "mandatory_hours": gettext_lazy("How many of these are the mandatory content of the guide."),
    "days": gettext_lazy("Days of teaching between the first and the last day."),
    "expected_number": gettext_lazy("People you count on."),
    "capacity": gettext_lazy("Left empty, nobody is turned away."),
    "enrol_until": gettext_lazy("Left empty, until the first day."),
    "teachers": gettext_lazy("One after the other, with 、 between the names."),
    "textbook": gettext_lazy("Title and publisher; through proper channels only (S-2)."),
    "exam_form": gettext_lazy("For example an open-book paper, a report, a practical task."),
    "fee": gettext_lazy("In yuan a person; 0 where it is free."),
    "fee_basis": gettext_lazy("The document of the price authority; needed where something is charged (S-1)."),
}
SECTIONS: tuple[tuple[str | _StrPromise, tuple[str, ...]], ...] = (
    (
        gettext_lazy("Who and what"),
        ("title", "category", "industry", "line", "makeup_for", "course", "hours", "mandatory_hours", "content"),
    ),
    (
        gettext_lazy("When and where"),
        ("form", "starts_on", "ends_on", "days", "division", "venue", "expected_number", "capacity", "enrol_until"),
    ),
    (gettext_lazy("Teaching and price"), ("teachers", "textbook", "exam_form", "fee", "fee_basis")),
    (gettext_lazy("Contact"), ("contact", "phone", "notes")),
)
SHORT = ("hours", "mandatory_hours", "days", "expected_number", "capacity", "fee")
DAYS = ("starts_on", "ends_on", "enrol_until")
LONGEST_DAYS = 366
MOST = {"days": LONGEST_DAYS, "expected_number": 100_000, "capacity": 100_000}
LONGEST = {"content": 4000, "notes": 1000}
EARLIEST_YEAR, YEARS_AHEAD = 2010, 2


def _day_widget() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", "class": "input--date"}, format="%Y-%m-%d")


class _OfClass(PlanForm):
    """What plan and change have in common: widgets, places, and days that fit together."""

    class Meta:
        model = TrainingClass
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institution = institution
        for name, field in self.fields.items():
            field.help_text = HINTS.get(name, "")
            if name in DAYS:
                field.widget = _day_widget()
            elif name in SHORT:
                field.widget.attrs["class"] = "input--short"
            if name in MOST:
                field.validators.append(MaxValueValidator(MOST[name]))
            if name in LONGEST:
                field.validators.append(MaxLengthValidator(LONGEST[name]))
        places = Division.objects.on(timezone.localdate()).under(institution.area[:2])
        self.fields["division"].queryset = places  # type: ignore[attr-defined]
        self.fields["division"].label_from_instance = lambda place: f"{place.code} {place.local_name}"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        days = cleaned.get("days") or self.instance.days
        if first and last:
            self._check_days(first, last, days)
        until = cleaned.get("enrol_until")
        if until and last and until > last:
            self.add_error("enrol_until", _("Enrolment must end before the class does."))
        return cleaned

    def clean_starts_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["starts_on"]
        if not EARLIEST_YEAR <= day.year <= timezone.localdate().year + YEARS_AHEAD:
            raise ValidationError(_("This year cannot be right."))
        return day

    def _check_days(self, first: datetime.date, last: datetime.date, days: int | None) -> None:
        span = (last - first).days + 1
        if span < 1:
            self.add_error("ends_on", _("The last day must not lie before the first."))
        elif span > LONGEST_DAYS:
            self.add_error("ends_on", _("A class does not last longer than a year."))
        elif days and days > span and "days" in self.fields:
            self.add_error("days", _("From the first to the last day there are %(count)s days only.") % {"count": span})

    @property
    def said(self) -> dict[str, Any]:
        """As the services take it."""
        return {name: self.cleaned_data[name] for name in self.fields if name in self._meta.fields}  # type: ignore[operator]


class ClassPlanForm(_OfClass):
    class Meta:
        model = TrainingClass
        fields = OF_PLAN
        widgets = {"content": forms.Textarea(attrs={"rows": 6}), "notes": forms.Textarea(attrs={"rows": 3})}

    field_order = [name for _title, names in SECTIONS for name in names]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and not self.initial.get("division"):
            self.initial["division"] = self.institution.division_id
        self.fields["category"].choices = [("", _("Choose one")), *SubjectCategory.choices]  # type: ignore[attr-defined]
        self._offer_courses()
        self._offer_lines()
        self._offer_makeups()

    def _offer_courses(self) -> None:
        around = Course.objects.filter(
            catalog__state="published",
            catalog__area__in=areas_around(self.institution.area),
            catalog__year__gte=timezone.localdate().year - 1,
        )
        field = self.fields["course"]
        kept = Q(pk=self.instance.course_id) if self.instance.course_id else Q(pk__in=[])
        chosen = around | Course.objects.filter(kept)
        field.queryset = chosen.select_related("catalog").order_by("-catalog__year", "code")  # type: ignore[attr-defined]
        field.label_from_instance = lambda course: f"{course.catalog.year} {course.code} {course.title}"  # type: ignore[attr-defined]
        field.empty_label = _("None of a catalog")  # type: ignore[attr-defined]

    def _offer_lines(self) -> None:
        """Only what it is commissioned for; an institution that never was says nothing of it."""
        self.lines = lines_of(self.institution)
        if not self.lines:
            del self.fields["line"]
            return
        label = self.fields["line"].label
        known = sorted({line for lines in self.lines.values() for line in lines} | {self.instance.line} - {""})
        self.fields["line"] = forms.ChoiceField(
            label=label,
            help_text=HINTS["line"],
            choices=[("", _("Choose one")), *((line, self._line_label(line)) for line in known)],
            required=False,
        )
        self.order_fields(self.field_order)

    def _offer_makeups(self) -> None:
        """Only to who is commissioned to hold them, while the rules of the place let anything be made up."""
        years = set(years_to_offer(self.institution, timezone.localdate()))
        if self.instance.makeup_for:
            years.add(self.instance.makeup_for)
        if not years:
            del self.fields["makeup_for"]
            return
        self.fields["makeup_for"] = forms.TypedChoiceField(
            label=self.fields["makeup_for"].label,
            help_text=HINTS["makeup_for"],
            choices=[("", _("No past year")), *((year, str(year)) for year in sorted(years, reverse=True))],
            coerce=int,
            empty_value=None,
            required=False,
        )
        self.order_fields(self.field_order)

    def _line_label(self, line: str) -> str:
        years = sorted(year for year, lines in self.lines.items() if line in lines)
        return f"{line} ({', '.join(map(str, years))})" if years else line

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._check_line(cleaned)
        self._check_figures(cleaned)
        course, category = cleaned.get("course"), cleaned.get("category")
        if course and category and course.category != category:
            self.add_error(
                "course",
                _("This course is one of the other category: %(category)s.")
                % {"category": SubjectCategory(course.category).label},
            )
        if not self.errors:
            self._check_makeup()
        return cleaned

    def _check_makeup(self) -> None:
        """Once everything else is sound: the plan as it would be kept is asked about."""
        plan = TrainingClass(institution=self.institution, area=self.institution.area)
        for name, value in self.said.items():
            setattr(plan, name, value)
        for objection in objections_to_makeup(plan):
            self.add_error(objection.field if objection.field in self.fields else None, objection.plain)

    def _check_line(self, cleaned: dict[str, Any]) -> None:
        first = cleaned.get("starts_on")
        if not first or "line" not in self.fields:
            return
        commissioned = self.lines.get(first.year, [])
        if cleaned.get("line") and cleaned["line"] not in commissioned:
            told = {"line": cleaned["line"], "year": first.year}
            self.add_error("line", _("You are not commissioned for “%(line)s” in %(year)s.") % told)
        elif commissioned and not cleaned.get("line"):
            self.add_error("line", _("Choose the line of your commission for %(year)s.") % {"year": first.year})

    def _check_figures(self, cleaned: dict[str, Any]) -> None:
        hours, mandatory = cleaned.get("hours"), cleaned.get("mandatory_hours")
        if hours is not None and hours <= 0:
            self.add_error("hours", _("A class is worth more than nothing."))
        if cleaned.get("days") == 0:
            self.add_error("days", _("At least one day."))
        if mandatory is not None and mandatory < 0:
            self.add_error("mandatory_hours", _("Not less than nothing."))
        if hours and mandatory and mandatory > hours:
            self.add_error("mandatory_hours", _("Not more than the hours of the class."))
        if cleaned.get("fee") is not None and cleaned["fee"] < 0:
            self.add_error("fee", _("Not less than nothing."))
        if cleaned.get("capacity") == 0:
            self.add_error("capacity", _("At least one, or leave it empty."))
        if cleaned.get("expected_number") == 0:
            self.add_error("expected_number", _("At least one."))

    @property
    def sections(self) -> list[tuple[str | _StrPromise, list[BoundField]]]:
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in SECTIONS]

    def _post_clean(self) -> None:
        """The service writes; the form only cleans, and leaves the row at hand as it was read."""


class ClassChangeForm(_OfClass):
    reason = forms.CharField(
        label=gettext_lazy("Why it is changed"),
        help_text=gettext_lazy("Everybody who is enrolled reads it."),
        max_length=300,
    )

    class Meta:
        model = TrainingClass
        fields = CHANGEABLE
        widgets = {"notes": forms.Textarea(attrs={"rows": 3})}

    def _post_clean(self) -> None:
        """As with the plan."""

    def clean_capacity(self) -> int | None:
        capacity: int | None = self.cleaned_data["capacity"]
        if capacity == 0:
            raise ValidationError(_("At least one, or leave it empty."))
        return capacity


class CancellationForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is not held"),
        help_text=gettext_lazy("Everybody who is enrolled reads it."),
        max_length=300,
    )


class InspectionForm(forms.Form):
    inspected_on = forms.DateField(label=gettext_lazy("Inspected on"), widget=_day_widget())
    finding = forms.ChoiceField(label=gettext_lazy("Finding"), choices=InspectionFinding, widget=forms.RadioSelect)
    outcome = forms.ChoiceField(label=gettext_lazy("What follows"), choices=InspectionOutcome, widget=forms.RadioSelect)
    correct_by = forms.DateField(
        label=gettext_lazy("To be put right by"),
        help_text=gettext_lazy("Where something is to be put right."),
        widget=_day_widget(),
        required=False,
    )
    words = forms.CharField(
        label=gettext_lazy("Notes"),
        help_text=gettext_lazy("What was seen; the institution reads it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, training_class: TrainingClass, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.training_class = training_class
        if training_class.lost_status_at is not None:
            kept = [choice for choice in InspectionOutcome.choices if choice[0] != InspectionOutcome.STATUS_LOST]
            self.fields["outcome"].choices = kept  # type: ignore[attr-defined]

    def clean_inspected_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["inspected_on"]
        if not self.training_class.starts_on <= day <= timezone.localdate():
            raise ValidationError(_("It must lie between the first day of the class and today."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        outcome, finding = cleaned.get("outcome"), cleaned.get("finding")
        if finding == InspectionFinding.IN_ORDER and outcome not in (None, InspectionOutcome.NOTHING):
            self.add_error("outcome", _("Where all was in order, nothing follows."))
        if outcome == InspectionOutcome.CORRECTION:
            self._check_day(cleaned.get("correct_by"))
        if outcome == InspectionOutcome.STATUS_LOST and not cleaned.get("words"):
            self.add_error("words", _("Say why: the institution and everybody enrolled read it."))
        return cleaned

    def _check_day(self, day: datetime.date | None) -> None:
        if day is None:
            self.add_error("correct_by", _("Say by which day it is to be put right."))
        elif day < timezone.localdate():
            self.add_error("correct_by", _("This day has passed already."))


class CorrectionForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("How it was put right"), widget=forms.Textarea(attrs={"rows": 4}), max_length=500
    )


class LostCommissionForm(forms.Form):
    year = forms.TypedChoiceField(label=gettext_lazy("Year without commission"), coerce=int)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Which part of its plan was not delivered. The institution reads it."),
        max_length=300,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = timezone.localdate().year
        years = [(year, str(year)) for year in (this_year + 1, this_year)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]


class ClassFilterForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Title or institution"), max_length=100, required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[
            ("", pgettext_lazy("classes", "All states")),
            *ClassState.choices,
            (RETURNED, pgettext_lazy("state of a class", "Returned")),
            (LOST, pgettext_lazy("state of a class", "Filing status lost")),
            (OVERDUE, pgettext_lazy("state of a class", "Correction overdue")),
        ],
        required=False,
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100, required=False)
