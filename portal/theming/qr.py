"""Draw QR codes as plain SVG that the strict content policy lets through."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Final, TypedDict

import segno

# Trying all eight masks takes five times as long; every reader takes any of them.
_MASK: Final = 3
_RUNS: Final = re.compile(rb"(\x00*)(\x01+)")
# Text with a small letter can only be written byte by byte.
_BYTES: Final = re.compile(r"[\x20-\x7e]*[a-z][\x20-\x7e]*")
_BITS: Final = 8
# Drawing what each bit does takes as long as drawing so many codes.
_FEW: Final = 40


class QrCode(TypedDict):
    """What the ``qr`` component draws: side in modules, and the dark ones as a line."""

    side: int
    path: str


_asked: Counter[tuple[str, int]] = Counter()


def qr_code(text: str) -> QrCode:
    """Return the code of a text at error correction M, without the quiet zone.

    The path is a line of width 1 through the middle of each row, with one stroke for
    each run of dark modules: half as long as their outlines.
    """
    side, dark = _of_address(text) if _is_one_of_many(text) else _drawn(text)
    modules = dark.to_bytes(side * side, "big")
    rows = (modules[start : start + side] for start in range(0, side * side, side))
    return QrCode(side=side, path="".join(map(_line, range(side), rows)))


def _line(row: int, modules: bytes) -> str:
    """Return the strokes of a row; each is told from the end of the one before."""
    runs = _RUNS.findall(modules)
    if not runs:
        return ""
    (gap, run), *others = runs
    begun = f"M{len(gap)} {row}.5h{len(run)}"
    return begun + "".join([_stroke(gap, run) for gap, run in others])


@lru_cache(maxsize=4096)
def _stroke(gap: bytes, run: bytes) -> str:
    return f"m{len(gap)} 0h{len(run)}"


def _is_one_of_many(text: str) -> bool:
    """Tell whether so many alike are asked for that what they share pays."""
    if not _BYTES.fullmatch(text):
        return False
    alike = text[: _last_part(text)], len(text)
    _asked[alike] += 1
    return _asked[alike] > _FEW


def _last_part(text: str) -> int:
    """Return where the last part of an address begins: there addresses differ."""
    return text.rfind("/", 0, -1) + 1


def _of_address(text: str) -> tuple[int, int]:
    """Return the code of an address by what it has in common with others.

    Of texts of one length, each bit of the text turns the same modules over, whatever
    the others are: error correction and mask are linear. So the code of one text
    and what each bit does are drawn once, and thousands of addresses follow from that
    in less time, the more of them there are.

    Source: ISO/IEC 18004, 7.4 to 7.8.
    """
    start = _last_part(text)
    known = text[:start] + "a" * (len(text) - start)
    side, dark = _known(known)
    for place in range(start, len(text)):
        turned = ord(text[place]) ^ ord(known[place])
        for bit in range(_BITS):
            if turned >> bit & 1:
                dark ^= _turned(known, place, bit)
    return side, dark


@lru_cache(maxsize=256)
def _known(text: str) -> tuple[int, int]:
    return _drawn(text.encode())


@lru_cache(maxsize=4096)
def _turned(text: str, place: int, bit: int) -> int:
    """Return the modules that one bit of a text turns over."""
    data = bytearray(text.encode())
    data[place] ^= 1 << bit
    return _drawn(bytes(data))[1] ^ _known(text)[1]


def _drawn(content: str | bytes) -> tuple[int, int]:
    """Return side and modules, row by row, one byte each, as one number."""
    mode = "byte" if isinstance(content, bytes) else None
    code = segno.make(content, error="m", micro=False, mask=_MASK, mode=mode)
    return len(code.matrix), int.from_bytes(b"".join(map(bytes, code.matrix)), "big")
