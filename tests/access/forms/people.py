from __future__ import annotations

from django.utils import timezone

from people.access_links.services import make_access_links
from people.models import Division
from people.roles import Role
from tests.access.forms.sent import Body, Sent, today
from tests.access.world import World
from tests.factories import UserFactory
from tests.factories.people import PASSWORD
from tests.factories.professionals import invented_number


def employer_facts(world: World) -> Body:
    place = Division.objects.get(code=world.first.district)
    return {
        "name": "新测试单位",
        "division": place.pk,
        "belongs_to": "county",
        "ownership": "public",
        "industry": "general",
    }


def opened_link(world: World) -> str:
    """The session comes with the address of the link; see test_fields."""
    newcomer = UserFactory(display_name="新测试", password="!none")
    link = make_access_links([newcomer], at=timezone.now(), actor=world.first.members[Role.HR_CLERK].actor)[0]
    return f"accounts/access/{link.token}/"


WRITING: dict[str, Sent] = {
    "people.professionals.forms.RegistrationForm": Sent(
        "people/new/",
        Role.HR_CLERK,
        {
            "name": "新测试",
            "kind": "resident_id",
            "number": invented_number(9001),
            "industry": "health",
            "started_on": "2021-03-01",
        },
    ),
    "people.professionals.forms.TitleForm": Sent(
        lambda world: f"people/{world.first.colleague.pk}/titles/new/",
        Role.HR_CLERK,
        {"series": "engineering", "level": "intermediate", "title": "工程师", "obtained_on": "2019-01-01"},
    ),
    "people.professionals.forms.EndForm": Sent(
        lambda world: f"people/{world.first.colleague.pk}/employment/ending/",
        Role.HR_CLERK,
        {"ended_on": today(), "reason": "离职"},
    ),
    "people.professionals.forms.PhoneForm": Sent("people/me/phone/", Role.PROFESSIONAL, {"phone": "13800138001"}),
    "people.professionals.forms.RevealForm": Sent(
        lambda world: f"people/{world.first.colleague.pk}/number/", Role.HR_HEAD, {"reason": "核对"}
    ),
    "people.organizations.forms.OrganizationForm": Sent(
        "organizations/registration/employer/", Role.BUREAU_CLERK, employer_facts
    ),
    "people.organizations.forms.ReasonForm": Sent(
        lambda world: f"organizations/mergers/{world.merges['Quartz'].pk}/undoing/",
        Role.BUREAU_CLERK,
        {"reason": "合并有误"},
    ),
    "people.organizations.forms.ClosingForm": Sent(
        lambda world: f"organizations/{world.first.institution.pk}/closing/",
        Role.BUREAU_CLERK,
        {"closed_on": today(), "reason": "停办"},
    ),
    "people.organizations.forms.CommissionForm": Sent(
        lambda world: f"organizations/{world.first.institution.pk}/commissions/",
        Role.BUREAU_CLERK,
        {"year": 2026, "lines": "卫生"},
    ),
    "people.officers.forms.HatForm": Sent(
        lambda world: f"accounts/officers/of/{world.first.employer.pk}/addition/",
        Role.HR_HEAD,
        {"name": "新测试", "role": "hr_clerk", "started_on": today()},
    ),
    "people.officers.forms.DeputyForm": Sent(
        lambda world: f"accounts/officers/{world.first.members[Role.HR_CLERK].membership.pk}/deputy/",
        Role.HR_HEAD,
        lambda world: {"user": world.first.colleague.user.username, "started_on": today(), "ended_on": today()},
    ),
    "people.officers.forms.TakingForm": Sent(
        lambda world: f"accounts/officers/{world.first.members[Role.HR_CLERK].membership.pk}/end/",
        Role.HR_HEAD,
        {"last_day": today(), "reason": "调岗"},
    ),
    "people.access_links.forms.FirstSignInForm": Sent(
        opened_link,
        "",
        {"username": "new.name", "password1": "long and invented 71", "password2": "long and invented 71"},
    ),
    "people.access_links.forms.SignInNameForm": Sent(
        "accounts/sign-in-name/", Role.PROFESSIONAL, {"username": "chosen.name"}
    ),
    "people.forms.SignInForm": Sent(
        "accounts/login/",
        "",
        lambda world: {"login": world.first.neighbours_head.user.username, "password": PASSWORD},
    ),
    "people.forms.ChangePasswordForm": Sent(
        "accounts/password/change/",
        Role.PROFESSIONAL,
        {"oldpassword": PASSWORD, "password1": "long and invented 71", "password2": "long and invented 71"},
    ),
    "people.forms.PreferencesForm": Sent("preferences/", Role.PROFESSIONAL, {"language": "en", "theme": "dark"}),
    "people.mydata.kinds.MyDataForm": Sent("jobs/start/my_data_export/", Role.PROFESSIONAL, {"file_format": "json"}),
    "people.second_factor.forms.RenamePasskeyForm": Sent(
        lambda world: f"accounts/second-factor/passkeys/{world.key('passkey', 'own', 'hr_clerk')}/name/",
        Role.HR_CLERK,
        {"name": "home key"},
    ),
    "people.second_factor.forms.ConfirmByPasswordForm": Sent(
        "accounts/second-factor/confirmation/password/", Role.HR_CLERK, {"password": PASSWORD}
    ),
}
READING = {
    "people.forms.AccountFilterForm",
    "people.organizations.forms.OrganizationFilterForm",
    "people.professionals.filters.ProfessionalFilter",
    "people.professionals.filters.StatusForm",
    "people.professionals.forms.LookupForm",
    "people.professionals.forms.TitleFields",
}
PROVING = {
    "people.second_factor.forms.AddAppForm",
    "people.second_factor.forms.AddPasskeyForm",
    "people.second_factor.forms.CodeForm",
    "people.second_factor.forms.ConfirmByCodeForm",
}
ANSWERING = {
    "people.organizations.api.OrganizationDetailSerializer",
    "people.organizations.api.OrganizationSerializer",
    "people.professionals.api.EmploymentSerializer",
    "people.professionals.api.ProfessionalDetailSerializer",
    "people.professionals.api.ProfessionalSerializer",
    "people.professionals.api.TitleSerializer",
}
