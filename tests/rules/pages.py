"""What a page of the rule books holds, read from its HTML."""

from __future__ import annotations

import re
from html import unescape

from tests.cast import english_client

LINK = re.compile(r'<a class="figure-link[^"]*" href="([^"]+)#quote"[^>]*>(.*?)</a>', re.DOTALL)
MARK = re.compile(r"<mark[^>]*>(.*?)</mark>", re.DOTALL)


def page(address: str, status: int = 200) -> str:
    answer = english_client().get(address)

    assert answer.status_code == status, address
    return answer.content.decode()


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def figures(html: str) -> dict[str, str]:
    """The words of every figure by the address it leads to."""
    return {unescape(address): text(words) for address, words in LINK.findall(html)}


def marked(html: str) -> str:
    """The sentence that is marked, without white space."""
    return "".join(unescape("".join(MARK.findall(html))).split())
