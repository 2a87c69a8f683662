from __future__ import annotations

import gettext
from pathlib import Path

from ops.catalogs import compile_catalog

SOURCE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=1; plural=0;\\n"

msgid "Home"
msgstr "首页"

msgctxt "credit hours"
msgid "%(number)s hour"
msgid_plural "%(number)s hours"
msgstr[0] "%(number)s 学时"
"""


def test_compiled_catalog_speaks_chinese(tmp_path: Path) -> None:
    (tmp_path / "django.po").write_text(SOURCE)

    compiled = compile_catalog(tmp_path / "django.po")

    with compiled.open("rb") as file:
        catalog = gettext.GNUTranslations(file)
    assert catalog.gettext("Home") == "首页"
    assert catalog.npgettext("credit hours", "%(number)s hour", "%(number)s hours", 2) == "%(number)s 学时"
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["django.mo", "django.po"]
