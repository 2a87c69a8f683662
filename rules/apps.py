from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "rules"

    def ready(self) -> None:
        from rules.startup import load_rule_books

        load_rule_books()
