"""Files that nobody should upload and somebody will: each with what has to come of it.

`REFUSED` are turned away as a whole, with the code of the reason; `READ` are read, and what is wrong with their rows
is said row by row. None may cost much memory or time.
"""

from __future__ import annotations

import datetime
import io
import struct
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any

from tests.uploads.books import table, workbook
from tests.uploads.kinds import HEADER

Built = Callable[[], bytes]
MEGABYTE = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
SHEET_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
SHEET_END = "</sheetData></worksheet>"


@cache
def plain() -> bytes:
    return workbook([HEADER, ["1", "440105199001010015", "3", "2024-03-01"], ["2", "", "4", ""]])


def rebuilt(changes: dict[str, bytes | None]) -> bytes:
    """An archive with parts replaced, added, or (None) left out."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(plain())) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for entry in source.infolist():
            if entry.filename not in changes:
                copy.writestr(entry.filename, source.read(entry))
        for name, content in changes.items():
            if content is not None:
                copy.writestr(name, content)
    return target.getvalue()


def with_rows(rows: str) -> Built:
    """Header in row 1 as inline texts, then rows as XML."""
    cells = "".join(f'<c t="inlineStr"><is><t>{title}</t></is></c>' for title in HEADER)
    return lambda: rebuilt({SHEET: f'{SHEET_HEAD}<row r="1">{cells}</row>{rows}{SHEET_END}'.encode()})


def cut_to(share: float) -> Built:
    return lambda: plain()[: int(len(plain()) * share)]


def archive(entries: dict[str, bytes]) -> Built:
    def build() -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
            for name, content in entries.items():
                book.writestr(name, content)
        return target.getvalue()

    return build


def with_false_sizes() -> bytes:
    """Says that the sheet has a hundred bytes; there are sixty million."""
    content = bytearray(rebuilt({SHEET: SHEET_HEAD.encode() + b"<row/>" * (10 * MEGABYTE) + SHEET_END.encode()}))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as book:
        size = struct.pack("<I", book.getinfo(SHEET).file_size)
    return bytes(content).replace(size, struct.pack("<I", 100))


def with_encrypted_flag() -> bytes:
    content = bytearray(plain())
    position = 0
    while (position := content.find(b"PK\x01\x02", position)) >= 0:
        content[position + 8] |= 1
        position += 4
    return bytes(content)


def with_doubled_entry() -> bytes:
    import warnings

    target = io.BytesIO(plain())
    with warnings.catch_warnings(), zipfile.ZipFile(target, "a") as book:
        warnings.simplefilter("ignore")
        book.writestr(SHEET, "<worksheet/>")
    return target.getvalue()


def with_flipped_bytes() -> bytes:
    content = bytearray(plain())
    for position in range(60, len(content) // 2, 7):
        content[position] ^= 0xFF
    return bytes(content)


def macro_workbook() -> bytes:
    return rebuilt({"xl/vbaProject.bin": b"\xcc\x61" * 100})


def hidden_only() -> bytes:
    def hide(book: Any, page: Any) -> None:
        shown = book.add_worksheet("Shown")
        shown.write_string(0, 0, "nothing here")
        shown.activate()
        shown.set_first_sheet()
        page.hide()

    return workbook([HEADER, ["1"]], change=hide)


def chart_only() -> bytes:
    def chart(book: Any, page: Any) -> None:
        page.hide()
        sheet = book.add_chartsheet("Chart")
        drawn = book.add_chart({"type": "line"})
        drawn.add_series({"values": "=Sheet1!$A$1:$A$2"})
        sheet.set_chart(drawn)
        sheet.activate()

    return workbook([["x"], [1]], change=chart)


def million_rows() -> bytes:
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>{number}</v></c></row>' for number in range(2, 1_048_577))
    return with_rows(rows)()


def merged_header() -> bytes:
    def merge(book: Any, page: Any) -> None:
        bold = book.add_format({"bold": True})
        page.merge_range(0, 0, 0, 3, "包裹登记表", bold)
        page.merge_range(1, 0, 2, 0, "编号", bold)
        page.merge_range(1, 1, 2, 1, "卡号", bold)
        page.merge_range(1, 2, 1, 3, "情况", bold)

    return workbook([[], [], ["", "", "重量", "日期"], ["1", "", "3", "2024-03-01"]], change=merge)


def with_formulas() -> bytes:
    def formulas(book: Any, page: Any) -> None:
        page.write_formula(1, 0, "=1+1", None, 2)
        page.write_formula(2, 0, "=1/0", None, "#DIV/0!")
        page.write_string(3, 0, "=cmd|' /C calc'!A0")
        page.write_string(3, 2, "@SUM(1+1)")

    return workbook([HEADER], change=formulas)


def with_ruined_numbers() -> bytes:
    def numbers(book: Any, page: Any) -> None:
        page.write_row(0, 0, HEADER)
        page.write_number(1, 0, 1)
        page.write_number(1, 1, 440105199001010015)
        page.write_string(2, 0, "2")
        page.write_string(2, 1, "4.40105E+17")
        page.write_datetime(1, 3, datetime.datetime(2024, 3, 1), book.add_format({"num_format": "d.m.yy"}))
        page.write_number(2, 3, 45352)

    return workbook([], change=numbers)


def odd_values() -> bytes:
    def values(book: Any, page: Any) -> None:
        page.write_row(0, 0, HEADER)
        for row, value in enumerate((True, -1, 1e308, 0.1 + 0.2, "\u202e321", "x" * 32767, "💣", "NaN"), start=1):
            page.write(row, 0, value)

    return workbook([], change=values)


def many_entries(count: int) -> Built:
    return lambda: rebuilt({f"xl/media/{number}.txt": b"" for number in range(count)})


def lying_end(count: int) -> Built:
    def build() -> bytes:
        content = bytearray(plain())
        end = content.rfind(b"PK\x05\x06")
        content[end + 10 : end + 12] = struct.pack("<H", count)
        return bytes(content)

    return build


def external_link() -> bytes:
    return rebuilt({"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><sst>&b;</sst>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'
WIDE = [*HEADER, *["x"] * 400]

REFUSED: dict[str, tuple[str, Built]] = {
    "nothing at all": ("empty_file", lambda: b""),
    "nothing but zeros": ("empty_file", lambda: bytes(5000)),
    "nothing but blanks": ("empty_file", lambda: b" \r\n\t " * 50),
    "old Excel": ("old_excel", lambda: OLE + bytes(600) + b"Workbook"),
    "password": ("encrypted", lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")),
    "encrypted entries": ("encrypted", with_encrypted_flag),
    "PDF": ("not_a_table", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"),
    "picture": ("not_a_table", lambda: b"\x89PNG\r\n\x1a\n" + bytes(100)),
    "photograph": ("not_a_table", lambda: b"\xff\xd8\xff\xe0" + bytes(100)),
    "program": ("not_a_table", lambda: b"MZ\x90\x00" + bytes(200)),
    "program of Linux": ("not_a_table", lambda: b"\x7fELF\x02\x01" + bytes(200)),
    "RAR": ("not_a_table", lambda: b"Rar!\x1a\x07\x00" + bytes(100)),
    "7z": ("not_a_table", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(100)),
    "gzip": ("not_a_table", lambda: b"\x1f\x8b\x08" + bytes(100)),
    "database": ("not_a_table", lambda: b"SQLite format 3\x00" + bytes(100)),
    "rich text": ("not_a_table", lambda: b"{\\rtf1 hello}"),
    "noise": ("not_a_table", lambda: bytes(range(256)) * 20),
    "web page named xls": ("web_page", lambda: b"<html><table><tr><td>1</td></tr></table></html>"),
    "web page with a head": ("web_page", lambda: b"\r\n<!DOCTYPE html><html></html>"),
    "web archive": ("web_page", lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related"),
    "workbook of 2003 as XML": ("web_page", lambda: b'<?xml version="1.0"?><Workbook/>'),
    "SVG": ("web_page", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
    "archive of texts": ("not_a_table", archive({"a.txt": b"hello"})),
    "empty archive": ("not_a_table", archive({})),
    "Word": ("not_a_table", archive({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<Types/>"})),
    "PowerPoint": ("not_a_table", archive({"ppt/presentation.xml": b"<p/>"})),
    "OpenDocument": ("not_a_table", archive({"content.xml": b"<office/>", "mimetype": b"x"})),
    "workbook within an archive": ("not_a_table", lambda: archive({"list.xlsx": plain()})()),
    "macros": ("macros", macro_workbook),
    "binary workbook": ("binary_workbook", archive({"xl/workbook.bin": b"x"})),
    "false sizes": ("damaged", with_false_sizes),
    "cut to a tenth": ("damaged", cut_to(0.1)),
    "cut to a half": ("damaged", cut_to(0.5)),
    "cut before the end": ("damaged", cut_to(0.97)),
    "flipped bytes": ("damaged", with_flipped_bytes),
    "an entry twice": ("damaged", with_doubled_entry),
    "no sheet": ("damaged", lambda: rebuilt({SHEET: None})),
    "no XML in the sheet": ("damaged", lambda: rebuilt({SHEET: b"this is no XML <<<"})),
    "no XML in the workbook": ("damaged", lambda: rebuilt({BOOK: b"\x00\x01\x02"})),
    "texts that are not there": ("damaged", lambda: rebuilt({STRINGS: b'<sst count="0"/>'})),
    "cell far outside": ("too_large_unpacked", with_rows('<row r="2"><c r="ZZZZZZZ2"><v>1</v></c></row>')),
    "row far outside": ("too_large_unpacked", with_rows('<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>')),
    "too large when unpacked": ("too_large_unpacked", lambda: rebuilt({"xl/media/a.bin": bytes(150 * MEGABYTE)})),
    "many large parts": (
        "too_large_unpacked",
        lambda: rebuilt({f"xl/media/{n}.bin": bytes(30 * MEGABYTE) for n in range(7)}),
    ),
    "bomb": ("archive_bomb", lambda: rebuilt({SHEET: SHEET_HEAD.encode() + b"<row/>" * (8 * MEGABYTE)})),
    "ten thousand entries": ("archive_bomb", many_entries(10_000)),
    "entries by the million": ("archive_bomb", lying_end(65_000)),
    "corners of the sheet": (
        "too_large_unpacked",
        with_rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    ),
    "a name that climbs": ("unsafe", lambda: rebuilt({"../../etc/cron.d/x": b"x"})),
    "a name from the root": ("unsafe", lambda: rebuilt({"/etc/passwd": b"x"})),
    "a name of Windows": ("unsafe", lambda: rebuilt({"..\\..\\boot.ini": b"x"})),
    "entity from outside": ("unsafe", lambda: rebuilt({SHEET: OUTSIDE})),
    "billion laughs": ("unsafe", lambda: rebuilt({STRINGS: LAUGHS})),
    "entity in another encoding": (
        "unsafe",
        lambda: rebuilt({STRINGS: LAUGHS.decode().replace("?>", ' encoding="utf-16"?>').encode("utf-16")}),
    ),
    "entity in the workbook": ("unsafe", lambda: rebuilt({BOOK: OUTSIDE})),
    "1,048,576 rows": ("too_many_rows", million_rows),
    "rows beyond the limit": ("too_many_rows", lambda: table([HEADER, *[[n] for n in range(2001)]])),
    "nothing below the header": ("no_rows", lambda: workbook([HEADER])),
    "blanks below the header": ("no_rows", lambda: workbook([HEADER, [" ", "\u3000"], ["", ""]])),
    "no header": ("no_header", lambda: workbook([["1", "2", "3"], ["4", "5", "6"]])),
    "header too far down": ("no_header", lambda: workbook([HEADER, ["1"]], first_row=40)),
    "only hidden sheets": ("no_header", hidden_only),
    "only a chart": ("no_header", chart_only),
    "required column missing": ("columns_missing", lambda: workbook([["卡号", "重量", "日期"], ["1", "2", "3"]])),
    "a column twice": ("column_twice", lambda: workbook([[*HEADER, "编号"], ["1"]])),
    "wide beyond the limit": ("too_many_columns", lambda: table([WIDE, ["1"]])),
    "wide workbook": ("too_many_columns", lambda: workbook([WIDE, ["1"]])),
    "text of an unknown encoding": ("unknown_encoding", lambda: b"\xff\xff\x81\x20,\xfe\n" * 30),
    "zeros in a text": ("not_a_table", lambda: table([HEADER]) + b"\r\n1,\x00,2\r\n"),
}

READ: dict[str, Built] = {
    "an ordinary workbook": plain,
    "UTF-8 with a mark": lambda: table([HEADER, ["1"]], encoding="utf-8-sig"),
    "GB18030": lambda: table([HEADER, ["1"]], encoding="gb18030"),
    "UTF-16 with tabs": lambda: table([HEADER, ["1"]], encoding="utf-16", delimiter="\t"),
    "semicolons": lambda: table([HEADER, ["1"]], delimiter=";"),
    "unclosed quote": lambda: table([HEADER, ['"1', "2"], ["3", "4"]]),
    "a cell of a megabyte": lambda: table([HEADER, ["1", "x" * 100_000]]),
    "lines without end": lambda: table([HEADER, ["1"]]).replace(b"\r\n", b"\r"),
    "merged header": merged_header,
    "header in row 8": lambda: workbook([HEADER, ["1"]], first_row=7),
    "columns moved and renamed": lambda: workbook([["备注", "毛重", " 编 号 *", "别的"], ["x", "heavy", "1", "y"]]),
    "formulas": with_formulas,
    "ruined numbers": with_ruined_numbers,
    "odd values": odd_values,
    "full-width digits": lambda: workbook([HEADER, ["１２", "", "３", "２０２４－０３－０１"]]),
    "apostrophes and blanks": lambda: workbook([HEADER, ["'12 ", "\u3000", " 3 ", "2024.3.1 "]]),
    "external link": external_link,
    "lying dimension": lambda: rebuilt({SHEET: _sheet_with_dimension()}),
}


def _sheet_with_dimension() -> bytes:
    cells = "".join(f'<c t="inlineStr"><is><t>{title}</t></is></c>' for title in HEADER)
    head = SHEET_HEAD.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    return f'{head}<row r="1">{cells}</row><row r="2"><c r="A2"><v>1</v></c></row>{SHEET_END}'.encode()
