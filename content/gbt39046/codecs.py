"""How single values are written in the exchange format and read back."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Final, Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from content.gbt39046.codings import Coding, Differences

_DAY: Final = re.compile(r"[0-9]{8}", re.ASCII)
_MONEY: Final = re.compile(r"[0-9]{1,14}\.[0-9]{2}", re.ASCII)
_CENT: Final = Decimal("0.01")
_MOST_MONEY: Final = Decimal("99999999999999.99")


class CodecError(Exception):
    """A value that cannot be written or read; says what was expected instead."""

    def __init__(self, expected: str, rule: str) -> None:
        super().__init__(expected)
        self.expected = expected
        self.rule = rule


class Codec(Protocol):
    """One kind of value; ``encode`` and ``decode`` raise `CodecError`."""

    def encode(self, value: Any, coding: Coding) -> Any: ...

    def decode(self, value: Any, coding: Coding) -> Any: ...

    def schema(self, coding: Coding) -> dict[str, Any]: ...

    def described(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Text:
    """Words, at most so many characters."""

    max_length: int

    def encode(self, value: Any, coding: Coding) -> str:
        return self.decode(value, coding)

    def decode(self, value: Any, _coding: Coding) -> str:
        if not isinstance(value, str):
            raise CodecError(_("文字"), "type")
        if len(value) > self.max_length:
            expected = _("不超过 %(limit)s 个字（现有 %(length)s 个）") % {
                "limit": self.max_length,
                "length": len(value),
            }
            raise CodecError(expected, "length")
        return value

    def schema(self, _coding: Coding) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.max_length}

    def described(self) -> str:
        return f"文字 ..{self.max_length}"


@dataclass(frozen=True, slots=True)
class Day:
    """A date: YYYY-MM-DD here, YYYYMMDD there, empty for none."""

    def encode(self, value: Any, coding: Coding) -> str:
        if not isinstance(value, str):
            raise CodecError(_("日期"), "type")
        encoded = value.replace("-", "")
        if self.decode(encoded, coding) != value:
            raise CodecError(_("日期"), "date")
        return encoded

    def decode(self, value: Any, _coding: Coding) -> str:
        expected = _("YYYYMMDD 形式的日期，如 20260102")
        if not isinstance(value, str):
            raise CodecError(expected, "type")
        if not value:
            return ""
        if not _DAY.fullmatch(value):
            raise CodecError(expected, "date")
        try:
            year, month, day = int(value[:4]), int(value[4:6]), int(value[6:])
            return datetime.date(year, month, day).isoformat()
        except ValueError as error:
            raise CodecError(expected, "date") from error

    def schema(self, _coding: Coding) -> dict[str, Any]:
        return {"type": "string", "pattern": "^([0-9]{8})?$"}

    def described(self) -> str:
        return "日期 YYYYMMDD"


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no: 1 or 0."""

    def encode(self, value: Any, _coding: Coding) -> int:
        if not isinstance(value, bool):
            raise CodecError(_("true 或 false"), "type")
        return int(value)

    def decode(self, value: Any, _coding: Coding) -> bool:
        if isinstance(value, bool) or not isinstance(value, int) or value not in (0, 1):
            raise CodecError(_("1（是）或 0（否）"), "type")
        return value == 1

    def schema(self, _coding: Coding) -> dict[str, Any]:
        return {"type": "integer", "enum": [0, 1]}

    def described(self) -> str:
        return "布尔 1/0"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from ``minimum`` to ``maximum``."""

    maximum: int
    minimum: int = 0

    def encode(self, value: Any, coding: Coding) -> int:
        return self.decode(value, coding)

    def decode(self, value: Any, _coding: Coding) -> int:
        limits = {"minimum": self.minimum, "maximum": self.maximum}
        expected = _("%(minimum)s 至 %(maximum)s 的整数") % limits
        if isinstance(value, bool) or not isinstance(value, int):
            raise CodecError(expected, "type")
        if not self.minimum <= value <= self.maximum:
            raise CodecError(expected, "range")
        return value

    def schema(self, _coding: Coding) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}

    def described(self) -> str:
        return f"整数 {self.minimum}..{self.maximum}"


@dataclass(frozen=True, slots=True)
class Money:
    """Yuan with two decimals, as text, so that no cent gets lost on the way."""

    def encode(self, value: Any, _coding: Coding) -> str:
        expected = _("不小于 0、最多两位小数的金额")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise CodecError(expected, "type")
        try:
            exact = Decimal(str(value))
            rounded = exact.quantize(_CENT)
        except InvalidOperation as error:
            raise CodecError(expected, "money") from error
        if exact != rounded or rounded.is_signed() or rounded > _MOST_MONEY:
            raise CodecError(expected, "money")
        return str(rounded)

    def decode(self, value: Any, _coding: Coding) -> int | float:
        expected = _("以元为单位、两位小数的文字，如 12.50")
        if not isinstance(value, str):
            raise CodecError(expected, "type")
        if not _MONEY.fullmatch(value):
            raise CodecError(expected, "money")
        amount = Decimal(value)
        whole = int(amount)
        return whole if amount == whole else float(amount)

    def schema(self, _coding: Coding) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^[0-9]{1,14}\.[0-9]{2}$"}

    def described(self) -> str:
        return "金额 n..16,2"


@dataclass(frozen=True, slots=True, eq=False)
class Code:
    """One code of a list; ``differences`` are those of a coding from our own codes."""

    choices: type[TextChoices]
    differences: Differences = field(default_factory=dict)
    blank: bool = False

    def encode(self, value: Any, coding: Coding) -> str:
        if value == "" and self.blank:
            return ""
        if not isinstance(value, str) or value not in self.choices.values:
            raise CodecError(self._listing(coding), "code-list")
        return self.theirs(value, coding)

    def decode(self, value: Any, coding: Coding) -> str:
        if value == "" and self.blank:
            return ""
        found = _ours(self, coding)
        if not isinstance(value, str) or value not in found:
            raise CodecError(self._listing(coding), "code-list")
        return found[value]

    def schema(self, coding: Coding) -> dict[str, Any]:
        blank = [""] if self.blank else []
        return {"type": "string", "enum": [*_ours(self, coding), *blank]}

    def described(self) -> str:
        return f"代码 {self.choices.__name__}"

    def theirs(self, value: str, coding: Coding) -> str:
        """Return what one of our codes is written as."""
        return self.differences.get(coding, {}).get(value, str(value))

    def _listing(self, coding: Coding) -> str:
        labels = dict(self.choices.choices)
        codes = "、".join(
            code if code == str(labels[ours]) else f"{code} {labels[ours]}"
            for code, ours in _ours(self, coding).items()
        )
        return _("代码表中的值：%(choices)s") % {"choices": codes}


@cache
def _ours(codec: Code, coding: Coding) -> Mapping[str, str]:
    """Return our code for each code of the coding.

    Where several of ours share a code, the one that is written without a change is
    meant, else the first.
    """
    found: dict[str, str] = {}
    changed = codec.differences.get(coding, {})
    for ours in sorted(codec.choices.values, key=lambda value: value in changed):
        found.setdefault(codec.theirs(ours, coding), str(ours))
    return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of texts or codes; codes that come out equal are written once."""

    item: Text | Code

    def encode(self, value: Any, coding: Coding) -> list[str]:
        if not isinstance(value, list):
            raise CodecError(_("列表"), "type")
        encoded = [self.item.encode(item, coding) for item in value]
        return list(dict.fromkeys(encoded)) if isinstance(self.item, Code) else encoded

    def decode(self, value: Any, coding: Coding) -> list[str]:
        if not isinstance(value, list):
            raise CodecError(_("列表"), "type")
        return [self.item.decode(item, coding) for item in value]

    def schema(self, coding: Coding) -> dict[str, Any]:
        return {"type": "array", "items": self.item.schema(coding)}

    def described(self) -> str:
        return f"列表：{self.item.described()}"
