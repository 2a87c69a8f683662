import pytest

from ui import hats, navigation
from ui.navigation import NavigationEntry


class Somebody:
    def __init__(self, label="陈洁仪", hat="", organization_label="", may=()):
        self.label = label
        self.hat = hat
        self.organization_label = organization_label
        self.may = may


@pytest.fixture
def entries(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", [])
    navigation.register(
        NavigationEntry(label="Help", url_name="help", order=20, shown_to=lambda actor: True),
        NavigationEntry(label="Home", url_name="home", order=0, shown_to=lambda actor: True),
        NavigationEntry(label="Parts", url_name="styleguide", order=10, shown_to=lambda actor: "parts" in actor.may),
    )


def test_menu_holds_what_the_person_may_see_in_order(entries):
    assert [link["label"] for link in navigation.entries_for(Somebody(), "/")] == ["Home", "Help"]
    assert [link["label"] for link in navigation.entries_for(Somebody(may=["parts"]), "/")] == ["Home", "Parts", "Help"]


@pytest.mark.parametrize(
    ("path", "current"), [("/", ["Home"]), ("/help/", ["Help"]), ("/help/3/", ["Help"]), ("/x/", [])]
)
def test_entry_of_the_page_one_is_on_is_marked(entries, path, current):
    assert [link["label"] for link in navigation.entries_for(Somebody(), path) if link["current"]] == current


def test_hat_is_told_as_person_place_of_work_and_role(monkeypatch):
    monkeypatch.setattr(hats, "_names", {"hr_clerk": "人事"})

    somebody = Somebody(hat="hr_clerk", organization_label="珠江岸设计院")

    assert hats.hat_line(somebody) == "陈洁仪 · 珠江岸设计院 人事"
    assert hats.hat_line(Somebody()) == "陈洁仪"


def test_role_nobody_named_is_shown_as_it_is_stored():
    assert hats.role_name("retired_role") == "retired_role"
