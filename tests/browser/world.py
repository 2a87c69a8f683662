"""What has to have happened before every page can be shown: jobs in each state, an event with a before and an after."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from ops.processes import wait_until
from tests.browser.readers import ADMINISTRATOR, AUDITOR, HR_CLERK, Readers

PATIENCE_SECONDS = 120
# A rehearsal that outlasts the suite but lets other jobs pass: its slices take a second each.
LONG = {"slices": 1000, "items": 4, "milliseconds": 250}


class World:
    """`world["running_job"]` is a number to put into an address. What takes time to happen is begun at once and
    waited for only by who asks for it."""

    def __init__(self, readers: Readers) -> None:
        self.readers = readers
        self.administrator = readers[ADMINISTRATOR]
        self._parked, self._failing = self._order("with-parked-items"), self._order("failing")
        readers[HR_CLERK].read_in("en")

    def __getitem__(self, name: str) -> int:
        return int(getattr(self, name))

    @cached_property
    def finished_job(self) -> int:
        """The one that is planted with the demo world."""
        return min(job["id"] for job in self.administrator.api("jobs/?kind=rehearsal&state=completed")["results"])

    @cached_property
    def parked_job(self) -> int:
        return self._waited_for(self._parked, lambda job: job["state"] == "completed")

    @cached_property
    def failed_job(self) -> int:
        return self._waited_for(self._failing, lambda job: job["state"] == "failed")

    @cached_property
    def running_job(self) -> int:
        job_id = self.start_rehearsal(**LONG)
        return self._waited_for(job_id, lambda job: job["done"] > 0)

    @cached_property
    def event(self) -> int:
        return self.readers[AUDITOR].api("audit/events/?action=account.preferences_changed")["results"][0]["id"]

    def start_rehearsal(self, **params: int) -> int:
        page = self.administrator.context.new_page()
        page.goto("/jobs/start/rehearsal/")
        for name, value in params.items():
            page.locator(f"[name={name}]").fill(str(value))
        page.locator("main form .button--primary").click()
        page.wait_for_url("**/jobs/*/")
        job_id = _last_number_in(page.url)
        page.close()
        return job_id

    def share_done(self, job_id: int) -> float:
        return _share(self.administrator.api(f"jobs/{job_id}/"))

    def wait_for_share(self, job_id: int, share: float) -> None:
        self._waited_for(job_id, lambda job: _share(job) >= share)

    def _order(self, name: str) -> int:
        answer = self.administrator.context.request.get(f"/order/{name}/")
        assert answer.ok, answer.text()
        return _last_number_in(answer.url)

    def _waited_for(self, job_id: int, has_happened: Callable[[dict], bool]) -> int:
        assert wait_until(
            lambda: has_happened(self.administrator.api(f"jobs/{job_id}/")), seconds=PATIENCE_SECONDS, interval=0.2
        ), self.administrator.api(f"jobs/{job_id}/")
        return job_id


def _share(job: dict) -> float:
    return job["done"] / job["total"] if job["total"] else 0.0


def _last_number_in(url: str) -> int:
    return int(url.rstrip("/").rpartition("/")[2])
