from __future__ import annotations

from decimal import Decimal
from typing import Any

import factory

from tests.factories.organizations import EmployerFactory
from tests.factories.professionals import ProfessionalFactory
from verification.enums import Kind, Way
from verification.models import Verification


class VerificationFactory(factory.django.DjangoModelFactory):
    """A year of somebody in Haizhu that was done, under the rules of Guangdong of 2021."""

    class Meta:
        model = Verification
        skip_postgeneration_save = True

    class Params:
        year = 2025

    professional = factory.SubFactory(ProfessionalFactory)
    employer = factory.SubFactory(EmployerFactory)
    area = factory.LazyAttribute(lambda row: row.employer.area)
    kind = Kind.ANNUAL
    way = Way.AUTOMATIC
    first_year = factory.SelfAttribute("year")
    last_year = factory.SelfAttribute("year")
    place = factory.LazyAttribute(lambda row: row.area.ljust(6, "0"))
    industry = factory.LazyAttribute(lambda row: str(row.professional.industry))
    title_level = "intermediate"
    ruleset = "GD-2021"
    rules_version = "test"
    required_total = Decimal(90)
    counted_total = Decimal(90)
    counted_public = Decimal(30)
    counted_specialty = Decimal(42)
    counted_mandatory = Decimal(0)
    counted_elective = Decimal(18)
    credits: Any = factory.LazyFunction(dict)
