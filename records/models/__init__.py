from records.models.evidence import Evidence, EvidenceQuerySet
from records.models.feeds import FeedCall, FeedRow, FeedSource, FeedSourceQuerySet
from records.models.ledger import CalendarFeed, LedgerYear, LedgerYearQuerySet, Reminder, TrainingSpend
from records.models.records import (
    CORRECTION,
    RECORD,
    LearningRecord,
    LearningRecordQuerySet,
    RecordCorrection,
    RecordCorrectionQuerySet,
)
from records.models.results import ClassResult, ClassResultQuerySet, ResultRevision
from records.models.sorting import HandedOver, HandedOverQuerySet

__all__ = [
    "CORRECTION",
    "RECORD",
    "CalendarFeed",
    "ClassResult",
    "ClassResultQuerySet",
    "Evidence",
    "EvidenceQuerySet",
    "FeedCall",
    "FeedRow",
    "FeedSource",
    "FeedSourceQuerySet",
    "HandedOver",
    "HandedOverQuerySet",
    "LearningRecord",
    "LearningRecordQuerySet",
    "LedgerYear",
    "LedgerYearQuerySet",
    "RecordCorrection",
    "RecordCorrectionQuerySet",
    "Reminder",
    "ResultRevision",
    "TrainingSpend",
]
