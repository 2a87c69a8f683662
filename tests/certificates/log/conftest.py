from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

import pytest

from audit.actors import SYSTEM
from certificates.enums import EndKind
from certificates.issuing.services import end_certificate, issue_certificates, replace_certificate
from certificates.log.roots import publish_root
from certificates.log.sequencing import place
from certificates.models import Certificate, LogRoot
from tests.cast import CastMember
from verification.models import Verification

DAY = datetime.date(2020, 11, 1)


@pytest.fixture
def issued(ready: Callable[..., Verification], district_head: CastMember) -> Callable[[int], Sequence[Certificate]]:
    def some(count: int) -> Sequence[Certificate]:
        issue_certificates([ready() for _ in range(count)], actor=district_head.actor)
        return list(Certificate.objects.order_by("sequence"))

    return some


@pytest.fixture
def two_roots(issued: Callable[[int], Sequence[Certificate]], district_head: CastMember) -> list[LogRoot]:
    """Of five certificates; of eight, one of which is void and one replaced. Two entries more wait for their place."""
    issued(5)
    roots = [publish_root(DAY, actor=SYSTEM)[0]]
    certificates = issued(2)
    end_certificate(certificates[1], EndKind.FRAUD, reason="抽检发现佐证材料不实", actor=district_head.actor)
    replace_certificate(certificates[2], EndKind.REPLACED, reason="姓名更正", actor=district_head.actor)
    place()
    roots.append(publish_root(DAY + datetime.timedelta(days=1), actor=SYSTEM)[0])
    issued(1)
    return roots
