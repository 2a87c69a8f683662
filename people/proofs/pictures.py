"""What a picture looks like, in 64 bits: a photo of a photo, saved anew or made smaller, differs in few of them."""

from __future__ import annotations

from PIL import Image, ImageOps

BITS = 64
ALIKE = 5
"""Two pictures that differ in no more bits than these are alike."""
FEWEST = 6
"""With fewer bits set, or as few unset, it is a blank sheet, which resembles every other."""


def picture_hash(image: Image.Image) -> int | None:
    """dHash: in a picture of nine by eight grays, whether each is brighter than the one after it."""
    small = ImageOps.exif_transpose(image).convert("L").resize((9, 8), Image.Resampling.BOX)
    gray = small.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (gray[row * 9 + column] > gray[row * 9 + column + 1])
    if not FEWEST <= bits.bit_count() <= BITS - FEWEST:
        return None
    return bits - (1 << BITS) if bits >> (BITS - 1) else bits
