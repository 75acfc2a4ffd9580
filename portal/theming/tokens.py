"""The colour tokens as the style sheets set them, and the contrast between them.

Source of the formula: WCAG 2.2, "contrast ratio" and "relative luminance".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypedDict

from portal.theming.folders import theme_files

# The selector under which a mode sets its tokens.
_MODES: Final = {"normal": ":root", "dark": ".m-dark", "contrast": ":root.m-contrast"}
_RULE: Final = re.compile(r"(?:^|[{}\s])(?P<selector>[:.][\w.:-]+)\{(?P<body>[^{}]*)\}")
_COLOUR: Final = re.compile(
    r"--(?P<name>\w+):(?P<colour>#[0-9a-fA-F]{3,6}|var\(--\w+\))"
)
_REFERENCE: Final = re.compile(r"var\(--(\w+)\)")
_DARKEST: Final = 0.04045
_SHORT: Final = len("rgb")
# Text tokens on the grounds that they stand on.
PAIRS: Final = (
    ("ink", "paper"), ("ink", "wash"), ("ink", "cell"), ("ink2", "paper"),
    ("ink2", "wash"), ("ink2", "cell"), ("link", "paper"), ("link", "wash"),
    ("link", "cell"), ("seen", "paper"), ("seal", "paper"), ("ok", "okbg"),
    ("warn", "warnbg"), ("stop", "stopbg"), ("stop", "paper"), ("on", "brand"),
)  # fmt: skip

Palette = Mapping[str, str]


class Contrast(TypedDict):
    """How well a text colour is read on a ground, e.g. 16.4 to 1."""

    text: str
    ground: str
    ratio: float


def palettes() -> dict[str, Palette]:
    """Return the colours of each mode by token: those of the theme over the default."""
    sheets = [
        file.read_text(encoding="utf-8")
        for path in ("static/css/site.css", "static/css/theme.css")
        for file in theme_files(path)[:1]
    ]
    normal: dict[str, str] = {}
    found: dict[str, Palette] = {}
    for mode, selector in _MODES.items():
        own: dict[str, str] = {}
        for sheet in sheets:
            own |= _first_rule(sheet, selector)
        if mode == "normal":
            normal = own
        found[mode] = _resolved(normal | own)
    return found


def contrasts(palette: Palette) -> list[Contrast]:
    """Return the contrast of each text token on its grounds."""
    return [
        Contrast(text=text, ground=ground, ratio=ratio(palette[text], palette[ground]))
        for text, ground in PAIRS
    ]


def ratio(first: str, second: str) -> float:
    """Return the contrast of two colours, rounded down to a tenth.

    >>> ratio("#000", "#fff")
    21.0
    """
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return int((lighter + 0.05) / (darker + 0.05) * 10) / 10


def _first_rule(sheet: str, selector: str) -> dict[str, str]:
    """Return the colours of a selector's first rule; later ones are for a preference."""
    for rule in _RULE.finditer(sheet):
        if rule["selector"] == selector and (found := _COLOUR.findall(rule["body"])):
            return dict(found)
    return {}


def _resolved(palette: Palette) -> Palette:
    def colour(value: str) -> str:
        named = _REFERENCE.fullmatch(value)
        return colour(palette[named[1]]) if named else value

    return {name: colour(value) for name, value in palette.items()}


def _luminance(colour: str) -> float:
    digits = colour[1:]
    if len(digits) == _SHORT:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(part: float) -> float:
    return part / 12.92 if part <= _DARKEST else ((part + 0.055) / 1.055) ** 2.4
