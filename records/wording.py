"""The words of this room in the audit trail."""

from django.utils.translation import gettext_lazy

ACTION_NAMES = {
    "record.drafted": gettext_lazy("drafted a record"),
    "record.amended": gettext_lazy("amended a record"),
    "record.discarded": gettext_lazy("discarded a draft"),
    "record.submitted": gettext_lazy("sent a record"),
    "record.resubmitted": gettext_lazy("sent a record again"),
    "record.recognized": gettext_lazy("recognized a record"),
    "record.returned": gettext_lazy("returned a record"),
    "record.rejected": gettext_lazy("refused a record"),
    "record.withdrawn": gettext_lazy("withdrew a record"),
    "record.undone": gettext_lazy("took back a decision on a record"),
    "record.voided": gettext_lazy("voided a record"),
    "evidence.attached": gettext_lazy("attached a proof"),
    "evidence.removed": gettext_lazy("removed a proof"),
    "evidence.taken": gettext_lazy("opened a proof"),
    "record_correction.asked": gettext_lazy("asked for the correction of a record"),
    "record_correction.amended": gettext_lazy("amended the correction of a record"),
    "record_correction.carried_out": gettext_lazy("carried out the correction of a record"),
    "record.frozen": gettext_lazy("froze a record"),
    "record.corrected_by_institution": gettext_lazy("corrected a recognized record, as the institution"),
    "class_result.entered": gettext_lazy("entered a result"),
    "class_result.corrected": gettext_lazy("corrected a result"),
    "class.roster_taken": gettext_lazy("took the roster of a class with its results"),
    "class_result.certified": gettext_lazy("had a certificate of continuing education printed"),
    "class.results_entered": gettext_lazy("reported the results of a class"),
    "roster.added_with_result": gettext_lazy("added somebody to the roster with the result"),
    "feed.opened": gettext_lazy("opened a feed"),
    "feed.token_renewed": gettext_lazy("renewed the token of a feed"),
    "feed.ended": gettext_lazy("ended a feed"),
}
OBJECT_NAMES = {
    "records.learningrecord": gettext_lazy("learning record"),
    "records.recordcorrection": gettext_lazy("correction of a record"),
    "records.evidence": gettext_lazy("proof"),
    "records.classresult": gettext_lazy("result of a class"),
    "records.feedsource": gettext_lazy("feed"),
    "records.ledgeryear": gettext_lazy("year of the ledger"),
    "records.trainingspend": gettext_lazy("training spend"),
}
