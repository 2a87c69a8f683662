from django.apps import AppConfig


class BrowserTestsConfig(AppConfig):
    name = "tests.browser"

    def ready(self) -> None:
        from tests.browser import kinds  # noqa: F401 - it registers itself
