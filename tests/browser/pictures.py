"""Approved pictures of pages: how they are kept, compared and approved anew.

A picture is kept at half size in the 216 colours that all programs share, so that it is
small and a hair's breadth of difference does not count. Fonts are those of the machine:
the calibration picture shows a sample of text, and where it looks different from the
approved one the pictures say nothing about the pages.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops

FOLDER: Final = Path(__file__).parent / "approved"
APPROVE: Final = "PORTAL_APPROVE_PICTURES"
MOST_DIFFERENT: Final = 0.001
_STEP: Final = 51  # from one of the 216 colours to the next
_LEVELS: Final = 6


def approving() -> bool:
    """Tell whether what is seen now is to be approved."""
    return os.environ.get(APPROVE) == "1"


def reduced(png: bytes) -> Image.Image:
    """Return a screenshot as it is kept."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture = picture.reduce(2)
    return picture.point([round(value / _STEP) * _STEP for value in range(256)] * 3)


def keep(name: str, picture: Image.Image) -> None:
    """Approve a picture."""
    FOLDER.mkdir(exist_ok=True)
    palette = picture.quantize(colors=_LEVELS**3, dither=Image.Dither.NONE)
    palette.save(FOLDER / f"{name}.png", optimize=True)


def approved(name: str) -> Image.Image | None:
    """Return an approved picture, None when there is none."""
    file = FOLDER / f"{name}.png"
    return Image.open(file).convert("RGB") if file.is_file() else None


def share_different(seen: Image.Image, known: Image.Image) -> float:
    """Return the share of pixels that differ by more than one step of colour."""
    if seen.size != known.size:
        return 1.0
    red, green, blue = ImageChops.difference(seen, known).split()
    worst = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    different = sum(worst.histogram()[_STEP + 1 :])
    return different / (seen.width * seen.height)
