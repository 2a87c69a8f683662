"""The QR code: one dot a module; paper and screen enlarge it without smoothing."""

from __future__ import annotations

import io
from functools import cache

BORDER = 2
"""Of the four that the standard asks for; the paper around it is white too."""


def qr_rows(text: str) -> list[list[bool]]:
    """True where it is dark, border included."""
    import qrcode

    # One of the eight masks, and not the prettiest of all: looking for that takes longer than the rest of the sheet.
    content, level = text.encode(), qrcode.constants.ERROR_CORRECT_M
    version = _version_for(len(content), level)
    code = qrcode.QRCode(version=version, error_correction=level, border=BORDER, mask_pattern=0)
    code.data_cache = _codewords(content, version, level)
    code.makeImpl(False, 0)
    rows: list[list[bool]] = code.get_matrix()
    return rows


# What stands in the code (ISO/IEC 18004). The library does the same by dividing polynomials of objects, which takes
# longer than all the rest; here a whole remainder is one number.


def _codewords(content: bytes, version: int, level: int) -> list[int]:
    """Data and error correction of all blocks, interleaved."""
    from qrcode.base import rs_blocks

    blocks = rs_blocks(version, level)
    data = _data(content, version, sum(block.data_count for block in blocks))
    parts, at = [], 0
    for block in blocks:
        parts.append((data[at : at + block.data_count], block.total_count - block.data_count))
        at += block.data_count
    corrections = [_correction(part, size) for part, size in parts]
    longest = max(len(part) for part, _size in parts)
    told = [part[place] for place in range(longest) for part, _size in parts if place < len(part)]
    return told + [each[place] for place in range(parts[0][1]) for each in corrections]


def _data(content: bytes, version: int, room: int) -> bytes:
    """Mode 4 (bytes), their number, they themselves, an end, and padding."""
    digits = _digits_of_length(version)
    bits = (4 << digits | len(content)) << 8 * len(content) | int.from_bytes(content, "big")
    used = 4 + digits + 8 * len(content)
    end = min(4, 8 * room - used)
    end += -(used + end) % 8
    told = (bits << end).to_bytes((used + end) // 8, "big")
    return told + (b"\xec\x11" * room)[: room - len(told)]


def _correction(data: bytes, size: int) -> bytes:
    """The remainder of Reed and Solomon."""
    table, top, mask = _multiples(size), 8 * (size - 1), (1 << 8 * size) - 1
    rest = 0
    for each in data:
        rest = (rest << 8 & mask) ^ table[each ^ rest >> top]
    return rest.to_bytes(size, "big")


@cache
def _multiples(size: int) -> list[int]:
    """Of the generator, by each byte, without its leading one."""
    generator = [1]
    for power in range(size):
        shifted = [_times(each, _power(power)) for each in generator]
        generator = [a ^ b for a, b in zip([*generator, 0], [0, *shifted], strict=True)]
    return [int.from_bytes(bytes(_times(each, byte) for each in generator[1:]), "big") for byte in range(256)]


@cache
def _power(exponent: int) -> int:
    return 1 if exponent == 0 else _times(_power(exponent - 1), 2)


def _times(one: int, other: int) -> int:
    """In the field of 256 elements of the standard."""
    product = 0
    while other:
        product ^= one * (other & 1)
        one = one << 1 ^ 0x11D * (one >> 7)
        other >>= 1
    return product


@cache
def _version_for(length: int, level: int) -> int:
    """The smallest that has room. Raises ValueError."""
    from qrcode.base import rs_blocks

    for version in range(1, 41):
        room = sum(block.data_count for block in rs_blocks(version, level))
        if 4 + _digits_of_length(version) + 8 * length <= 8 * room:
            return version
    raise ValueError("too long for a QR code")


def _digits_of_length(version: int) -> int:
    return 8 if version < 10 else 16


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
