from audit.requests import ActorRequest
from people.models import User
from ui.preferences import Preferences


class SignedInRequest(ActorRequest):
    """What a view behind `login_required` is given, for annotations."""

    user: User
    preferences: Preferences
