"""What the content policy forbids and what a page may not fetch, looked for in every template and script."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
OWN_FILES = [
    *TEMPLATES,
    *sorted((settings.BASE_DIR / "static").rglob("*.css")),
    *sorted((settings.BASE_DIR / "static").rglob("*.js")),
]

FORBIDDEN = {
    "inline style": r"\sstyle\s*=",
    "style element": r"<style\b",
    "event handler": r"\son[a-z]+\s*=",
    "inline script": r"<script\b(?![^>]*\bsrc=)",
    "script address": r"javascript:",
    "htmx code": r"\bhx-on\b|\bhx-vals=[\"']js:|\bhx-headers=[\"']js:",
    "htmx trigger filter": r"hx-trigger=\"[^\"]*\[",
}


def name_of(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


def test_there_are_templates_to_look_at():
    assert settings.BASE_DIR / "templates/base.html" in TEMPLATES


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds_what_the_content_policy_forbids(what):
    found = [name_of(path) for path in TEMPLATES if re.search(FORBIDDEN[what], path.read_text(), re.IGNORECASE)]

    assert found == []


def test_patterns_find_what_they_look_for():
    bad = (
        '<p style="color: red" onclick="x()"><style></style><script>1</script><a href="javascript:1">'
        '<b hx-on:click="x" hx-trigger="click[ctrlKey]">'
    )

    assert [what for what, pattern in FORBIDDEN.items() if not re.search(pattern, bad)] == []


def test_nothing_is_fetched_from_another_origin():
    fetching = re.compile(r"""(?:src|href|action|url\(|from|import)\s*[=(]?\s*["']?(?:https?:)?//""", re.IGNORECASE)

    assert [name_of(path) for path in OWN_FILES if fetching.search(path.read_text())] == []


def test_colours_are_named_in_one_place_only():
    colour = re.compile(r":[^;{}]*(?:#[0-9a-f]{3,8}\b|\brgb\()", re.IGNORECASE)
    stylesheets = [path for path in OWN_FILES if path.suffix == ".css" and path.name != "tokens.css"]

    assert [name_of(path) for path in stylesheets if colour.search(path.read_text())] == []
