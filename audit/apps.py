from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ui import navigation


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self) -> None:
        from audit import actions, objects
        from audit.access import may_read_trail
        from audit.wording import ACTION_NAMES, OBJECT_NAMES

        actions.name_actions(ACTION_NAMES)
        objects.name_objects(OBJECT_NAMES)
        navigation.register(
            navigation.NavigationEntry(
                label=_("Audit trail"),
                url_name="audit:events",
                order=70,
                shown_to=may_read_trail,
                summary=_("Who did what, in which hat and why; follow one object's life, export, check the chain."),
            ),
            navigation.NavigationEntry(
                label=_("Checkpoints"),
                url_name="audit:checkpoints",
                order=70,
                shown_to=lambda actor: actor.user_id is None,
                summary=_("Keep a copy, and nobody can rewrite the history of this system behind your back."),
            ),
        )
