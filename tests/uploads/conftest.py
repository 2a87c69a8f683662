from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from tests.cast import CastMember
from tests.jobs.conftest import work_until_idle
from tests.uploads import kinds
from tests.uploads.books import workbook
from uploads.kinds import kind_of
from uploads.models import Upload
from uploads.services import receive_upload


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def parcels(hr_clerk: CastMember, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Upload]:
    """Upload a table of parcels and have it checked: `parcels(["1", "card"], …)` under the columns of the kind."""
    kinds.let_hr_upload(monkeypatch)

    def upload(*rows: list[Any], content: bytes | None = None, actor=None, name: str = "包裹.xlsx") -> Upload:
        content = workbook([kinds.HEADER, *rows]) if content is None else content
        with translation.override("en"):
            received, _is_new = receive_upload(kind_of("test_parcels"), name, content, actor=actor or hr_clerk.actor)
        work_until_idle()
        received.refresh_from_db()
        return received

    return upload
