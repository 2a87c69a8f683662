from __future__ import annotations

from tests.browser.pages.entry import MAIN_BUTTON, Entry, pressing, uploading
from tests.browser.readers import (
    HR_CLERK,
)
from tests.browser.tables import faulty_staff_list, staff_list
from tests.uploads.books import workbook

OF_UPLOADS = [
    Entry("uploads", "/uploads/", HR_CLERK, route="uploads:list"),
    Entry("upload-start", "/uploads/new/staff/", HR_CLERK, route="uploads:start"),
    Entry(
        "upload-start-errors",
        "/uploads/new/staff/",
        HR_CLERK,
        status=422,
        route="uploads:start",
        act=pressing(MAIN_BUTTON),
    ),
    Entry(
        "upload-preview", "/uploads/new/staff/", HR_CLERK, route="uploads:detail", act=uploading(faulty_staff_list())
    ),
    Entry("upload-all-rows", "/uploads/new/staff/", HR_CLERK, route="uploads:detail", act=uploading(staff_list())),
    Entry(
        "upload-refused",
        "/uploads/new/staff/",
        HR_CLERK,
        route="uploads:detail",
        act=uploading(workbook([["登记表"], ["序号", "备注"], ["1", "2"]])),
    ),
]
