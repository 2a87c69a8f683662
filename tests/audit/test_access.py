from __future__ import annotations

from audit.actors import ANONYMOUS, SYSTEM, Actor
from audit.models import Event
from audit.services import ObjectRef, record
from people.models import User


def events_of(user: User, *hats: str) -> list[Event]:
    thing = ObjectRef("test.thing", "1", "x")
    return [record("test.done", thing, actor=Actor(user_id=user.pk, label=user.display_name, hat=hat)) for hat in hats]


def test_auditors_and_the_system_see_every_event(wang: User, auditor: Actor) -> None:
    events = events_of(wang, "hr_clerk", "professional")

    assert list(Event.objects.visible_to(auditor).order_by("id")) == events
    assert list(Event.objects.visible_to(SYSTEM).order_by("id")) == events


def test_a_person_sees_what_they_did_themselves_in_whatever_hat(wang: User) -> None:
    li = User.objects.create_user("li", display_name="李测试")
    events_of(li, "hr_clerk")
    own = events_of(wang, "hr_clerk", "professional")
    record("test.done", ObjectRef("people.user", str(wang.pk), "王测试"), actor=SYSTEM)  # done to her, not by her

    in_a_third_hat = Actor(user_id=wang.pk, label="王测试", hat="bureau_head")

    assert list(Event.objects.visible_to(in_a_third_hat).order_by("id")) == own


def test_who_is_not_signed_in_sees_nothing_not_even_what_nobody_did(wang: User) -> None:
    events_of(wang, "hr_clerk")
    record("account.sign_in_failed", wang, actor=ANONYMOUS)

    assert not Event.objects.visible_to(ANONYMOUS).exists()
