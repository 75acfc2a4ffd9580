"""Small parts from which the expected shape of a foreign record is put together.

A shape is data. It walks a JSON value that nobody has looked at yet, never raises,
and yields one problem for each thing that is not as expected.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from content.importers.identifiers import TextRule
from content.importers.report import JsonValue, shown

LARGEST_INTEGER = 2_147_483_647


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing in a record that is not as expected; ``path`` is like a.b[0].c.

    ``label`` is what the file calls that place, when it has names of its own.
    """

    path: str
    value: JsonValue
    expected: str
    rule: str
    label: str = ""


class Kind(Protocol):
    """What one value has to be."""

    def problems(self, value: JsonValue, path: str) -> Iterator[Problem]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A string. Empty is fine unless ``blank`` is off; null only if ``nullable``."""

    max_length: int | None = None
    blank: bool = True
    nullable: bool = False
    rule: TextRule | None = None

    def problems(self, value: JsonValue, path: str) -> Iterator[Problem]:
        if value is None and self.nullable:
            return
        if not isinstance(value, str):
            yield _problem(path, value, _("文字"), "type")
        elif not value.strip():
            if not self.blank:
                yield _problem(path, value, _("不为空的文字"), "required")
        elif not is_storable(value):
            yield _problem(path, value, _("不含控制符和残缺字符的文字"), "characters")
        elif self.max_length is not None and len(value) > self.max_length:
            expected = _("不超过 %(limit)s 个字（现有 %(length)s 个）") % {
                "limit": self.max_length,
                "length": len(value),
            }
            yield _problem(path, value, expected, "length")
        elif self.rule is not None:
            rule_expected = self.rule.expects(value)
            if rule_expected is not None:
                yield _problem(path, value, rule_expected, self.rule.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Integer:
    """A whole number within limits, both included. Booleans are not numbers."""

    minimum: int = 0
    maximum: int = LARGEST_INTEGER
    nullable: bool = False

    def problems(self, value: JsonValue, path: str) -> Iterator[Problem]:
        if value is None and self.nullable:
            return
        limits = {"minimum": self.minimum, "maximum": self.maximum}
        if isinstance(value, bool) or not isinstance(value, int):
            expected = _("%(minimum)s 至 %(maximum)s 的整数") % limits
            yield _problem(path, value, expected, "type")
        elif not self.minimum <= value <= self.maximum:
            expected = _("%(minimum)s 至 %(maximum)s 的整数") % limits
            yield _problem(path, value, expected, "range")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A finite number within limits, both included."""

    minimum: float
    maximum: float

    def problems(self, value: JsonValue, path: str) -> Iterator[Problem]:
        expected = _("%(minimum)s 至 %(maximum)s 的数") % {
            "minimum": f"{self.minimum:g}",
            "maximum": f"{self.maximum:g}",
        }
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield _problem(path, value, expected, "type")
        elif not self.minimum <= value <= self.maximum:
            yield _problem(path, value, expected, "range")


@dataclass(frozen=True, slots=True)
class Boolean:
    """True or false, nothing that only looks like it."""

    def problems(self, value: JsonValue, path: str) -> Iterator[Problem]:
        if not isinstance(value, bool):
            yield _problem(path, value, _("true 或 false"), "type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One code of a list. ``choices`` maps code to label."""

    choices: Mapping[str, str | Promise]
    nullable: bool = False
    blank: bool = False

    def problems(self, value: JsonValue, path: str) -> Iterator[Problem]:
        if (value is None and self.nullable) or (value == "" and self.blank):
            return
        if not isinstance(value, str) or value not in self.choices:
            expected = _("代码表中的值：%(choices)s") % {"choices": self._listing()}
            yield _problem(path, value, expected, "code-list")

    def _listing(self) -> str:
        return "、".join(
            code if code == str(label) else f"{code} {label}"
            for code, label in self.choices.items()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf:
    """A list of one kind; ``unique`` names the field that may not repeat."""

    item: Kind
    unique: str | None = None
    nullable: bool = False
    distinct: bool = False

    def problems(self, value: JsonValue, path: str) -> Iterator[Problem]:
        if value is None and self.nullable:
            return
        if not isinstance(value, list):
            yield _problem(path, value, _("列表"), "type")
            return
        for position, item in enumerate(value):
            yield from self.item.problems(item, f"{path}[{position}]")
        yield from self._repeats(value, path)

    def _repeats(self, items: list[JsonValue], path: str) -> Iterator[Problem]:
        seen: set[str | int] = set()
        for position, item in enumerate(items):
            where = f"{path}[{position}]"
            key: JsonValue = item if self.distinct else None
            if self.unique is not None and isinstance(item, dict):
                key = item.get(self.unique)
                where = f"{where}.{self.unique}"
            if isinstance(key, bool) or not isinstance(key, str | int):
                continue
            if key in seen:
                yield _problem(where, key, _("在同一列表中不重复的值"), "duplicate")
            seen.add(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An object with named fields; any other field is a problem, not ignored."""

    required: Mapping[str, Kind]
    optional: Mapping[str, Kind]
    nullable: bool = False

    def problems(self, value: JsonValue, path: str) -> Iterator[Problem]:
        if value is None and self.nullable:
            return
        if not isinstance(value, dict):
            yield _problem(path, value, _("对象"), "type")
            return
        for name, kind in self.required.items():
            if name in value:
                yield from kind.problems(value[name], _inner(path, name))
            else:
                yield _problem(_inner(path, name), None, _("必须有这一项"), "required")
        for name, kind in self.optional.items():
            if name in value:
                yield from kind.problems(value[name], _inner(path, name))
        for name in value:
            if name not in self.required and name not in self.optional:
                expected = self._known_name(name)
                yield _problem(
                    _inner(path, shown(name)), value[name], expected, "unknown-field"
                )

    def _known_name(self, name: str) -> str:
        known = [*self.required, *self.optional]
        close = get_close_matches(name, known, n=1)
        if close:
            return _("已知的字段名；是否想写 %(name)s") % {"name": close[0]}
        return _("已知的字段名，共 %(count)s 个，见数据说明") % {"count": len(known)}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOf:
    """An object with free names and values of one kind."""

    item: Kind
    names: Collection[str] | None = None

    def problems(self, value: JsonValue, path: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield _problem(path, value, _("对象"), "type")
            return
        for name, item in value.items():
            where = _inner(path, shown(name))
            if not is_storable(name):
                yield _problem(
                    where, name, _("不含控制符和残缺字符的文字"), "characters"
                )
            elif self.names is not None and name not in self.names:
                expected = _("其中之一：%(names)s") % {"names": "、".join(self.names)}
                yield _problem(where, name, expected, "code-list")
            else:
                yield from self.item.problems(item, where)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """Any of several kinds; the problems of the last are shown when none fits."""

    kinds: tuple[Kind, ...]

    def problems(self, value: JsonValue, path: str) -> Iterator[Problem]:
        found: list[Problem] = []
        for kind in self.kinds:
            found = list(kind.problems(value, path))
            if not found:
                return
        yield from found


def is_storable(text: str) -> bool:
    """Tell whether every database and UTF-8 can hold a text."""
    return not any(
        ("\ud800" <= character <= "\udfff")
        or (character < " " and character not in "\t\n\r")
        for character in text
    )


def _inner(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _problem(path: str, value: JsonValue, expected: str, rule: str) -> Problem:
    return Problem(path=path, value=value, expected=expected, rule=rule)
