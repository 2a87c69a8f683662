"""What has to have happened before every page can be shown: jobs in each state, an event with a before and an after."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from functools import cached_property

from playwright.sync_api import Page

from ops.processes import wait_until
from tests.browser.readers import (
    ADMINISTRATOR,
    AUDITOR,
    BUREAU_CLERK,
    HR_CLERK,
    HR_HEAD,
    INSTITUTION_CLERK,
    PROFESSIONAL,
    Readers,
)

# In seconds: a worker that draws its first sheet loads much, and other tests want the same processors.
PATIENCE_WITH_WORK = 120
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
    def cycle_run(self) -> int:
        return int(self._returned_cycle["run_id"])

    @cached_property
    def returned_cycle(self) -> int:
        return int(self._returned_cycle["id"])

    @cached_property
    def _returned_cycle(self) -> dict[str, int]:
        """The one that its employer never sent again."""
        found: dict[str, int] = self.readers[HR_CLERK].api("cycles/?state=returned")["results"][0]
        return found

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

    @cached_property
    def employer(self) -> int:
        """The one of the HR clerk."""
        return self._organization("珠江岸设计院")

    @cached_property
    def institution(self) -> int:
        return int(self.readers[BUREAU_CLERK].api("organizations/?kind=institution")["results"][0]["id"])

    @cached_property
    def feed(self) -> int:
        """The platform of the province, planted with the demo world."""
        page = self.administrator.context.request.get("/feeds/").text()
        return int(re.findall(r'/feeds/(\d+)/"[^>]*>广东省公需科目学习平台', page)[0])

    @cached_property
    def course(self) -> int:
        return self._first_of("courses/")

    @cached_property
    def makeup_catalog(self) -> int:
        return self._first_of("catalogs/?kind=makeup")

    @cached_property
    def own_catalog(self) -> int:
        """Of the bureau clerk, and published."""
        return self._first_of("catalogs/?year=2017")

    @cached_property
    def draft_catalog(self) -> int:
        page = self.readers[BUREAU_CLERK].context.new_page()
        page.goto("/courses/catalogs/new/public/")
        page.locator("[name=year]").fill("2031")
        page.locator("[name=title]").fill("广州市 2031 年公需科目目录")
        page.locator("main form .button--primary").click()
        page.wait_for_url(re.compile(r"/courses/catalogs/\d+/$"))
        found = int(re.findall(r"\d+", page.url)[-1])
        page.close()
        return found

    def _first_of(self, path: str) -> int:
        return int(self.readers[BUREAU_CLERK].api(path)["results"][0]["id"])

    @cached_property
    def merged_employer(self) -> int:
        """Registered twice, and made one again."""
        page = self.readers[BUREAU_CLERK].context.new_page()
        dropped, kept = [self._registered(page, name) for name in ("榕树测试单位", "榕树 测试单位")]
        page.goto(f"/organizations/{dropped}/merger/?into={kept}")
        page.locator("[name=reason]").fill("重复登记")
        page.locator("main form .button--danger").click()
        page.wait_for_url(f"**/organizations/{kept}/")
        page.close()
        return dropped

    @cached_property
    def tried_year(self) -> int:
        """A dry run of the year-end that waits for its confirmation."""
        page = self.readers[BUREAU_CLERK].context.new_page()
        page.goto("/year-end/")
        page.locator("[name=year]").fill("2025")
        page.locator("main form .button--primary").click()
        page.locator(".two-hands").wait_for(timeout=1000 * PATIENCE_WITH_WORK)
        number = int(page.url.rstrip("/").rpartition("/")[2])
        page.close()
        return number

    @cached_property
    def day_booking(self) -> int:
        """One that the demo world planted."""
        page = self.readers[AUDITOR].context.request.get("/verification-days/?state=accepted").text()
        return int(re.findall(r"/verification-days/(\d+)/", page)[0])

    @cached_property
    def certificate(self) -> int:
        """The last one that the professional was given, with the demo world."""
        page = self.readers[PROFESSIONAL].context.request.get("/certificates/mine/").text()
        return int(re.findall(r"/certificates/(\d{14})/", page)[0])

    @cached_property
    def spot_check(self) -> int:
        """Of the design institute, planted with the demo world: drawn, one case still open."""
        page = self.readers[BUREAU_CLERK].context.request.get("/spot-checks/").text()
        return int(re.findall(r'/spot-checks/(\d+)/"[^>]*>珠江岸设计院', page)[0])

    @cached_property
    def spot_check_case(self) -> int:
        page = self.readers[BUREAU_CLERK].context.request.get(f"/spot-checks/{self.spot_check}/").text()
        return int(re.findall(r"/spot-checks/cases/(\d+)/", page)[0])

    @cached_property
    def merge(self) -> int:
        page = self.readers[BUREAU_CLERK].context.request.get(f"/organizations/{self.merged_employer}/").text()
        return int(re.findall(r"/organizations/mergers/(\d+)/undoing/", page)[0])

    def _organization(self, name: str) -> int:
        return int(self.readers[BUREAU_CLERK].api(f"organizations/?search={name}")["results"][0]["id"])

    def _registered(self, page: Page, name: str) -> int:
        page.goto("/organizations/registration/employer/")
        page.locator("[name=name]").fill(name)
        page.locator("[name=division] option", has_text="440106").evaluate("option => { option.selected = true }")
        page.locator("[name=ownership]").select_option("private")
        page.locator("main form .button--primary").click()
        page.wait_for_url(re.compile(r"/organizations/\d+/$"))
        return _last_number_in(page.url)

    @cached_property
    def waiting_approval(self) -> int:
        """A person who asks the HR clerk's employer to be taken on; planted with the demo world."""
        return self._waiting_for(HR_CLERK, "employer_change", "珠江岸设计院")

    @cached_property
    def waiting_record(self) -> int:
        """A lecture that waits for the HR clerk; planted with the demo world."""
        return self._waiting_for(HR_CLERK, "record", "珠江岸设计院")

    @cached_property
    def waiting_correction(self) -> int:
        return self._waiting_for(BUREAU_CLERK, "correction", "广州市人社局")

    @cached_property
    def waiting_number(self) -> int:
        """A correction of the number: its page offers to show it in full."""
        reader = self.readers[BUREAU_CLERK]
        runs = reader.api("approvals/?procedure=correction&state=under_way")["results"]
        pages = (reader.context.request.get(f"/approvals/{run['id']}/").text() for run in runs)
        return next(
            int(found[1]) for page in pages if (found := re.search(r"/changes/corrections/(\d+)/number/", page))
        )

    @cached_property
    def draft_record(self) -> int:
        return self._record_of(PROFESSIONAL, "draft", "桥梁健康监测论坛")

    @cached_property
    def submitted_record(self) -> int:
        return self._record_of(PROFESSIONAL, "submitted", "工程伦理讲座")

    @cached_property
    def returned_record(self) -> int:
        return self._record_of(PROFESSIONAL, "returned", "BIM 技术应用（网络课程）")

    @cached_property
    def recognized_record(self) -> int:
        """That may be corrected: no certificate rests on it, and nobody asks for a correction already."""
        reader = self.readers[PROFESSIONAL]
        found = [record["id"] for record in reader.api("records/?state=recognized")["results"]]
        return next(number for number in found if reader.context.request.get(f"/records/{number}/correction/").ok)

    @cached_property
    def returned_record_correction(self) -> int:
        reader = self.readers[PROFESSIONAL]
        run = reader.api("approvals/?procedure=record_correction&state=returned")["results"][0]
        page = reader.context.request.get(f"/approvals/{run['id']}/").text()
        return int(re.findall(r"/records/corrections/(\d+)/amendment/", page)[0])

    @cached_property
    def staff_member(self) -> int:
        page = self.readers[HR_CLERK].context.request.get("/records/register/").text()
        return int(re.findall(r'name="person" value="(\d+)"', page)[0])

    def _record_of(self, username: str, state: str, title: str) -> int:
        found = self.readers[username].api(f"records/?state={state}")["results"]
        return next(int(record["id"]) for record in found if record["title"] == title)

    @cached_property
    def another_employer(self) -> int:
        """As the professional finds it."""
        page = self.readers[PROFESSIONAL].context.request.get("/changes/employer/?q=北江勘测院").text()
        return int(re.findall(r"/changes/employer/(\d+)/", page)[0])

    @cached_property
    def own_request(self) -> int:
        """The professional has asked another employer."""
        page = self.readers[PROFESSIONAL].context.new_page()
        page.goto(f"/changes/employer/{self.another_employer}/")
        page.locator("[name=starts_on]").fill(datetime.date.today().isoformat())
        page.locator("main form .button--primary").click()
        page.locator("[name=send]").click()
        page.wait_for_url("**/approvals/*/")
        page.close()
        return _last_number_in(page.url)

    @cached_property
    def returned_correction(self) -> int:
        """The professional has asked for another name, and the bureau wants a better proof."""
        page = self.readers[PROFESSIONAL].context.new_page()
        page.goto("/changes/name/")
        page.locator("[name=name]").fill("林晓嵐")
        page.locator("[name=proof]").set_input_files(
            {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}
        )
        page.locator("main form .button--primary").click()
        page.wait_for_url("**/approvals/*/")
        self._return(_last_number_in(page.url))
        page.reload()
        number = _number_in(page.locator("a[href*='/amendment/']").get_attribute("href"))
        page.close()
        return number

    @cached_property
    def asked_rescue(self) -> int:
        """The HR head asks for the clerk, who cannot get in any more."""
        return self._asked_rescue(HR_HEAD, "陈洁仪")

    @cached_property
    def granted_rescue(self) -> int:
        """Asked for by the HR clerk, and agreed to by the bureau."""
        rescue = self._asked_rescue(HR_CLERK, "林晓岚")
        page = self.readers[BUREAU_CLERK].context.new_page()
        page.goto("/approvals/waiting/?procedure=rescue&name=linxiaolan")
        page.locator("[data-row-link]").first.click()
        page.locator(".decision .button--primary").click()
        page.wait_for_url("**/approvals/waiting/")
        page.close()
        return rescue

    @cached_property
    def cared_for(self) -> int:
        """The account of the professional, as her HR clerk finds it."""
        page = self.readers[HR_CLERK].context.request.get("/changes/rescues/new/?name=linxiaolan").text()
        return int(re.findall(r"/changes/rescues/new/(\d+)/", page)[0])

    def _asked_rescue(self, username: str, name: str) -> int:
        page = self.readers[username].context.new_page()
        page.goto(f"/changes/rescues/new/?name={name}")
        page.locator(".task-list__name").first.click()
        page.locator("[name=lost]").first.check()
        page.locator("[name=identity_shown]").first.check()
        page.locator("main form .button--primary").click()
        page.wait_for_url(re.compile(r"/rescues/\d+/$"))
        page.close()
        return _last_number_in(page.url)

    def _return(self, approval: int) -> None:
        page = self.readers[BUREAU_CLERK].context.new_page()
        page.goto(f"/approvals/{approval}/return/")
        page.locator("[name=reasons]").first.check()
        page.locator("main form .button--primary").click()
        page.wait_for_url("**/approvals/waiting/")
        page.close()

    def _waiting_for(self, username: str, procedure: str, body: str) -> int:
        runs = self.readers[username].api(f"approvals/?procedure={procedure}&state=under_way")["results"]
        at_body = [run for run in runs if run["steps"][-1]["organization"] == body]
        return min(run["id"] for run in at_body)

    @cached_property
    def person(self) -> int:
        """The professional of the demo world, as her employer's list has her."""
        return self.readers[HR_CLERK].api("professionals/?name=linxiaolan")["results"][0]["id"]

    # Classes, as they are planted with the demo world

    @cached_property
    def draft_class(self) -> int:
        return self._class(INSTITUTION_CLERK, "基层护理急救技能提升班")

    @cached_property
    def own_class(self) -> int:
        """Of the institution clerk; published, and still to come."""
        return self._class(INSTITUTION_CLERK, "突发公共卫生事件应急处置")

    @cached_property
    def inspected_class(self) -> int:
        return self._class(BUREAU_CLERK, "建筑节能与可再生能源")

    @cached_property
    def open_class(self) -> int:
        return self._class(BUREAU_CLERK, "施工图审查要点解析")

    @cached_property
    def moved_class(self) -> int:
        """The professional has a place in it."""
        return self._class(BUREAU_CLERK, "钢结构防火与防腐")

    @cached_property
    def own_place(self) -> int:
        page = self.readers[PROFESSIONAL].context.request.get("/classes/places/").text()
        return int(re.findall(r"/classes/places/(\d+)/removal/", page)[0])

    @cached_property
    def finding(self) -> int:
        """What the institution of the clerk has to put right."""
        page = self.readers[INSTITUTION_CLERK].context.request.get("/").text()
        return int(re.findall(r"/classes/inspections/(\d+)/correction/", page)[0])

    @cached_property
    def college(self) -> int:
        page = self.readers[BUREAU_CLERK].context.request.get(f"/classes/{self.inspected_class}/").text()
        return int(re.findall(r"/classes/commissions/(\d+)/", page)[0])

    @cached_property
    def waiting_plan(self) -> int:
        """A class plan that the bureau clerk has to decide upon."""
        page = self.readers[BUREAU_CLERK].context.request.get("/approvals/waiting/?procedure=class_plan").text()
        return int(re.findall(r"/approvals/(\d+)/", page)[0])

    def _class(self, username: str, title: str) -> int:
        page = self.readers[username].context.request.get(f"/classes/?q={title}").text()
        return int(re.findall(r"/classes/(\d+)/\"", page)[0])

    @cached_property
    def reported_class(self) -> int:
        """Of the institution clerk; it is over, and the professional has passed."""
        return self._class_with_results("新型城镇化实践与发展")

    @cached_property
    def unreported_class(self) -> int:
        return self._class_with_results("既有建筑结构安全鉴定")

    @cached_property
    def own_result(self) -> int:
        page = self.readers[PROFESSIONAL].context.request.get(f"/results/classes/{self.reported_class}/").text()
        return int(re.findall(r"/results/(\d+)/proof/", page)[0])

    @cached_property
    def recognized_place(self) -> int:
        page = self.readers[INSTITUTION_CLERK].context.request.get(f"/results/classes/{self.reported_class}/").text()
        return int(re.findall(r"/results/roster/(\d+)/", page)[0])

    def _class_with_results(self, title: str) -> int:
        page = self.readers[INSTITUTION_CLERK].context.request.get("/results/").text()
        return int(re.findall(rf"/results/classes/(\d+)/\">{title}", page)[0])

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
            lambda: has_happened(self.administrator.api(f"jobs/{job_id}/")), seconds=PATIENCE_WITH_WORK, interval=0.2
        ), self.administrator.api(f"jobs/{job_id}/")
        return job_id


def _number_in(address: str | None) -> int:
    return int(re.findall(r"\d+", address or "")[0])


def _share(job: dict) -> float:
    return job["done"] / job["total"] if job["total"] else 0.0


def _last_number_in(url: str) -> int:
    return int(url.rstrip("/").rpartition("/")[2])
