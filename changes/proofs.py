"""What somebody sends as a proof: taken for what its content says it is, kept under a random name outside of every
folder that a web server serves."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from changes.enums import ProofType

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LARGEST = 20 * 1024 * 1024
ENDS_OF_PDF = 1024
"""Within so many bytes from its end a PDF must say that it ends: one cut off on its way cannot be read later."""
IMAGE_TYPES = {"JPEG": ProofType.JPEG, "PNG": ProofType.PNG}


class ProofFault(ValueError):
    def __init__(self, message: str | _StrPromise) -> None:
        super().__init__(message)
        self.message = message


def check_proof(file: File[Any]) -> ProofType:
    """By its content; its name and what the browser calls it count for nothing. Raises ProofFault."""
    if not file.size:
        raise ProofFault(_("The file is empty. Choose it again."))
    if file.size > LARGEST:
        raise ProofFault(_("The file is larger than 20 MB. Take the picture in a smaller size, or scan fewer pages."))
    file.seek(0)
    head = file.read(8)
    found = _pdf(file) if head.startswith(b"%PDF-") else _image(file)
    file.seek(0)
    return found


def _pdf(file: File[Any]) -> ProofType:
    file.seek(max(0, (file.size or 0) - ENDS_OF_PDF))
    if b"%%EOF" not in file.read(ENDS_OF_PDF):
        raise ProofFault(_("The PDF is cut off. Open it on your device; if you can read it there, save it again."))
    return ProofType.PDF


def _image(file: File[Any]) -> ProofType:
    try:
        with _refusing_bombs():
            file.seek(0)
            with Image.open(file, formats=list(IMAGE_TYPES)) as image:
                kind = IMAGE_TYPES[image.format or ""]
                image.load()
    except (UnidentifiedImageError, KeyError) as error:
        raise ProofFault(
            _("This is neither a PDF nor a JPG or PNG picture. Take a photo, or save it as PDF.")
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ProofFault(_("The picture has too many dots. Take it in a smaller size.")) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise ProofFault(_("The picture is damaged. Open it on your device, or take it again.")) from error
    return kind


@contextlib.contextmanager
def _refusing_bombs() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


@contextlib.contextmanager
def removed_on_failure(*fields: Any) -> Iterator[None]:
    """A file is no part of a transaction: where that fails, it is taken away again."""
    try:
        yield
    except BaseException:
        for field in fields:
            if field.name:
                field.storage.delete(field.name)
        raise
