"""One-time links: the first way into an account."""


def introduce() -> None:
    from people.access_links.links import first_link
    from people.access_links.waiting import people_without_way_in
    from people.professionals import person_links
    from ui import tasks_waiting

    person_links.register(first_link)
    tasks_waiting.register(people_without_way_in)
