from __future__ import annotations

import pytest

from tests.portal.theming.components.drawing import HOSTILE, classes, drawn, one, text


@pytest.mark.parametrize("tone", ["on", "ok", "warn", "stop"])
def test_tone_is_beside_the_word(tone: str) -> None:
    tag = one(drawn("tag", "tag", "高频", tone), "span")
    assert (classes(tag), text(tag)) == ({"tag", tone}, "高频")


def test_plain_tag_has_no_tone_and_text_is_escaped() -> None:
    tag = one(drawn("tag", "tag", HOSTILE), "span")
    assert (tag.get("class"), text(tag)) == ("tag", HOSTILE)
