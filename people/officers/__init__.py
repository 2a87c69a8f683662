"""Who acts for a body: hats given, taken back and lent for a while."""


def introduce() -> None:
    from django.utils.translation import gettext_lazy as _

    from people.officers.access import may_give_hats
    from ui import navigation

    navigation.register(
        navigation.NavigationEntry(
            label=_("Officers"),
            url_name="officers",
            is_aside=True,
            order=60,
            shown_to=may_give_hats,
            summary=_("Who acts for your organization, from when until when; deputies; one-time links."),
        )
    )
