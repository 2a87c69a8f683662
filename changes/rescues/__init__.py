"""Letting somebody in again who lost the way into an account: no employer and no bureau can do it alone."""


def introduce() -> None:
    from django.db.models import Q
    from django.utils.translation import gettext_lazy as _

    from approvals import procedures
    from audit import actions, objects
    from changes.rescues.access import may_ask
    from changes.rescues.holdings import RESCUES as HELD
    from changes.rescues.links import rescue_link
    from changes.rescues.procedure import RESCUES
    from changes.rescues.waiting import waiting_rescues
    from changes.rescues.wording import ACTION_NAMES, OBJECT_NAMES
    from people.mydata import registry
    from people.organizations.references import Reference, register_reference
    from people.professionals import person_links
    from ui import navigation, tasks_waiting

    actions.name_actions(ACTION_NAMES)
    objects.name_objects(OBJECT_NAMES)
    procedures.register(RESCUES)
    registry.register(HELD)
    person_links.register(rescue_link)
    tasks_waiting.register(waiting_rescues)
    register_reference(
        Reference(
            model="changes.Rescue",
            field="organization",
            label=_("People to be let in again"),
            where=Q(closed_at=None),
            related=("account",),
        )
    )
    navigation.register(
        navigation.NavigationEntry(
            label=_("Lost access"),
            url_name="changes:rescues",
            is_aside=True,
            order=36,
            shown_to=may_ask,
            summary=_("Let somebody in again who lost the password or the second factor, together with the bureau."),
        )
    )
