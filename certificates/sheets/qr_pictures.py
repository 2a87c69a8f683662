"""The QR code: one dot a module; paper and screen enlarge it without smoothing."""

from __future__ import annotations

import io

BORDER = 2
"""Of the four that the standard asks for; the paper around it is white too."""


def qr_rows(text: str) -> list[list[bool]]:
    """True where it is dark, border included."""
    import qrcode

    # One of the eight masks, and not the prettiest of all: looking for that takes longer than the rest of the sheet.
    level, known = qrcode.constants.ERROR_CORRECT_M, _versions.get(len(text.encode()))
    code = qrcode.QRCode(version=known, error_correction=level, border=BORDER, mask_pattern=0)
    code.add_data(text.encode(), optimize=0)
    code.make(fit=known is None)
    _versions[len(text.encode())] = code.version
    rows: list[list[bool]] = code.get_matrix()
    return rows


_versions: dict[int, int] = {}
"""How large a code gets for so many bytes; otherwise it is encoded twice to learn that."""


def qr_bits(text: str) -> tuple[int, bytes]:
    """As a picture in a PDF holds it: modules a side, and a bit for each, 1 for light, every row from a new byte on."""
    rows = qr_rows(text)
    side = len(rows)
    rest = -side % 8
    written = bytearray()
    for row in rows:
        bits = "".join("0" if dark else "1" for dark in row) + "1" * rest
        written += int(bits, 2).to_bytes((side + rest) // 8, "big")
    return side, bytes(written)


def qr_picture(text: str) -> bytes:
    """As PNG, for a page."""
    from PIL import Image

    side, bits = qr_bits(text)
    written = io.BytesIO()
    Image.frombytes("1", (side, side), bits).save(written, "png")
    return written.getvalue()
