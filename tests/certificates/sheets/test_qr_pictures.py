from __future__ import annotations

import pytest
import qrcode

from certificates.sheets.qr_pictures import BORDER, qr_bits, qr_picture, qr_rows

LETTERS = "https://xueshi.example/check/AbC-_9#"


@pytest.mark.parametrize("length", [1, 14, 15, 62, 100, 180, 213, 214, 420, 480, 700, 1500])
def test_it_is_the_code_that_the_library_makes(length: int) -> None:
    text = (LETTERS * 50)[:length]
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=BORDER, mask_pattern=0)
    code.add_data(text.encode(), optimize=0)

    assert qr_rows(text) == code.get_matrix()


def test_a_bit_is_a_module() -> None:
    side, bits = qr_bits("a")

    assert (side, len(bits)) == (21 + 2 * BORDER, 25 * 4)
    assert bits[:4] == b"\xff\xff\xff\xff", "the border is light"
    assert qr_picture("a").startswith(b"\x89PNG")


def test_what_has_no_room_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        qr_rows("x" * 3000)
