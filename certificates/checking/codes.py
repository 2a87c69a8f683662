"""The small process that looks for QR codes in a PDF of strangers: `python -m certificates.checking.codes < file`.

Readers of PDF and of pictures are written in C++; whatever goes wrong in here ends this process and nothing else.
Nothing is drawn: a code is found where it is a picture, as on our sheets, however they were saved anew, and on scans.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

MEMORY_BYTES = 512 * 1024 * 1024
SECONDS = 8
MOST_PAGES, MOST_PICTURES, MOST_CODES = 5, 20, 5
MOST_DOTS = 30_000_000
"""A page of A4 scanned at 400 dots to the inch has 16 millions."""
DEEPEST = 3
SMALL = 400
"""Dots a side, below which a code may have one dot a module: readers want some more, and white around it."""
FINER = 4


def main() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    print(json.dumps(codes_in(sys.stdin.buffer.read())))


def codes_in(content: bytes) -> list[str]:
    import pikepdf

    found: dict[str, None] = {}
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = [page for page, _number in zip(pdf.pages, range(MOST_PAGES), strict=False)]
        pictures = (picture for page in pages for picture in _pictures(page.obj.get("/Resources"), DEEPEST))
        for picture, _number in zip(pictures, range(MOST_PICTURES), strict=False):
            found |= dict.fromkeys(_codes_on(picture))
            if len(found) >= MOST_CODES:
                break
    return list(found)[:MOST_CODES]


def _pictures(resources: Any, deep: int) -> Iterator[Any]:
    """Of a page, and of what is laid on it."""
    if resources is None or not deep:
        return
    for each in resources.get("/XObject", {}).values():
        if each.get("/Subtype") == "/Image":
            yield each
        elif each.get("/Subtype") == "/Form":
            yield from _pictures(each.get("/Resources"), deep - 1)


def _codes_on(picture: Any) -> Iterator[str]:
    import pikepdf
    import zxingcpp
    from PIL import Image, ImageOps

    if int(picture.Width) * int(picture.Height) > MOST_DOTS:
        return
    try:
        image = pikepdf.PdfImage(picture).as_pil_image().convert("L")
    except (pikepdf.PdfError, NotImplementedError, OSError, ValueError, TypeError, KeyError, AttributeError):
        return  # of a kind that is not read, or broken: another may do
    if max(image.size) < SMALL:
        image = image.resize((FINER * image.width, FINER * image.height), Image.Resampling.NEAREST)
        image = ImageOps.expand(image, 4 * FINER, fill=255)
    for code in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)):
        yield code.text


if __name__ == "__main__":
    main()
