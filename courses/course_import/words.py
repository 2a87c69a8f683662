"""What is said about cells of a list of courses, and by which words its choices are known."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.enums import StudyForm, SubjectCategory
from uploads.words import Words

CATEGORIES: dict[str, tuple[str, ...]] = {
    SubjectCategory.PUBLIC: ("公需科目", "公需", "公共科目", "public"),
    SubjectCategory.SPECIALTY: ("专业科目", "专业", "specialty"),
    SubjectCategory.ELECTIVE: ("选修科目", "选修", "个人选修科目", "elective"),
}
FORMS: dict[str, tuple[str, ...]] = {
    StudyForm.FACE_TO_FACE: ("面授", "集中面授", "线下", "Face to face"),
    StudyForm.ONLINE: ("网络", "网络学习", "线上", "远程", "Online"),
}
YES, NO = "yes", "no"
MANDATORY: dict[str, tuple[str, ...]] = {YES: ("是", "必修", "yes"), NO: ("否", "非必修", "no")}

FINDINGS: dict[str, Words] = {
    "not_an_amount": Words(
        _("“%(text)s” is no amount."), _("Enter a number like 18 or 7.5, without a unit."), _("no amount")
    ),
    "amount_not_positive": Words(
        _("A course is worth more than 0 hours."), _("Enter the hours of the course."), _("no hours")
    ),
    "amount_too_large": Words(
        _("“%(text)s” is too large."), _("Compare it with the plan of the course."), _("amount too large")
    ),
    "too_many_decimals": Words(
        _("“%(text)s” has more than two decimals."), _("Round it to two decimals."), _("too many decimals")
    ),
    "not_a_past_year": Words(
        _("This is no year before the one of the catalog."),
        _("Enter the past year for which the course makes up, like 2013."),
        _("no past year"),
    ),
    "category_unknown": Words(
        _("“%(word)s” is no subject category."), _("The template lists them."), _("unknown category")
    ),
    "category_unknown_near": Words(
        _("“%(word)s” is no subject category."), _("Did you mean “%(suggestion)s”?"), _("unknown category")
    ),
    "category_missing": Words(
        _("The category is missing."), _("A make-up catalog holds all three; say which one."), _("category missing")
    ),
    "category_not_of_catalog": Words(
        _("Courses of this category do not stand in this catalog."),
        _("Take the row out, or correct the category."),
        _("wrong category for the catalog"),
    ),
    "form_unknown": Words(_("“%(word)s” is no form of study."), _("The template lists them."), _("unknown form")),
    "form_unknown_near": Words(
        _("“%(word)s” is no form of study."), _("Did you mean “%(suggestion)s”?"), _("unknown form")
    ),
    "mandatory_unknown": Words(_("“%(word)s” is neither yes nor no."), _("Enter 是 or 否."), _("neither yes nor no")),
    "mandatory_unknown_near": Words(
        _("“%(word)s” is neither yes nor no."), _("Did you mean “%(suggestion)s”?"), _("neither yes nor no")
    ),
    "mandatory_only_in_guides": Words(
        _("Only guides to specialty subjects have mandatory content."), _("It is not written."), _("not a guide")
    ),
    "site_unknown": Words(
        _("No site of this name is approved for your area."),
        _("Approve it first under “Study sites”, or correct the name."),
        _("site not approved"),
    ),
    "site_not_for_category": Words(
        _("This site is not approved for the category."),
        _("Choose another site, or amend its approval."),
        _("site not for the category"),
    ),
    "online_without_site": Words(
        _("An online course needs a site or an address."),
        _("Fill in one of the two columns."),
        _("online without site"),
    ),
    "not_an_address": Words(
        _("This is no web address."), _("Enter it whole, with https:// in front."), _("no web address")
    ),
    "course_will_change": Words(_("So far: %(before)s."), _("It will be changed."), _("brought up to date")),
}
