"""The words for what the books and the questions name by keys. Lazy: each is said in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LINES = {
    "total": pgettext_lazy("a floor", "In all"),
    "public": _("Public subjects"),
    "specialty": _("Specialty subjects"),
    "mandatory": _("Mandatory part of the specialty subjects"),
    "elective": _("Elective subjects"),
}
CATEGORIES = {name: LINES[name] for name in ("public", "specialty", "elective")}
TITLE_LEVELS = {
    "senior": pgettext_lazy("professional title", "senior"),
    "intermediate": pgettext_lazy("professional title", "intermediate"),
    "junior": pgettext_lazy("professional title", "junior"),
    "none": pgettext_lazy("professional title", "without a title"),
}
INDUSTRIES = {
    "accounting": pgettext_lazy("industry", "accounting"),
    "education": pgettext_lazy("industry", "education"),
    "health": pgettext_lazy("industry", "health"),
}
ACTIVITIES = {
    "class": _("Training class"),
    "workshop": _("Advanced workshop"),
    "meeting": _("Academic meeting or lecture"),
    "placement": _("Study placement"),
    "practice": _("Practical activity"),
    "online": _("Online course"),
    "degree": _("Degree study"),
    "paper": pgettext_lazy("activity", "Paper"),
    "monograph": pgettext_lazy("activity", "Monograph"),
    "translation": pgettext_lazy("activity", "Translation"),
    "report": _("Study or survey report"),
    "patent": pgettext_lazy("activity", "Patent"),
    "project": _("Research project"),
    "award": _("Science and technology award"),
    "new_technology": _("New technology introduced"),
    "self_study": _("Self-study"),
    "teaching": pgettext_lazy("activity", "Teaching"),
    "title_exam": _("Title or license examination"),
    "self_taught_exam": _("Self-taught higher education examination"),
    "skills": _("Vocational skills training"),
}
HOSTS = {
    "base": _("held by an approved base"),
    "university": _("held by a university or research institute"),
    "designated": _("held by a designated institution"),
    "other": _("held by another organizer"),
}
ROLES = {
    "main": _("main creator"),
    "other": _("other creators"),
}
LEVELS = {
    "international": pgettext_lazy("level", "international"),
    "national": pgettext_lazy("level", "national"),
    "provincial": pgettext_lazy("level", "provincial"),
    "city": pgettext_lazy("level", "city"),
    "county": pgettext_lazy("level", "county"),
}
VENUES = {
    "foreign": _("a foreign journal"),
    "national_society": _("a journal of a national first-class society"),
    "provincial_core": _("a provincial core journal"),
    "issn_cn": _("a journal with ISSN and CN numbers"),
    "city": _("a city journal"),
    "internal": _("an internal journal"),
    "meeting": _("a paper of a meeting"),
}
FORMS = {
    "full": _("full paper"),
    "case_report": _("case report"),
    "abstract": pgettext_lazy("form of a paper", "abstract"),
    "read": _("read at the meeting"),
    "listed": _("listed by title"),
}
PATENT_KINDS = {
    "invention": _("invention"),
    "utility": _("utility model"),
    "design": pgettext_lazy("kind of patent", "design"),
}
STANDINGS = {
    "international": pgettext_lazy("standing of a technology", "international level"),
    "domestic": pgettext_lazy("standing of a technology", "advanced in the country"),
    "regional": pgettext_lazy("standing of a technology", "advanced in the region"),
    "unit": pgettext_lazy("standing of a technology", "new to the employer"),
}
BODIES = {
    "employer": pgettext_lazy("who acts", "The employer"),
    "industry": pgettext_lazy("who acts", "The industry authority"),
    "bureau": pgettext_lazy("who acts", "The human resources bureau of the same level"),
    "reviewer": pgettext_lazy("who acts", "The district bureau, or the department of the city"),
    "city": pgettext_lazy("who acts", "The city bureau"),
    "system": pgettext_lazy("who acts", "The management system"),
}
ACTS = {
    "first_check": pgettext_lazy("act of a chain", "first check"),
    "recognition": pgettext_lazy("act of a chain", "recognition"),
    "recheck": pgettext_lazy("act of a chain", "recheck"),
    "first_verification": pgettext_lazy("act of a chain", "first verification"),
    "pre_reverification": pgettext_lazy("act of a chain", "pre-reverification"),
    "reverification": pgettext_lazy("act of a chain", "reverification"),
    "review": pgettext_lazy("act of a chain", "review"),
    "filing": pgettext_lazy("act of a chain", "filing"),
}
PROCEDURES = {
    "record": _("Recognition of hours"),
    "cycle": _("Verification of a cycle"),
    "annual_review": _("Review of a year"),
    "class_plan": _("Plans of training classes"),
}
DEADLINES = {
    "class_results": _("Results of a training class"),
    "class_plan": _("Plan of a training class"),
    "training_window": _("Time of central training"),
    "summary": _("Summary of the year"),
    "cycle_application": _("Application for the verification of a cycle"),
    "annual_form": _("Form of the past year"),
    "annual_review": _("Review of a year"),
    "verification_days": _("Days on which certificates are verified"),
}
SOURCES = {
    "person": _("entered by the person"),
    "employer": _("entered by the employer"),
    "institution": _("entered by the training institution"),
    "platform": _("sent by a platform"),
    "feed": _("sent by the system of the industry"),
}
CHOICE_VALUES = {
    "A-01": {
        "county_and_year": _("it starts again every year"),
        "county": _("it runs on over the years"),
    },
    "A-06": {
        "hard": _("they are floors"),
        "soft": _("only the total is a floor"),
    },
    "A-09": {
        "excluded": _("it is not a year of the cycle"),
        "included": _("it is a year of the cycle"),
    },
    "A-19": {
        "notice": _("accepted with a notice"),
        "refused": pgettext_lazy("outcome", "refused"),
    },
    "A-23": {
        "left_out": _("no, this step is left out"),
        "required": _("yes, this step is required"),
    },
    "A-27": {
        "once": _("once in the three years"),
        "each_year": _("in each of the three years"),
    },
    "A-45": {
        "january_31": _("until January 31 of the next year"),
        "december_31": _("until December 31 of the year itself"),
    },
    "A-48": {
        "single_year": _("the single year"),
        "appointment_cycle": _("the average of the appointment cycle"),
    },
}
