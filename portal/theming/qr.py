"""Draw QR codes as plain SVG that the strict content policy lets through."""

from __future__ import annotations

import re
from typing import Final, TypedDict

import segno

# Trying all eight masks takes five times as long; every reader takes any of them.
_MASK: Final = 3
_DARK_RUN: Final = re.compile(rb"\x01+")


class QrCode(TypedDict):
    """What the ``qr`` component draws: side in modules, and the dark modules."""

    side: int
    path: str


def qr_code(text: str) -> QrCode:
    """Return the code of a text at error correction M, without the quiet zone.

    The path has one horizontal run of dark modules per move, which keeps it short.
    """
    matrix = segno.make(text, error="m", micro=False, mask=_MASK).matrix
    path = "".join(
        f"M{run.start()} {row}h{run.end() - run.start()}v1H{run.start()}z"
        for row, modules in enumerate(matrix)
        for run in _DARK_RUN.finditer(bytes(modules))
    )
    return QrCode(side=len(matrix), path=path)
