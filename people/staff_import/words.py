"""What is said about cells of a staff list, and by which words titles and documents are known in China."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from people.enums import DocumentKind, Industry, TitleLevel, TitleSeries
from uploads.words import Words

_COMPARE = _("Compare it with the card, digit by digit.")

FINDINGS: dict[str, Words] = {
    "document_ruined_by_spreadsheet": Words(
        _("Excel replaced the last digits of the number by zeros."),
        _("They are lost and cannot be restored. Format the column as text, then type the number again."),
        _("number ruined by Excel"),
    ),
    "document_old_fifteen_digits": Words(
        _("This is an old number of 15 digits; it ended in 2013."),
        _("Enter the 18 characters printed on the present card."),
        _("old number of 15 digits"),
    ),
    "document_wrong_length": Words(
        _("The number has %(count)s characters instead of 18."), _COMPARE, _("number too long or too short")
    ),
    "document_wrong_characters": Words(
        _("The number contains other signs than digits."),
        _("Only its very last character may be an X. Compare it with the card."),
        _("wrong signs in the number"),
    ),
    "document_no_such_birthday": Words(
        _("The birthday in the number is no date."), _COMPARE, _("no birthday in the number")
    ),
    "document_birthday_to_come": Words(
        _("The birthday in the number has not come yet."), _COMPARE, _("birthday in the future")
    ),
    "document_wrong_check_character": Words(
        _("The check character is wrong."),
        _("At least one digit is wrong or two are swapped. Compare the number with the card, digit by digit."),
        _("wrong check character"),
    ),
    "document_not_a_passport": Words(
        _("Numbers of 18 characters stand on identity cards and permits."),
        _("Choose that kind of document."),
        _("no passport number"),
    ),
    "document_wrong_shape": Words(
        _("The number of a passport has 5 to 12 letters and digits."),
        _("Compare it with the passport."),
        _("no passport number"),
    ),
    "document_kind_unknown": Words(
        _("“%(word)s” is no kind of document."),
        _("Leave the cell empty for a resident identity card, or take a word from the list in the template."),
        _("unknown kind of document"),
    ),
    "document_kind_unknown_near": Words(
        _("“%(word)s” is no kind of document."), _("Did you mean “%(suggestion)s”?"), _("unknown kind of document")
    ),
    "document_unknown_place": Words(
        _("We do not know the place in the first digits."),
        _("It will be written. Compare the number with the card."),
        _("unknown place in the number"),
    ),
    "document_ends_in_zeros": Words(
        _("The number ends in 000, as numbers do that Excel has cut off."),
        _("It will be written, because the check character is right. Compare it with the card."),
        _("number ends in 000"),
    ),
    "not_a_mobile_number": Words(
        _("This is no mobile number."),
        _("Enter 11 digits, or a number from outside the mainland with its code, such as +852."),
        _("no mobile number"),
    ),
    "phone_taken": Words(
        _("The telephone number belongs to another account."),
        _("The person will be written without it, and can enter one later."),
        _("telephone number taken"),
    ),
    "phone_not_changed": Words(
        _("The telephone number is another one than that of the account."),
        _("It is not changed from here: people sign in with it and change it themselves."),
        _("other telephone number"),
    ),
    "name_with_digits": Words(
        _("There is a digit in the name."), _("Enter the name as it stands on the document."), _("digit in the name")
    ),
    "name_differs": Words(
        _("The name does not fit the number."),
        _("Compare both with the document. If the name was changed, the person applies for the correction first."),
        _("name and number do not fit"),
    ),
    "in_future": Words(_("This day has not come yet."), _("Enter the day on which it happened."), _("day in future")),
    "title_incomplete": Words(
        _("Something is missing for the title."),
        _("A title needs its series, level, name and the day on which it was obtained; or leave all four empty."),
        _("title incomplete"),
    ),
    "series_unknown": Words(
        _("“%(word)s” is none of the 27 series of titles."), _("The template lists them."), _("unknown series")
    ),
    "series_unknown_near": Words(
        _("“%(word)s” is none of the 27 series of titles."), _("Did you mean “%(suggestion)s”?"), _("unknown series")
    ),
    "level_unknown": Words(_("“%(word)s” is no level of a title."), _("The template lists them."), _("unknown level")),
    "level_unknown_near": Words(
        _("“%(word)s” is no level of a title."), _("Did you mean “%(suggestion)s”?"), _("unknown level")
    ),
    "industry_unknown": Words(
        _("“%(word)s” is no industry we know."), _("The template lists them."), _("unknown industry")
    ),
    "industry_unknown_near": Words(
        _("“%(word)s” is no industry we know."), _("Did you mean “%(suggestion)s”?"), _("unknown industry")
    ),
    "registered_elsewhere": Words(
        _("Already registered, but not with you."),
        _(
            "Nobody is moved by an upload. Ask the person to apply for the change of employer; you accept it, and what"
            " was recognized comes along."
        ),
        _("registered, but not with you"),
    ),
    "start_not_changed": Words(
        _("The employment began on %(date)s according to the system."),
        _("That is not changed from here."),
        _("other beginning of employment"),
    ),
    "will_change": Words(_("So far: %(before)s."), _("It will be changed."), _("brought up to date")),
    "will_be_added": Words(_("New."), _("It will be added."), _("title added")),
}

# The usual word first: it is the one that is suggested and offered.
DOCUMENT_KINDS: dict[str, tuple[str, ...]] = {
    DocumentKind.RESIDENT_ID: ("居民身份证", "身份证", "二代身份证", "Resident identity card"),
    DocumentKind.RESIDENCE_PERMIT: ("港澳台居民居住证", "港澳台居住证", "居住证", "Residence permit"),
    DocumentKind.FOREIGN_PERMANENT: (
        "外国人永久居留身份证",
        "外国人永久居留证",
        "永久居留证",
        "Permanent resident card",
    ),
    DocumentKind.PASSPORT: ("护照", "Passport"),
}
LEVELS: dict[str, tuple[str, ...]] = {
    TitleLevel.SENIOR: ("正高级", "正高", "高级（正高）", "senior"),
    TitleLevel.DEPUTY_SENIOR: ("副高级", "副高", "高级（副高）", "deputy senior"),
    TitleLevel.INTERMEDIATE: ("中级", "intermediate"),
    TitleLevel.ASSISTANT: ("助理级", "助理", "初级（助理）", "assistant"),
    TitleLevel.STAFF: ("员级", "初级（员级）", "technician"),
}
SERIES: dict[str, tuple[str, ...]] = {
    TitleSeries.UNIVERSITY_TEACHER: ("高等学校教师", "高校教师"),
    TitleSeries.SOCIAL_SCIENCE: ("哲学社会科学研究人员", "哲学社会科学研究", "社会科学研究"),
    TitleSeries.NATURAL_SCIENCE: ("自然科学研究人员", "自然科学研究"),
    TitleSeries.HEALTH: ("卫生技术人员", "卫生技术", "卫生"),
    TitleSeries.ENGINEERING: ("工程技术人员", "工程技术", "工程"),
    TitleSeries.AGRICULTURE: ("农业技术人员", "农业技术", "农业"),
    TitleSeries.JOURNALISM: ("新闻专业人员", "新闻"),
    TitleSeries.PUBLISHING: ("出版专业人员", "出版"),
    TitleSeries.LIBRARY: ("图书资料专业人员", "图书资料", "图书"),
    TitleSeries.MUSEUM: ("文物博物专业人员", "文物博物", "文博"),
    TitleSeries.ARCHIVES: ("档案专业人员", "档案"),
    TitleSeries.CRAFTS: ("工艺美术专业人员", "工艺美术"),
    TitleSeries.TECHNICIAN_TEACHER: ("技工院校教师", "技工学校教师"),
    TitleSeries.SPORT: ("体育专业人员", "体育"),
    TitleSeries.TRANSLATION: ("翻译专业人员", "翻译"),
    TitleSeries.BROADCASTING: ("播音主持专业人员", "播音主持", "播音"),
    TitleSeries.ACCOUNTING: ("会计人员", "会计"),
    TitleSeries.STATISTICS: ("统计专业人员", "统计"),
    TitleSeries.ECONOMICS: ("经济专业人员", "经济"),
    TitleSeries.LABORATORY: ("实验技术人才", "实验技术人员", "实验技术", "实验"),
    TitleSeries.VOCATIONAL_TEACHER: ("中等职业学校教师", "中职教师", "中专教师"),
    TitleSeries.SCHOOL_TEACHER: ("中小学教师",),
    TitleSeries.ARTS: ("艺术专业人员", "艺术"),
    TitleSeries.PUBLIC_LAW: ("公共法律服务专业人员", "公共法律服务"),
    TitleSeries.SHIPPING: ("船舶专业技术人员", "船舶专业技术", "船舶"),
    TitleSeries.AVIATION: ("民用航空飞行技术人员", "民用航空飞行", "民航飞行"),
    TitleSeries.AUDITING: ("审计专业人员", "审计"),
}
INDUSTRIES: dict[str, tuple[str, ...]] = {
    Industry.ACCOUNTING: ("会计",),
    Industry.EDUCATION: ("教育",),
    Industry.HEALTH: ("卫生健康", "卫生", "医疗卫生", "医疗"),
    Industry.CONSTRUCTION: ("住房和城乡建设", "住建", "建筑", "建设"),
    Industry.TRANSPORT: ("交通运输", "交通"),
    Industry.MANUFACTURING: ("机械电子", "机电", "制造业", "制造"),
    Industry.INFORMATION: ("信息技术", "信息", "软件"),
    Industry.ENVIRONMENT: ("生态环境和水务", "环保", "环境", "水务", "水利"),
    Industry.AGRICULTURE: ("农业农村", "农业"),
    Industry.CULTURE: ("文化新闻体育", "文化", "体育", "新闻"),
    Industry.LAW: ("法律服务", "法律"),
    Industry.GENERAL: ("其他", "综合"),
}
