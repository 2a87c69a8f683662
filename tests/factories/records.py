"""Learning records as the services leave them."""

import datetime

import factory

from courses.enums import SubjectCategory
from records.enums import RecordSource, RecordState
from records.models import LearningRecord
from tests.factories.professionals import ProfessionalFactory


class LearningRecordFactory(factory.django.DjangoModelFactory):
    """A draft of the person's own: a class of 18 hours in March 2026."""

    class Meta:
        model = LearningRecord

    professional = factory.SubFactory(ProfessionalFactory)
    activity = "class"
    category = SubjectCategory.SPECIALTY
    title = factory.Sequence(lambda number: f"测试学习{number}")
    started_on = None
    makeup_for = None
    ended_on = datetime.date(2026, 3, 12)
    study_year = factory.LazyAttribute(lambda record: record.makeup_for or record.ended_on.year)
    facts = factory.LazyFunction(lambda: {"hours": "18"})
    source = RecordSource.PERSON
    registered_by = factory.LazyAttribute(lambda record: record.professional.user)

    class Params:
        recognized = factory.Trait(
            state=RecordState.RECOGNIZED, recognized_on=factory.LazyAttribute(lambda record: record.ended_on)
        )
