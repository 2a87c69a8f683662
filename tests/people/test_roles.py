from people.roles import CAPABILITIES, SUMMARIES, Role, capabilities_of


def test_every_role_with_capabilities_says_what_it_is_good_for():
    assert set(SUMMARIES) == set(CAPABILITIES)


def test_auditor_changes_nothing():
    verbs = {capability.split(".")[1] for capability in capabilities_of(Role.AUDITOR)}

    assert verbs == {"read", "read_all", "start"}


def test_unknown_role_may_nothing():
    assert capabilities_of("king") == frozenset()
