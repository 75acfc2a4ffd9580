"""Draw QR codes as plain SVG that the strict content policy lets through."""

from __future__ import annotations

from typing import Final, TypedDict

import segno

# Trying all eight masks takes five times as long; every reader takes any of them.
_MASK: Final = 3


class QrCode(TypedDict):
    """What the ``qr`` component draws: side in modules, and the dark modules."""

    side: int
    path: str


def qr_code(text: str) -> QrCode:
    """Return the code of a text at error correction M, without the quiet zone.

    The path has one horizontal run of dark modules per move, which keeps it short.
    """
    matrix = segno.make(text, error="m", micro=False, mask=_MASK).matrix
    path: list[str] = []
    for row, modules in enumerate(matrix):
        start: int | None = None
        for column, dark in enumerate([*modules, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                path.append(f"M{start} {row}h{column - start}v1H{start}z")
                start = None
    return QrCode(side=len(matrix), path="".join(path))
