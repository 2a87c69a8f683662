"""Staff lists to be uploaded: one without fault, and one as they come."""

from __future__ import annotations

from typing import Any

from tests.factories.professionals import invented_number
from tests.uploads.books import workbook

HEADER = ["姓名", "身份证号", "手机号", "职称系列", "职称级别", "职称名称", "取得时间", "行业", "工号", "入职时间"]
NUMBER, PHONE, LEVEL, OBTAINED, INDUSTRY = 1, 2, 4, 6, 7


def staff_list() -> bytes:
    return workbook([HEADER, *(person(count) for count in range(60, 63))])


def faulty_staff_list() -> bytes:
    people = [person(count) for count in range(60)]
    people[3][NUMBER] = 440105199001010015
    people[9][NUMBER] = people[9][NUMBER][:-1] + ("1" if people[9][NUMBER][-1] != "1" else "2")
    people[14][NUMBER] = people[13][NUMBER]
    people[20][PHONE] = "１３８００００５５５５"
    people[26][LEVEL] = "副高职"
    people[31][OBTAINED] = "43819"
    people[37][OBTAINED] = ""
    people[44][INDUSTRY] = "住房建设"
    people[52][0] = ""
    return workbook([["珠江岸设计院人员名单"], HEADER, *people], sheet="人员")


def person(count: int) -> list[Any]:
    name = f"测试{chr(0x4E00 + count)}"
    title = ["工程技术", "中级", "工程师", "2019年12月20日"]
    return [name, invented_number(930_000 + count), f"1370000{count:04}", *title, "住建", f"A-{count:04}", "2021.7.1"]
