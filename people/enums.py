from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganizationKind(models.TextChoices):
    EMPLOYER = "employer", _("Employer")
    INSTITUTION = "institution", _("Institution")
    INDUSTRY_AUTHORITY = "industry_authority", _("Industry authority")
    BUREAU = "bureau", _("Bureau")
    AGENCY = "agency", _("Personnel agency")
    DIRECT_POINT = "direct_point", _("Direct application point")
    OPERATOR = "operator", _("Operator of this system")


class Level(models.TextChoices):
    """Of a division, and of whoever answers for one. An employer of a county, district or county-level city belongs to
    what the contract of the rule books calls `district`."""

    PROVINCE = "province", pgettext_lazy("level", "province")
    CITY = "city", pgettext_lazy("level", "city")
    COUNTY = "county", pgettext_lazy("level", "county or district")


class DivisionKind(models.TextChoices):
    ORDINARY = "ordinary", pgettext_lazy("division", "ordinary")
    ZONE = "zone", pgettext_lazy("division", "development zone")


class Ownership(models.TextChoices):
    PUBLIC = "public", pgettext_lazy("ownership", "public")
    PRIVATE = "private", pgettext_lazy("ownership", "private")


class AuthorityForm(models.TextChoices):
    DEPARTMENT = "department", pgettext_lazy("authority", "department")
    ASSOCIATION = "association", pgettext_lazy("authority", "association")


class Industry(models.TextChoices):
    """The first three have rules of their own in some rule set."""

    ACCOUNTING = "accounting", pgettext_lazy("industry", "accounting")
    EDUCATION = "education", pgettext_lazy("industry", "education")
    HEALTH = "health", pgettext_lazy("industry", "health")
    CONSTRUCTION = "construction", pgettext_lazy("industry", "construction")
    TRANSPORT = "transport", pgettext_lazy("industry", "transport")
    MANUFACTURING = "manufacturing", pgettext_lazy("industry", "machinery and electronics")
    INFORMATION = "information", pgettext_lazy("industry", "information technology")
    ENVIRONMENT = "environment", pgettext_lazy("industry", "environment and water")
    AGRICULTURE = "agriculture", pgettext_lazy("industry", "agriculture")
    CULTURE = "culture", pgettext_lazy("industry", "culture, press and sport")
    LAW = "law", pgettext_lazy("industry", "legal services")
    GENERAL = "general", pgettext_lazy("industry", "other")


class DocumentKind(models.TextChoices):
    RESIDENT_ID = "resident_id", _("Resident identity card")
    RESIDENCE_PERMIT = "residence_permit", _("Residence permit of a Hong Kong, Macau or Taiwan resident")
    FOREIGN_PERMANENT = "foreign_permanent", _("Permanent resident card of a foreigner")
    PASSPORT = "passport", _("Passport")


class TitleLevel(models.TextChoices):
    """员级, 助理级, 中级, 副高, 正高; `people.titles` says what they are to the rule books."""

    STAFF = "staff", pgettext_lazy("title", "technician")
    ASSISTANT = "assistant", pgettext_lazy("title", "assistant")
    INTERMEDIATE = "intermediate", pgettext_lazy("title", "intermediate")
    DEPUTY_SENIOR = "deputy_senior", pgettext_lazy("title", "deputy senior")
    SENIOR = "senior", pgettext_lazy("title", "senior")


class TitleSeries(models.TextChoices):
    """The 27 series of titles (职称系列)."""

    UNIVERSITY_TEACHER = "university_teacher", pgettext_lazy("series", "university teacher")
    SOCIAL_SCIENCE = "social_science", pgettext_lazy("series", "philosophy and social science research")
    NATURAL_SCIENCE = "natural_science", pgettext_lazy("series", "natural science research")
    HEALTH = "health", pgettext_lazy("series", "health")
    ENGINEERING = "engineering", pgettext_lazy("series", "engineering")
    AGRICULTURE = "agriculture", pgettext_lazy("series", "agriculture")
    JOURNALISM = "journalism", pgettext_lazy("series", "journalism")
    PUBLISHING = "publishing", pgettext_lazy("series", "publishing")
    LIBRARY = "library", pgettext_lazy("series", "library and information")
    MUSEUM = "museum", pgettext_lazy("series", "museums and relics")
    ARCHIVES = "archives", pgettext_lazy("series", "archives")
    CRAFTS = "crafts", pgettext_lazy("series", "arts and crafts")
    TECHNICIAN_TEACHER = "technician_teacher", pgettext_lazy("series", "technician-college teacher")
    SPORT = "sport", pgettext_lazy("series", "sport")
    TRANSLATION = "translation", pgettext_lazy("series", "translation")
    BROADCASTING = "broadcasting", pgettext_lazy("series", "broadcasting and hosting")
    ACCOUNTING = "accounting", pgettext_lazy("series", "accounting")
    STATISTICS = "statistics", pgettext_lazy("series", "statistics")
    ECONOMICS = "economics", pgettext_lazy("series", "economics")
    LABORATORY = "laboratory", pgettext_lazy("series", "laboratory technology")
    VOCATIONAL_TEACHER = "vocational_teacher", pgettext_lazy("series", "secondary vocational teacher")
    SCHOOL_TEACHER = "school_teacher", pgettext_lazy("series", "primary and secondary school teacher")
    ARTS = "arts", pgettext_lazy("series", "arts")
    PUBLIC_LAW = "public_law", pgettext_lazy("series", "public legal service")
    SHIPPING = "shipping", pgettext_lazy("series", "shipping")
    AVIATION = "aviation", pgettext_lazy("series", "civil aviation flight")
    AUDITING = "auditing", pgettext_lazy("series", "auditing")


class Theme(models.TextChoices):
    AUTOMATIC = "auto", _("Like the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class TypeSize(models.TextChoices):
    NORMAL = "normal", _("Normal")
    LARGE = "large", _("Large")


class FileType(models.TextChoices):
    """What a proof may be, by its content and not by its name. The value ends the name under which it is served."""

    PDF = "pdf", "PDF"
    JPEG = "jpg", "JPG"
    PNG = "png", "PNG"
    HEIC = "heic", "HEIC"
    OFD = "ofd", "OFD"
