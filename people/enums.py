from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganizationKind(models.TextChoices):
    EMPLOYER = "employer", _("Employer")
    INSTITUTION = "institution", _("Institution")
    INDUSTRY_AUTHORITY = "industry_authority", _("Industry authority")
    BUREAU = "bureau", _("Bureau")
    OPERATOR = "operator", _("Operator of this system")


class Theme(models.TextChoices):
    AUTOMATIC = "auto", _("Like the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class TypeSize(models.TextChoices):
    NORMAL = "normal", _("Normal")
    LARGE = "large", _("Large")
