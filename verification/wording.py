"""The words of this room in the audit trail."""

from django.utils.translation import gettext_lazy

ACTION_NAMES = {
    "batch.started": gettext_lazy("started a year-end batch"),
    "batch.tried": gettext_lazy("finished the dry run of a year-end batch"),
    "batch.confirmed": gettext_lazy("confirmed a year-end batch"),
    "batch.county_done": gettext_lazy("verified a county in a year-end batch"),
    "batch.finished": gettext_lazy("finished a year-end batch"),
    "batch.run_again": gettext_lazy("ran a year-end batch again"),
    "batch.discarded": gettext_lazy("discarded a year-end batch"),
    "batch.halted": gettext_lazy("halted the year-end batch of an area"),
    "batch.halt_lifted": gettext_lazy("lifted the halt of an area"),
    "verification.passed_late": gettext_lazy("passed by a late recognition"),
    "review_case.filed": gettext_lazy("filed the form for an annual review"),
    "review_case.resubmitted": gettext_lazy("sent the form for an annual review again"),
    "review_case.returned": gettext_lazy("returned an annual review"),
    "review_case.qualified": gettext_lazy("found the hours of a year complete"),
    "review_case.refused": gettext_lazy("did not verify a year"),
    "review_case.withdrawn": gettext_lazy("withdrew an annual review"),
    "review_case.undone": gettext_lazy("took back the decision of an annual review"),
    "review_case.figures_seen": gettext_lazy("chose the figures of an annual review"),
    "review_papers.taken": gettext_lazy("took the forms of annual reviews along"),
    "verification.reviewed": gettext_lazy("verified a year by review"),
    "filing_way.declared": gettext_lazy("declared how forms are filed"),
    "appointment.declared": gettext_lazy("declared the years of an appointment"),
    "appointment.withdrawn": gettext_lazy("withdrew the years of an appointment"),
    "real_time.asked": gettext_lazy("asked for a review in real time"),
    "real_time.ended": gettext_lazy("no longer asks for a review in real time"),
    "verification.voided": gettext_lazy("voided a verification"),
}
OBJECT_NAMES = {
    "verification.batchrun": gettext_lazy("year-end batch"),
    "verification.batchitem": gettext_lazy("county in a year-end batch"),
    "verification.reviewcase": gettext_lazy("annual review"),
    "verification.filingway": gettext_lazy("way of filing"),
    "verification.appointment": gettext_lazy("appointment"),
    "verification.realtimewish": gettext_lazy("wish for a review in real time"),
    "verification.hold": gettext_lazy("halt"),
    "verification.verification": gettext_lazy("verification"),
}
