from django.db import models
from django.utils.translation import pgettext_lazy


class CorrectedField(models.TextChoices):
    NAME = "name", pgettext_lazy("corrected field", "Name")
    DOCUMENT = "document", pgettext_lazy("corrected field", "Identity document and its number")


class ProofType(models.TextChoices):
    """What a proof may be, by its content and not by its name. The value ends the name under which it is served."""

    PDF = "pdf", "PDF"
    JPEG = "jpg", "JPG"
    PNG = "png", "PNG"
