"""What is handed over: a slip of paper for each person, with the address as text and as a picture to scan."""

from __future__ import annotations

from dataclasses import dataclass

import qrcode
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from qrcode.image.svg import SvgPathImage

from people.access_links.services import NewLink


@dataclass(frozen=True)
class Slip:
    link: NewLink
    address: str

    @property
    def picture(self) -> SafeString:
        return picture_of(self.address)


def slips_of(links: list[NewLink], request: HttpRequest) -> list[Slip]:
    return [Slip(link, request.build_absolute_uri(reverse("open_access_link", args=[link.token]))) for link in links]


def picture_of(address: str) -> SafeString:
    drawn: str = qrcode.make(address, image_factory=SvgPathImage).to_string(encoding="unicode")
    return mark_safe(drawn)  # noqa: S308
