import gzip
import re

import pytest
from django.conf import settings
from django.core.management import call_command

from ui.storage import BundledStaticFilesStorage


@pytest.fixture
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "ui.storage.BundledStaticFilesStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return BundledStaticFilesStorage(location=tmp_path)


def test_one_file_holds_the_whole_look(collected):
    name = collected.stored_name("css/site.css")

    text = collected.open(name).read().decode()

    assert re.fullmatch(r"css/site\.[0-9a-f]{12}\.css", name)
    assert "@import" not in text
    assert text.index("@layer reset, base") < text.index(".site-header")
    assert len(gzip.compress(text.encode())) < 30_000


def test_every_stylesheet_is_in_the_list():
    folder = settings.BASE_DIR / "static/css"
    named = set(re.findall(r'url\("([^"]+)"\)', (folder / "site.css").read_text()))

    assert {str(path.relative_to(folder)) for path in folder.rglob("*.css")} == named | {"site.css"}


def test_one_file_holds_all_scripts(collected):
    name = collected.stored_name("js/site.js")

    text = collected.open(name).read().decode()

    assert re.fullmatch(r"js/site\.[0-9a-f]{12}\.js", name)
    assert not re.search(r"^\s*import\b", text, re.MULTILINE)
    assert "showModal" in text


def test_every_script_is_in_the_list():
    folder = settings.BASE_DIR / "static/js"
    named = set(re.findall(r'import "\./([^"]+)"', (folder / "site.js").read_text()))

    assert {path.name for path in folder.glob("*.js")} == named | {"site.js"}


def test_scripts_share_nothing_because_they_are_put_together_between_braces():
    parts = [path for path in (settings.BASE_DIR / "static/js").glob("*.js") if path.name != "site.js"]

    assert [path.name for path in parts if re.search(r"^(import|export)\b", path.read_text(), re.MULTILINE)] == []


def test_file_that_was_not_collected_keeps_its_name(tmp_path):
    assert BundledStaticFilesStorage(location=tmp_path).stored_name("css/site.css") == "css/site.css"
