from django.db import models
from django.utils.translation import pgettext_lazy


class LostWay(models.TextChoices):
    """Why somebody cannot sign in any more."""

    PASSWORD = "password", pgettext_lazy("why access was lost", "Password forgotten")
    SECOND_FACTOR = "second_factor", pgettext_lazy("why access was lost", "Second factor lost")
    BOTH = "both", pgettext_lazy("why access was lost", "Password and second factor lost")
    TAKEN_OVER = "taken_over", pgettext_lazy("why access was lost", "Somebody else uses the account")


class IdentityShown(models.TextChoices):
    """By what the asking side knew that it is the owner. No file is kept of it."""

    DOCUMENT = "document", pgettext_lazy("how identity was shown", "Came in person with the identity document")
    OTHER_DOCUMENT = "other", pgettext_lazy("how identity was shown", "Came in person with another official photo ID")
    VIDEO = "video", pgettext_lazy("how identity was shown", "Showed the identity document in a video call")


class Stage(models.TextChoices):
    """How far a rescue has come: its approval first, then the one slip it gives."""

    ASKED = "asked", pgettext_lazy("stage of a rescue", "With the bureau")
    RETURNED = "returned", pgettext_lazy("stage of a rescue", "Returned")
    REFUSED = "refused", pgettext_lazy("stage of a rescue", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("stage of a rescue", "Withdrawn")
    GRANTED = "granted", pgettext_lazy("stage of a rescue", "Slip to be made")
    LAPSED = "lapsed", pgettext_lazy("stage of a rescue", "Lapsed unused")
    HANDED_OVER = "handed_over", pgettext_lazy("stage of a rescue", "Slip made")
    BACK = "back", pgettext_lazy("stage of a rescue", "Back in")
    STOPPED = "stopped", pgettext_lazy("stage of a rescue", "Stopped")

    @property
    def badge(self) -> str:
        return BADGES[self]


# The shape and color of a stage: suffixes of `status-badge`.
BADGES = {
    Stage.ASKED: "waiting",
    Stage.RETURNED: "returned",
    Stage.REFUSED: "refused",
    Stage.WITHDRAWN: "excluded",
    Stage.GRANTED: "warned",
    Stage.LAPSED: "excluded",
    Stage.HANDED_OVER: "waiting",
    Stage.BACK: "counted",
    Stage.STOPPED: "refused",
}
