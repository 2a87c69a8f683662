"""One-time links: the first way into an account."""


def introduce() -> None:
    from people.access_links.waiting import people_without_way_in
    from ui import tasks_waiting

    tasks_waiting.register(people_without_way_in)
