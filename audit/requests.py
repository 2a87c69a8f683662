from django.http import HttpRequest

from audit.actors import Actor


class ActorRequest(HttpRequest):
    """A request after people.middleware.ActorMiddleware, for annotations."""

    actor: Actor
