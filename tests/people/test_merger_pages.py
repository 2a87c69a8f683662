"""The pages on which a bureau makes one of two organizations, and two again."""

import pytest

from people.models import Merge
from people.organizations.merging import merge_organizations
from tests.factories import (
    EmployerFactory,
    InstitutionFactory,
)

pytestmark = pytest.mark.django_db


def page(organization, act=""):
    return f"/organizations/{organization.pk}/{act}"


def names_on(answer):
    return [organization.name for organization in answer.context["organizations"]]


class TestMergerPages:
    @pytest.fixture
    def kept(self):
        return EmployerFactory(name="甲测试（单位）", place="440106")

    def test_detail_points_out_a_likely_double(self, bureau_clerk, employer, kept, client_of):
        text = client_of(bureau_clerk).get(page(employer)).content.decode()

        assert f"merger/?into={kept.pk}" in text

    def test_doubles_are_listed_in_one_place(self, bureau_clerk, employer, kept, client_of):
        EmployerFactory(name="别的测试单位")

        assert names_on(client_of(bureau_clerk).get("/organizations/doubles/")) == ["甲测试单位", "甲测试（单位）"]

    @pytest.mark.parametrize("stranger", ["professional", "reviewer", "auditor"])
    def test_list_of_doubles_is_closed_to_others(self, request, stranger, client_of):
        assert client_of(request.getfixturevalue(stranger)).get("/organizations/doubles/").status_code == 403

    def test_other_one_is_chosen_by_search(self, bureau_clerk, employer, client_of):
        EmployerFactory(name="戊测试单位")
        EmployerFactory(name="戊乙测试单位", place="440511")
        InstitutionFactory(name="戊测试学校")

        answer = client_of(bureau_clerk).get(page(employer, "merger/"), {"search": "戊"})

        assert names_on(answer) == ["戊测试单位"]

    def test_looking_merges_nothing_and_confirming_does(self, bureau_clerk, employer, kept, hr_clerk, client_of):
        client, url = client_of(bureau_clerk), f"{page(employer, 'merger/')}?into={kept.pk}"

        looked = client.get(url)
        assert "陈测试 · HR clerk" in looked.content.decode()
        assert not Merge.objects.exists()

        fingerprint = looked.context["preview"].fingerprint
        answer = client.post(url, {"reason": "重复登记", "fingerprint": fingerprint})
        assert answer.url == page(kept)
        merge = Merge.objects.get()
        assert (merge.kept_id, merge.dropped_id, merge.merged_by) == (kept.pk, employer.pk, bureau_clerk.user)

    def test_without_a_reason_nothing_is_merged(self, bureau_clerk, employer, kept, client_of):
        answer = client_of(bureau_clerk).post(f"{page(employer, 'merger/')}?into={kept.pk}", {"fingerprint": "x"})

        assert answer.status_code == 422
        assert not Merge.objects.exists()

    @pytest.mark.parametrize("fingerprint", [{}, {"fingerprint": "of another preview"}])
    def test_what_was_not_looked_at_is_not_merged(self, bureau_clerk, employer, kept, client_of, fingerprint):
        answer = client_of(bureau_clerk).post(
            f"{page(employer, 'merger/')}?into={kept.pk}", {"reason": "重复登记"} | fingerprint
        )

        assert answer.status_code == 409
        assert not Merge.objects.exists()

    @pytest.mark.parametrize("into", ["0", "x", "９", "-1", "99999999999999999999999"])
    def test_into_nothing_is_not_there(self, bureau_clerk, employer, client_of, into):
        assert client_of(bureau_clerk).get(page(employer, "merger/"), {"into": into}).status_code == 404

    def test_into_one_of_another_area_is_not_there(self, bureau_clerk, employer, other_employer, client_of):
        client = client_of(bureau_clerk)

        assert client.get(page(employer, "merger/"), {"into": other_employer.pk}).status_code == 404
        assert client.get(page(other_employer, "merger/"), {"into": employer.pk}).status_code == 404

    def test_into_one_of_another_kind_is_a_conflict(self, bureau_clerk, employer, client_of):
        other = InstitutionFactory(place="440105")

        assert client_of(bureau_clerk).get(page(employer, "merger/"), {"into": other.pk}).status_code == 409

    def test_taking_back_asks_for_a_reason_and_does_it(self, bureau_clerk, employer, kept, client_of):
        merge = merge_organizations(kept, employer, reason="重复登记", actor=bureau_clerk.actor)
        client, url = client_of(bureau_clerk), f"/organizations/mergers/{merge.pk}/undoing/"

        assert url in client.get(page(kept)).content.decode()
        assert client.post(url).status_code == 422
        assert client.post(url, {"reason": "合并有误"}).url == page(employer)
        merge.refresh_from_db()
        assert merge.undone_by == bureau_clerk.user
        assert url not in client.get(page(kept)).content.decode()
        assert client.post(url, {"reason": "合并有误"}).status_code == 409

    def test_merge_of_another_area_is_not_there(self, other_bureau_clerk, bureau_clerk, employer, kept, client_of):
        merge = merge_organizations(kept, employer, reason="重复登记", actor=bureau_clerk.actor)

        assert client_of(other_bureau_clerk).get(f"/organizations/mergers/{merge.pk}/undoing/").status_code == 404

    def test_auditor_sees_the_merge_and_may_not_take_it_back(self, auditor, bureau_clerk, employer, kept, client_of):
        merge = merge_organizations(kept, employer, reason="重复登记", actor=bureau_clerk.actor)
        client = client_of(auditor)

        assert "重复登记" in client.get(page(kept)).content.decode()
        assert client.post(f"/organizations/mergers/{merge.pk}/undoing/").status_code == 403

    def test_list_of_doubles_asks_the_database_the_same_for_two_rows_and_for_six(
        self, bureau_clerk, client_of, django_assert_num_queries
    ):
        client = client_of(bureau_clerk)
        for number, queries in ((1, 5), (2, 5)):
            EmployerFactory(name=f"甲测试{number}院", place="440105")
            EmployerFactory(name=f"甲测试 {number}院", place="440106")
            with django_assert_num_queries(queries):
                client.get("/organizations/doubles/")
