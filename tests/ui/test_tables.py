import pytest
from django.http import QueryDict

from people.models import Organization
from ui.tables import Column, Table

pytestmark = pytest.mark.django_db

EMPLOYERS = Table(
    columns=(
        Column("name", "Name", order_by=("name",)),
        Column("kind", "Kind", order_by=("kind",), newest_first=True),
        Column("note", "Note"),
    ),
    default_sort="name",
    per_page=3,
    at_most=10,
)


@pytest.fixture
def organizations():
    return [Organization.objects.create(name=f"Employer {number:02}", kind="employer") for number in range(7)]


def page(query="", table=EMPLOYERS):
    return table.page(Organization.objects.all(), QueryDict(query))


def names(rows):
    return [row.name for row in rows]


def test_page_shows_the_first_rows_in_the_default_order(organizations):
    shown = page()

    assert names(shown) == ["Employer 00", "Employer 01", "Employer 02"]
    assert (shown.first, shown.last, shown.total, shown.page_count) == (1, 3, 7, 3)


def test_sort_in_the_address_is_followed(organizations):
    assert names(page("sort=-name")) == ["Employer 06", "Employer 05", "Employer 04"]


@pytest.mark.parametrize("sort", ["password", "note", "-note", "--name", "name;drop", "kind,name", ""])
def test_sort_that_the_table_does_not_offer_is_ignored(organizations, sort):
    assert names(page(f"sort={sort}")) == names(page())


@pytest.mark.parametrize(
    ("number", "shown"), [("999", "Employer 06"), ("0", "Employer 06"), ("-1", "Employer 06"), ("x", "Employer 00")]
)
def test_wrong_page_number_leads_to_a_page_that_exists(organizations, number, shown):
    assert names(page(f"page={number}"))[0] == shown


def test_rows_with_equal_values_keep_their_places_over_the_pages(organizations):
    walked = [name for number in (1, 2, 3) for name in names(page(f"sort=-kind&page={number}"))]

    assert walked == [f"Employer {number:02}" for number in range(6, -1, -1)]


def test_links_keep_the_filter_and_sorting_starts_at_the_first_page(organizations):
    shown = page("kind=employer&sort=name&page=2")

    assert shown.next_url == "?kind=employer&sort=name&page=3"
    assert shown.previous_url == "?kind=employer&sort=name&page=1"
    assert shown.headings[0].url == "?kind=employer&sort=-name"


def test_heading_says_how_rows_are_sorted_and_turns_round_when_pressed_again(organizations):
    name, kind, note = page("sort=-kind").headings

    assert (name.direction, name.url) == ("", "?sort=name")
    assert (kind.direction, kind.url) == ("descending", "?sort=kind")
    assert (note.direction, note.url) == ("", "")


def test_list_longer_than_can_be_paged_says_that_it_is_cut(organizations):
    for number in range(7, 12):
        Organization.objects.create(name=f"Employer {number:02}", kind="employer")

    shown = page("page=99")

    assert shown.is_cut
    assert shown.total == 10
    assert names(shown) == ["Employer 09"]


def test_number_of_queries_does_not_grow_with_the_rows(organizations, django_assert_num_queries):
    with django_assert_num_queries(2):
        shown = page()
        list(shown)
        assert shown.numbered_urls
        assert shown.headings


def test_empty_list_has_one_empty_page():
    shown = page()

    assert (len(shown), shown.total, shown.first, shown.last) == (0, 0, 0, 0)
    assert not shown.next_url
    assert not shown.previous_url


def test_later_page_of_joined_rows_is_the_same_in_as_many_queries(organizations, django_assert_num_queries):
    joined = EMPLOYERS.page(Organization.objects.select_related("division"), QueryDict("page=2&sort=-name"))
    last = EMPLOYERS.page(Organization.objects.select_related("division"), QueryDict("page=3&sort=-name"))

    with django_assert_num_queries(2):
        assert names(joined) == ["Employer 03", "Employer 02", "Employer 01"]
    assert names(last) == ["Employer 00"]
