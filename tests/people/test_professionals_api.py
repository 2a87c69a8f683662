import pytest

from audit.models import Event
from people.enums import Industry
from people.professionals.numbers import number_in
from tests.factories import EmploymentFactory, ProfessionalFactory, TitleFactory

pytestmark = pytest.mark.django_db

LIST = "/api/v1/professionals/"
READERS = ["hr_clerk", "bureau_clerk", "auditor", "administrator"]
STRANGERS = ["other_hr_clerk", "other_bureau_clerk"]


@pytest.fixture
def she(professional):
    she = professional.user.professional
    TitleFactory(professional=she)
    return she


def names_in(answer):
    return [one["name"] for one in answer.json()["results"]]


@pytest.mark.parametrize("reader", READERS, indirect=True)
def test_each_reader_is_given_those_they_answer_for(reader, she, employer, client_of):
    answer = client_of(reader).get(LIST)

    assert answer.json()["results"] == [
        {
            "id": she.pk,
            "name": "林测试",
            "industry": "construction",
            "title": {
                "series": "engineering",
                "level": "intermediate",
                "name": "工程师",
                "obtained_on": "2018-12-01",
            },
            "title_level": "intermediate",
            "employment": {
                "employer_id": employer.pk,
                "employer": "甲测试单位",
                "staff_number": "",
                "position": "",
                "started_on": "2020-01-01",
                "ended_on": None,
            },
        }
    ]


@pytest.mark.parametrize("reader", READERS, indirect=True)
def test_one_person_comes_with_the_document_masked(reader, she, client_of):
    answer = client_of(reader).get(f"{LIST}{she.pk}/")

    document = she.documents.get()
    assert answer.json()["document"] == {"kind": "resident_id", "number": f"****{document.number_tail}"}
    assert len(answer.json()["titles"]) == len(answer.json()["employments"]) == 1
    assert number_in(document) not in answer.content.decode()
    assert Event.objects.filter(action="professional.viewed").count() == 1


@pytest.mark.parametrize("reader", STRANGERS, indirect=True)
def test_strangers_find_nobody(reader, she, client_of):
    assert names_in(client_of(reader).get(LIST)) == []
    assert client_of(reader).get(f"{LIST}{she.pk}/").status_code == 404


def test_it_is_closed_to_professionals_and_to_visitors(she, professional, client_of, client):
    for address in (LIST, f"{LIST}{she.pk}/"):
        assert client_of(professional).get(address).status_code == 403
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed_through_it(she, hr_clerk, client_of, method):
    for address in (LIST, f"{LIST}{she.pk}/"):
        answer = getattr(client_of(hr_clerk), method)(address, {"name": "x"}, content_type="application/json")
        assert answer.status_code == 405


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"name": "shance"}, ["单测试"]),
        ({"industry": "health"}, ["单测试"]),
        ({"level": "none"}, ["单测试"]),
        ({"status": "left"}, ["去测试"]),
    ],
)
def test_the_list_is_filtered_like_the_page(she, employer, hr_clerk, client_of, query, names):
    ProfessionalFactory(name="单测试", employer=employer, industry=Industry.HEALTH)
    ProfessionalFactory(name="去测试", employer=employer, employer__ended_on="2023-01-01")

    assert names_in(client_of(hr_clerk).get(LIST, query)) == names


@pytest.mark.parametrize("query", [{"name": "44051119900307008X"}, {"level": "king"}, {"name": "\x00"}])
def test_a_filter_that_is_none_is_refused_in_words(she, hr_clerk, client_of, query):
    answer = client_of(hr_clerk).get(LIST, query)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_who_left_is_told_without_anything_of_the_time_after(employer, other_employer, hr_clerk, client_of):
    gone = ProfessionalFactory(name="去测试", employer=employer, employer__ended_on="2023-01-01")
    EmploymentFactory(professional=gone, employer=other_employer, started_on="2023-01-02")
    TitleFactory(professional=gone)

    answer = client_of(hr_clerk).get(LIST, {"status": "left"})

    told = answer.json()["results"][0]
    assert (told["name"], told["industry"], told["title"], told["title_level"]) == ("去测试", None, None, None)
    assert told["employment"]["employer"] == "甲测试单位"
    assert client_of(hr_clerk).get(f"{LIST}{gone.pk}/").status_code == 404


def test_the_list_asks_the_database_the_same_for_one_row_and_for_three(
    she, employer, hr_clerk, client_of, django_assert_num_queries
):
    client = client_of(hr_clerk)
    with django_assert_num_queries(6):
        client.get(LIST)

    ProfessionalFactory.create_batch(2, employer=employer)
    with django_assert_num_queries(6):
        client.get(LIST)
