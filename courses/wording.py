"""The words of this room in the audit trail."""

from django.utils.translation import gettext_lazy

ACTION_NAMES = {
    "catalog.drafted": gettext_lazy("drafted a catalog"),
    "catalog.amended": gettext_lazy("amended the draft of a catalog"),
    "catalog.published": gettext_lazy("published a catalog"),
    "catalog.withdrawn": gettext_lazy("withdrew a catalog"),
    "catalog.discarded": gettext_lazy("discarded the draft of a catalog"),
    "course.added": gettext_lazy("added a course"),
    "course.amended": gettext_lazy("amended a course"),
    "course.removed": gettext_lazy("took a course out"),
    "site.approved": gettext_lazy("approved a study site"),
    "site.amended": gettext_lazy("amended a study site"),
    "class.drafted": gettext_lazy("drafted a class"),
    "class.amended": gettext_lazy("amended a class plan"),
    "class.discarded": gettext_lazy("discarded the draft of a class"),
    "class.filed": gettext_lazy("filed a class"),
    "class.published": gettext_lazy("published a class"),
    "class.refused": gettext_lazy("refused a class"),
    "class.taken_back": gettext_lazy("took a class back"),
    "class.changed": gettext_lazy("changed a published class"),
    "class.cancelled": gettext_lazy("cancelled a class"),
    "class.inspected": gettext_lazy("inspected a class"),
    "class.put_right": gettext_lazy("put right what an inspection found"),
    "class.status_lost": gettext_lazy("took the filing status of a class"),
    "commission.withdrawn": gettext_lazy("withdrew a commission"),
    "roster.enrolled": gettext_lazy("enrolled in a class"),
    "roster.taken_off": gettext_lazy("took off a roster"),
}
OBJECT_NAMES = {
    "courses.catalog": gettext_lazy("catalog"),
    "courses.course": gettext_lazy("course"),
    "courses.studysite": gettext_lazy("study site"),
    "courses.trainingclass": gettext_lazy("training class"),
    "courses.rosterentry": gettext_lazy("place in a class"),
    "courses.inspection": gettext_lazy("inspection"),
    "courses.lostcommission": gettext_lazy("loss of a commission"),
}
