"""The pages on which feeds are opened, renewed and ended."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audit.models import Event
from people.roles import Role
from records.enums import FeedKind
from records.feeds import services
from records.feeds.tokens import FeedEnded, feed_with, hash_of
from records.models import FeedCall, FeedSource
from tests.cast import CastMember, _cast
from tests.factories import BureauFactory, FeedSourceFactory, StudySiteFactory
from ui.errors import Conflict

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def head() -> CastMember:
    """Of the bureau of Guangzhou."""
    return _cast("何测试", "he.test", Role.BUREAU_HEAD, BureauFactory(name="甲市测试人社局", place="440100"))


def form(head: CastMember, **other: object) -> dict[str, object]:
    return {
        "name": "测试省级平台",
        "kind": "province_public",
        "organization": head.membership.organization_id,
        "area": "4401",
        "started_on": TODAY().isoformat(),
        **other,
    }


def token_in(page: str) -> str:
    return re.findall(r"xsf_[\w-]{43}", page)[0]


def test_head_opens_a_feed_and_sees_its_token_once(head: CastMember, client_of) -> None:
    client = client_of(head)

    answer = client.post("/feeds/opening/", form(head))

    feed = FeedSource.objects.get()
    token = token_in(answer.content.decode())
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert (feed.token_hash, feed.token_tail) == (hash_of(token), token[-4:])
    assert feed_with(token) == feed
    event = Event.objects.get(action="feed.opened")
    assert event.after["token"] == f"****{token[-4:]}"
    assert token not in str(event.after)
    for page in ("/feeds/", f"/feeds/{feed.pk}/"):
        shown = client.get(page).content.decode()
        assert feed.name in shown
        assert token not in shown
    assert f"xsf_…{token[-4:]}" in client.get(f"/feeds/{feed.pk}/").content.decode()


def test_form_says_what_does_not_fit(head: CastMember, client_of) -> None:
    client = client_of(head)

    of_xuzhou = client.post("/feeds/opening/", form(head, kind="distance")).content.decode()
    of_no_site = client.post("/feeds/opening/", form(head, kind="site")).content.decode()
    backwards = client.post("/feeds/opening/", form(head, ended_on="2000-01-01")).content.decode()

    assert "XZ16 二.4(3)" in of_xuzhou
    assert "Say which approved site it is." in of_no_site
    assert "This is before the first day." in backwards
    assert not FeedSource.objects.exists()


def test_head_opens_none_for_another_area(head: CastMember, client_of) -> None:
    other = BureauFactory(name="乙市测试人社局", place="440500")

    answer = client_of(head).post("/feeds/opening/", form(head, organization=other.pk, area="4405"))

    assert answer.status_code == 200
    assert not FeedSource.objects.exists()
    with pytest.raises(PermissionDenied, match="own area"):
        services.open_feed(
            name="x",
            kind=FeedKind.PROVINCE_PUBLIC,
            organization=other,
            area="4405",
            started_on=TODAY(),
            actor=head.actor,
        )


def test_administrator_opens_one_for_a_site_of_any_area(administrator: CastMember) -> None:
    site = StudySiteFactory()

    opened = services.open_feed(
        name="测试网",
        kind=FeedKind.SITE,
        organization=site.approved_by,
        area="4401",
        site=site,
        started_on=TODAY(),
        actor=administrator.actor,
    )

    assert opened.feed.site == site
    assert opened.token not in repr(opened)


def test_renewed_token_replaces_the_old_one(head: CastMember, client_of) -> None:
    feed = FeedSourceFactory(token="xsf_old", organization=head.membership.organization)

    page = client_of(head).post(f"/feeds/{feed.pk}/token/").content.decode()

    assert feed_with("xsf_old") is None
    assert feed_with(token_in(page)) == feed
    event = Event.objects.get(action="feed.token_renewed")
    assert event.before["token"] == "****_old"


def test_ended_feed_is_turned_away_from_the_day_after(head: CastMember, client_of) -> None:
    feed = FeedSourceFactory(token="xsf_x", organization=head.membership.organization)
    yesterday = TODAY() - datetime.timedelta(days=1)

    answer = client_of(head).post(f"/feeds/{feed.pk}/ending/", {"last_day": yesterday.isoformat(), "reason": "停用"})

    assert answer.status_code == 302
    with pytest.raises(FeedEnded):
        feed_with("xsf_x")
    assert Event.objects.get(action="feed.ended").reason == "停用"
    with pytest.raises(Conflict, match="has ended"):
        services.renew_token(feed, actor=head.actor)
    assert "It is not open today" in client_of(head).get(f"/feeds/{feed.pk}/").content.decode()


def test_feed_does_not_end_before_it_began(head: CastMember, client_of) -> None:
    feed = FeedSourceFactory(organization=head.membership.organization, started_on=TODAY())
    before = (TODAY() - datetime.timedelta(days=1)).isoformat()

    page = client_of(head).post(f"/feeds/{feed.pk}/ending/", {"last_day": before, "reason": "停用"})

    assert "This is before the first day." in page.content.decode()
    assert FeedSource.objects.get().ended_on is None


def test_page_says_what_was_refused_and_why(head: CastMember, client_of) -> None:
    feed = FeedSourceFactory(organization=head.membership.organization, last_call_at=timezone.now())
    FeedCall.objects.create(feed=feed, taken=7, refused=3, refusals={"doubled": 2, "gone_code": 1})
    FeedCall.objects.create(feed=feed, taken=5)

    page = client_of(head).get(f"/feeds/{feed.pk}/").content.decode()

    assert "So far 12 rows were taken and 3 refused." in page.replace("\u00a0", " ")
    assert "stands in row … of this call" in page
    assert "A reason that is no longer in use." in page


def test_list_asks_as_much_for_three_as_for_one(head: CastMember, client_of, django_assert_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(head)
    FeedSourceFactory(organization=head.membership.organization)
    client.get("/feeds/")
    with CaptureQueriesContext(connection) as one:
        client.get("/feeds/")
    for _ in range(2):
        FeedCall.objects.create(feed=FeedSourceFactory(organization=head.membership.organization), taken=1)

    with django_assert_num_queries(len(one)):
        client.get("/feeds/")


@pytest.mark.parametrize("path", ["/feeds/", "/feeds/opening/"])
def test_others_have_no_business_here(path: str, hr_clerk: CastMember, bureau_clerk: CastMember, client_of) -> None:
    for stranger in (hr_clerk, bureau_clerk):
        assert client_of(stranger).get(path).status_code == 403


def test_feed_of_another_area_is_unknown(head: CastMember, client_of) -> None:
    other = FeedSourceFactory(organization=BureauFactory(name="乙市测试人社局", place="440500"))

    for path in ("", "token/", "ending/"):
        assert client_of(head).get(f"/feeds/{other.pk}/{path}").status_code == 404
