from tests.factories.people import MembershipFactory, OrganizationFactory, UserFactory

__all__ = ["MembershipFactory", "OrganizationFactory", "UserFactory"]
