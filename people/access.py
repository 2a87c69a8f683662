"""Who may do what here, as plain questions. Which rows one sees is answered by `visible_to` on each model."""

from audit.actors import Actor


def may_read_everybody(actor: Actor) -> bool:
    """The whole list of accounts, organizations and memberships: for those who look after the system or audit it."""
    return actor.can("people.read_all")
