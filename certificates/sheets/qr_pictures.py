"""The QR code as a picture of one pixel a module: paper and screen enlarge it without smoothing."""

from __future__ import annotations

import io

BORDER = 2
"""Of the four that the standard asks for; the paper around it is white too."""


def qr_picture(text: str) -> bytes:
    import qrcode
    from PIL import Image

    # One of the eight masks, and not the prettiest of all: looking for that takes longer than the rest of the sheet.
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=BORDER, mask_pattern=0)
    code.add_data(text, optimize=0)
    code.make(fit=True)
    rows = code.get_matrix()
    picture = Image.new("1", (len(rows), len(rows)))
    picture.putdata([0 if dark else 255 for row in rows for dark in row])
    written = io.BytesIO()
    picture.save(written, "png")
    return written.getvalue()
