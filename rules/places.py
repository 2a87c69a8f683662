"""Provinces and cities (GB/T 2260) that a rule set can be about, by name. Any other place is shown as its code."""

from __future__ import annotations

from django.utils.translation import get_language

from policies.books import Bilingual

# Code: Chinese name, English name. A further province needs its lines here before its first rule set.
NAMES = {
    "320000": ("江苏省", "Jiangsu"),
    "320100": ("南京市", "Nanjing"),
    "320200": ("无锡市", "Wuxi"),
    "320300": ("徐州市", "Xuzhou"),
    "320400": ("常州市", "Changzhou"),
    "320500": ("苏州市", "Suzhou"),
    "320600": ("南通市", "Nantong"),
    "320700": ("连云港市", "Lianyungang"),
    "320800": ("淮安市", "Huai'an"),
    "320900": ("盐城市", "Yancheng"),
    "321000": ("扬州市", "Yangzhou"),
    "321100": ("镇江市", "Zhenjiang"),
    "321200": ("泰州市", "Taizhou"),
    "321300": ("宿迁市", "Suqian"),
    "440000": ("广东省", "Guangdong"),
    "440100": ("广州市", "Guangzhou"),
    "440200": ("韶关市", "Shaoguan"),
    "440300": ("深圳市", "Shenzhen"),
    "440400": ("珠海市", "Zhuhai"),
    "440500": ("汕头市", "Shantou"),
    "440600": ("佛山市", "Foshan"),
    "440700": ("江门市", "Jiangmen"),
    "440800": ("湛江市", "Zhanjiang"),
    "440900": ("茂名市", "Maoming"),
    "441200": ("肇庆市", "Zhaoqing"),
    "441300": ("惠州市", "Huizhou"),
    "441400": ("梅州市", "Meizhou"),
    "441500": ("汕尾市", "Shanwei"),
    "441600": ("河源市", "Heyuan"),
    "441700": ("阳江市", "Yangjiang"),
    "441800": ("清远市", "Qingyuan"),
    "441900": ("东莞市", "Dongguan"),
    "442000": ("中山市", "Zhongshan"),
    "445100": ("潮州市", "Chaozhou"),
    "445200": ("揭阳市", "Jieyang"),
    "445300": ("云浮市", "Yunfu"),
}


def place_name(code: str) -> str:
    """In the language of the page."""
    if code not in NAMES:
        return code
    chinese, english = NAMES[code]
    return chinese if is_chinese() else english


def is_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def told(words: Bilingual) -> str:
    """Words that the books bring in both languages: `{ zh = …, en = … }`."""
    return words["zh" if is_chinese() else "en"]
