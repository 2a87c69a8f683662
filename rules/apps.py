from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulesConfig(AppConfig):
    name = "rules"

    def ready(self) -> None:
        from audit import actions, objects
        from rules.access import may_find_calendar
        from rules.startup import load_rule_books
        from rules.wording import ACTION_NAMES, OBJECT_NAMES
        from ui import navigation

        load_rule_books()
        actions.name_actions(ACTION_NAMES)
        objects.name_objects(OBJECT_NAMES)
        navigation.register(
            navigation.NavigationEntry(
                label=_("Hours calculator"),
                url_name="rules:calculator",
                is_aside=True,
                order=40,
                shown_to=lambda actor: True,
                summary=_("Is it enough, what is missing, and by which article? Answers at once, without an account."),
            ),
            navigation.NavigationEntry(
                label=_("Rule books"),
                url_name="rules:index",
                is_aside=True,
                order=45,
                shown_to=lambda actor: True,
                summary=_("Which rules hold where and since when, with the sentence behind every figure."),
            ),
            navigation.NavigationEntry(
                label=_("Working days"),
                url_name="rules:calendar",
                is_aside=True,
                order=50,
                shown_to=may_find_calendar,
                summary=_("Holidays, and weekends worked instead, by year: deadlines in working days rest on them."),
            ),
        )
