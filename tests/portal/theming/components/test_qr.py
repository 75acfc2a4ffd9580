from __future__ import annotations

from portal.theming.qr import qr_code
from tests.portal.theming.components.drawing import HOSTILE, SVG, drawn, one, text


def test_picture_says_what_is_in_it() -> None:
    picture = one(
        drawn("qr", "qr", {"side": 21, "path": "M0 .5h7"}, HOSTILE), f"{SVG}svg"
    )
    assert picture.get("role") == "img"
    assert text(one(picture, f"{SVG}title")) == HOSTILE


def test_quiet_zone_is_white_in_every_mode() -> None:
    picture = one(
        drawn("qr", "qr", qr_code("https://zwfw.example/"), "网址"), f"{SVG}svg"
    )
    left, top, width, height = map(int, picture.get("viewBox", "").split())
    ground, modules = picture.findall(f"{SVG}path")
    assert (left, top) == (-2, -2)
    assert width == height
    assert ground.get("fill") == "#fff"
    assert modules.get("stroke") == "#000"
    assert modules.get("d")
