from __future__ import annotations

import pytest

from tests.portal.theming.components.drawing import HOSTILE, classes, drawn, one, text


@pytest.mark.parametrize("tone", ["ok", "warn", "stop"])
def test_tone_is_beside_the_words_never_instead(tone: str) -> None:
    lamp = one(drawn("lamp", "lamp", "还剩 3 天", tone), "span")
    assert classes(lamp) == {"lamp", tone}
    assert text(lamp) == "还剩 3 天"


def test_all_is_well_unless_told_otherwise() -> None:
    assert classes(one(drawn("lamp", "lamp", "按时"), "span")) == {"lamp", "ok"}


def test_text_is_escaped() -> None:
    assert text(one(drawn("lamp", "lamp", HOSTILE), "span")) == HOSTILE
