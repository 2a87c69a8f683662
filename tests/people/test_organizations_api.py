"""Organizations for programs: who reads which, and that nobody writes."""

import pytest

from tests.factories import (
    EmployerFactory,
)

pytestmark = pytest.mark.django_db


class TestApi:
    url = "/api/v1/organizations/"

    def test_lists_what_the_actor_sees(self, bureau_clerk, employer, other_employer, client_of):
        rows = client_of(bureau_clerk).get(self.url).json()["results"]

        assert [row["name"] for row in rows] == ["甲市测试人社局", "甲测试单位"]
        assert rows[1] == {
            "id": employer.pk,
            "kind": "employer",
            "name": "甲测试单位",
            "uscc": "",
            "place": "440105",
            "place_name": "海珠区",
            "area": "440105",
            "closed_on": None,
            "merged_into": None,
        }

    def test_person_gets_the_own_organization(self, professional, employer, other_employer, client_of):
        rows = client_of(professional).get(self.url).json()["results"]

        assert [row["id"] for row in rows] == [employer.pk]

    def test_filters_like_the_page(self, auditor, employer, other_employer, client_of):
        client = client_of(auditor)

        assert [row["id"] for row in client.get(self.url, {"place": "4405"}).json()["results"]] == [other_employer.pk]
        answer = client.get(self.url, {"kind": "king"})
        assert answer.status_code == 400
        assert answer.json()["fields"] == {"kind": ["Select a valid choice. king is not one of the available choices."]}

    def test_one_has_the_facts_of_its_kind(self, bureau_clerk, employer, client_of):
        assert client_of(bureau_clerk).get(f"{self.url}{employer.pk}/").json()["facts"] == {
            "ownership": "public",
            "belongs_to": "county",
            "industry": "general",
            "files_held_by": None,
        }

    @pytest.mark.parametrize("stranger", ["other_bureau_clerk", "other_hr_clerk"])
    def test_of_another_area_is_not_there(self, request, stranger, employer, client_of):
        member = request.getfixturevalue(stranger)

        assert client_of(member).get(f"{self.url}{employer.pk}/").status_code == 404

    def test_is_closed_to_visitors_and_writes_nothing(self, bureau_clerk, employer, client, client_of):
        assert client.get(self.url).status_code in (401, 403)
        for method in ("post", "put", "patch", "delete"):
            assert getattr(client_of(bureau_clerk), method)(f"{self.url}{employer.pk}/").status_code == 405

    def test_asks_the_database_the_same_for_one_row_and_for_three(
        self, bureau_clerk, client_of, django_assert_num_queries
    ):
        client = client_of(bureau_clerk)
        with django_assert_num_queries(4):
            client.get(self.url)

        EmployerFactory.create_batch(2)
        with django_assert_num_queries(4):
            client.get(self.url)
