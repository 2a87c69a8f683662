"""Rows of the people room. Names are invented and visibly so."""

import datetime

import factory
from django.contrib.auth.hashers import make_password

from people.enums import OrganizationKind
from people.models import Membership, Organization, User
from people.roles import Role

PASSWORD = "a long known test password"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    class Params:
        clear_password = PASSWORD

    username = factory.Sequence(lambda number: f"test.person{number}")
    display_name = factory.Sequence(lambda number: f"测试人{number}")
    password = factory.LazyAttribute(lambda user: make_password(user.clear_password))


class OrganizationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organization

    kind = OrganizationKind.EMPLOYER
    name = factory.Sequence(lambda number: f"测试单位{number}")


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organization = factory.SubFactory(OrganizationFactory)
    role = Role.PROFESSIONAL
    started_on = datetime.date(2020, 1, 1)
