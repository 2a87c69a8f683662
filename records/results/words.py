"""The words for what is wrong with a row of results, and the words people use in one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from uploads.words import Words

PASSED, FAILED = "yes", "no"

FINDINGS: dict[str, Words] = {
    "class_not_ended": Words(
        _("The class ends on %(date)s only."),
        _("Results can be entered from the day after. Upload the file again then."),
        _("class not ended"),
    ),
    "class_without_status": Words(
        _("The class has no filing status."),
        _("Its hours do not count as those of a planned class (ST14 六(七)). Ask the bureau that took it away."),
        _("class without filing status"),
    ),
    "person_unknown": Words(
        _("Nobody is registered under this number."),
        _("Compare it with the document. If it is right, the employer has to register the person first."),
        _("person not found"),
    ),
    "name_of_another": Words(
        _("The name does not fit the number."),
        _("Compare both with the document. If the name was changed, the person applies for the correction first."),
        _("name and number do not fit"),
    ),
    "own_result": Words(_("This is your own result."), _("A colleague has to enter it."), _("own result")),
    "never_employed": Words(
        _("The person has no employer in the system."),
        _("Whose rules hold and who recognizes the hours follows from it. An employer takes the person on first."),
        _("no employer"),
    ),
    "other_employer": Words(
        _("In the system the person is with another employer."),
        _("The system's holds. After a move the person applies for the change."),
        _("other employer"),
    ),
    "not_on_roster": Words(_("Not on the roster of the class."), _("Will be added to it."), _("not on the roster")),
    "above_plan": Words(
        _("More than the %(plan)s hours of the class plan."),
        _("%(plan)s will be written (A-16)."),
        _("hours above the plan"),
    ),
    "attended_less": Words(
        _("Only %(attended)s hours attended, %(hours)s to be credited."),
        _("Check the attendance list. They will be written as they stand."),
        _("attended less than credited"),
    ),
    "attended_above_plan": Words(
        _("More than the %(plan)s hours of the class plan."),
        _("Check the attendance list. It will be written as it stands."),
        _("attended more than planned"),
    ),
    "mark_against_passed": Words(
        _("The mark is below %(least)s, and the result says passed."),
        _("“Passed” will be written. If it is wrong, correct it."),
        _("mark against result"),
    ),
    "failed_exam": Words(_("Not passed."), _("Will be written, and counts 0 hours (R-G1, GD10 八)."), _("not passed")),
    "passed_unclear": Words(
        _("It cannot be told whether the person has passed."),
        _("Fill in 合格 or 不合格, or a mark."),
        _("result missing"),
    ),
    "passed_unknown": Words(
        _("“%(word)s” says neither passed nor failed."), _("Fill in 合格 or 不合格."), _("result unclear")
    ),
    "passed_unknown_near": Words(
        _("“%(word)s” says neither passed nor failed."), _("Did you mean “%(suggestion)s”?"), _("result unclear")
    ),
    "goes_another_way": Words(
        _("Specialty hours of this person are not entered by institutions."),
        _("They come from the system of the person's industry authority (%(rule)s, %(cite)s). Report them there."),
        _("belongs into the industry's system"),
    ),
    "not_counted_here": Words(
        _("The rules for this person give no hours for subjects of this category."),
        _("See %(rule)s, %(cite)s. The row cannot be written."),
        _("category not counted"),
    ),
    "no_rules": Words(
        _("No rule set covers the year %(year)s at the place of the person's employer."),
        _("The row cannot be written."),
        _("no rules for the year"),
    ),
    "nobody_decides": Words(
        _("At the person's place nobody is registered who recognizes such hours."),
        _("Ask the bureau to enter the body; then upload the file again."),
        _("nobody to decide"),
    ),
    "own_record_gives_way": Words(
        _("The person, or the employer, has logged this class too."),
        _("That record gives way to yours: the institution's counts (G9, GDQ18 五)."),
        _("also logged by the person"),
    ),
    "own_record_frozen": Words(
        _("The person's own record of this class stands behind a certificate."),
        _("It stays; the row cannot be written."),
        _("certificate issued"),
    ),
    "result_frozen": Words(
        _("A certificate rests on this result."),
        _("It cannot be changed any more. Ask the bureau that issued it."),
        _("certificate issued"),
    ),
    "result_corrected": Words(
        _("So far: %(before)s."), _("It will be corrected; the old one is kept."), _("corrected")
    ),
    "recognized_corrected": Words(
        _("The hours are recognized already. So far: %(before)s."),
        _("They will be corrected as the institution's correction; those who recognized them are told."),
        _("recognized hours corrected"),
    ),
}

# The usual word first: it is the one that is suggested and offered.
RESULTS: dict[str, tuple[str, ...]] = {
    PASSED: ("合格", "及格", "通过", "是", "√", "已通过", "考核合格", "Passed", "Y"),
    FAILED: ("不合格", "不及格", "未通过", "否", "×", "缺考", "未参加", "Failed", "N"),
}
MARKS_OF_PASSING = ("优秀", "优", "良好", "良", "中等", "中", "及格", "合格", "通过")
MARKS_OF_FAILING = ("不及格", "不合格", "差", "缺考", "未参加", "未通过")
