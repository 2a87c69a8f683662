from django.utils.translation import gettext_lazy as _

from ui.navigation import NavigationEntry, register


def introduce() -> None:
    """Called once all models are there: what these rooms hold, the job that exports it, and the page in the menu."""
    from people.mydata import kinds  # noqa: F401 - registers itself
    from people.mydata.own_holdings import register_own_holdings

    register_own_holdings()
    register(
        NavigationEntry(
            label=_("My data"),
            url_name="mydata:page",
            is_aside=True,
            order=85,
            shown_to=lambda actor: actor.user_id is not None,
            summary=_("Everything held about you, who looked at it and why."),
        )
    )
