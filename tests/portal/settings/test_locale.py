"""Texts that Wagtail lacks in Chinese are there, compiled from what is kept as text."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import gettext as _

FOLDER = Path(settings.LOCALE_PATHS[0]) / "zh_Hans" / "LC_MESSAGES"
_ENTRY = re.compile(
    r'^msgid "(?P<id>.+)"\n(?:msgid_plural ".+"\n)?msgstr(?:\[0\])? "(?P<text>.+)"$',
    re.M,
)
_FORMAT = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def entries(name: str) -> list[tuple[str, str]]:
    text = (FOLDER / f"{name}.po").read_text(encoding="utf-8")
    return [
        (each["id"].replace('\\"', '"'), each["text"].replace('\\"', '"'))
        for each in _ENTRY.finditer(text)
    ]


@pytest.mark.parametrize(("name", "least"), [("django", 230), ("djangojs", 18)])
def test_compiled_catalogue_is_the_text(name: str, least: int) -> None:
    with (FOLDER / f"{name}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    told = entries(name)
    assert len(told) >= least
    for identifier, text in told:
        found = {compiled.gettext(identifier), compiled.ngettext(identifier, "", 1)}
        assert text in found, identifier
        assert set(_FORMAT.findall(text)) <= set(_FORMAT.findall(identifier)) | {
            "%(counter)s", "%(live_descendant_count)s", "%(num_user)s",
        }  # fmt: skip


def test_desk_speaks_chinese() -> None:
    assert _("Search all pages…") == "搜索全部页面…"
    assert _("Locked by workflow") == "审核中锁定"
