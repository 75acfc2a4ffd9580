from __future__ import annotations

import re

from portal.theming.styleguide import components, components_dir
from tests.portal.theming.components.drawing import SVG, drawn, one

TEMPLATE = (components_dir() / "icon" / "template.html").read_text(encoding="utf-8")
SHAPES = re.findall(r'^  "(\w+)":', TEMPLATE, re.MULTILINE)


def test_every_shape_is_drawn_and_hidden_from_screen_readers() -> None:
    assert len(SHAPES) > 20
    for name in SHAPES:
        picture = one(drawn("icon", "icon", name), f"{SVG}svg")
        assert picture.get("aria-hidden") == "true"
        assert one(picture, f"{SVG}path").get("d", "").lower().startswith("m"), name


def test_declared_names_are_those_that_are_drawn() -> None:
    (icon,) = (each for each in components() if each.folder == "icon")
    assert icon.macros[0]["parameters"][0]["description"].split() == sorted(SHAPES)
