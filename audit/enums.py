from django.db import models
from django.utils.translation import gettext_lazy as _


class Damage(models.TextChoices):
    """What can be wrong at a place of the chain."""

    ALTERED = "altered", _("altered")
    MISSING = "missing", _("missing")
    INSERTED = "inserted", _("inserted")
    OUT_OF_ORDER = "out_of_order", _("out of order")
    HEAD = "head", _("head does not match")
    CHECKPOINT = "checkpoint", _("checkpoint does not match")


DAMAGE_SENTENCES = {
    Damage.ALTERED: _("Event %(event)s at position %(position)s is not what was sealed: it was altered."),
    Damage.MISSING: _("The event at position %(position)s is missing."),
    Damage.INSERTED: _("Event %(event)s at position %(position)s was inserted afterwards."),
    Damage.OUT_OF_ORDER: _("Event %(event)s was moved to position %(position)s from another place."),
    Damage.HEAD: _("The end of the chain at position %(position)s is not the one the sealer signed."),
    Damage.CHECKPOINT: _("The checkpoint of %(date)s does not match the event at position %(position)s."),
}
