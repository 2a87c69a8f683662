from courses.models.catalogs import Catalog, CatalogQuerySet, Course, CourseQuerySet, StudySite, StudySiteQuerySet
from courses.models.classes import (
    CLASS_PLAN,
    ClassChange,
    Inspection,
    LostCommission,
    TrainingClass,
    TrainingClassQuerySet,
)
from courses.models.rosters import RosterEntry, RosterEntryQuerySet

__all__ = [
    "CLASS_PLAN",
    "Catalog",
    "CatalogQuerySet",
    "ClassChange",
    "Course",
    "CourseQuerySet",
    "Inspection",
    "LostCommission",
    "RosterEntry",
    "RosterEntryQuerySet",
    "StudySite",
    "StudySiteQuerySet",
    "TrainingClass",
    "TrainingClassQuerySet",
]
