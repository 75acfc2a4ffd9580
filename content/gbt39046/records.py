"""Turn a record of ours into one of the exchange format and back, by the table.

What the table does not name, or what a coding cannot say exactly, stands under ``ext``
with our own names, so that reading gives back what was written. Nulls of named fields
are left out: they say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from django.utils.translation import gettext as _

from content.gbt39046.codecs import Codec, CodecError
from content.gbt39046.codings import Coding
from content.gbt39046.tables import EXTENSION, Field, Fields, Rows

Record = dict[str, Any]

_MISSING: Final = object()
_LONGEST_NAME: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing in a record that cannot be read.

    Attributes:
        path: The place in our record, as in ``materials[2].copies``.
        label: The place as somebody who has the file before them finds it.
        value: What stands there.
        expected: What should.
        rule: What was broken.
    """

    path: str
    label: str
    value: Any
    expected: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a record stands: before its fields come these, here and in the file."""

    path: str = ""
    name: str = ""

    def trouble(self, field: Field, value: Any, expected: str, rule: str) -> Trouble:
        path = f"{self.path}{field.path}"
        return Trouble(
            path=path,
            label=_both(f"{self.name}{field.name}", path),
            value=value,
            expected=expected,
            rule=rule,
        )

    def inside(self, field: Field, position: int) -> _Place:
        return _Place(
            path=f"{self.path}{field.path}[{position}].",
            name=f"{self.name}{field.name}[{position}].",
        )


def encode_record(record: Mapping[str, Any], fields: Fields, coding: Coding) -> Record:
    """Return a record in the names and codes of the format."""
    rest = _copied(record)
    encoded: Record = {}
    for field in fields:
        value = _take(rest, field.path)
        if value is _MISSING or value is None:
            continue
        written = _written(field, value, coding)
        if written is not _MISSING:
            encoded[field.name] = written
        if written is _MISSING or not _gives_back(field, written, value, coding):
            _put(rest, field.path, value)
    for name in {field.path.partition(".")[0] for field in fields}:
        # What is left of a group of which everything was taken.
        if name in rest and (rest[name] is None or (rest[name] == {} != record[name])):
            del rest[name]
    if rest:
        encoded[EXTENSION] = rest
    return encoded


def decode_record(
    raw: Mapping[str, Any], fields: Fields, coding: Coding
) -> tuple[Record, list[Trouble]]:
    """Return our record, as far as it can be read, and what cannot."""
    troubles: list[Trouble] = []
    record = _decoded(raw, fields, coding, _Place(), troubles)
    return record, troubles


def label_of(path: str, fields: Fields) -> str:
    """Return how a place in our record is called in the format, with our own name.

    >>> label_of("aliases[0]", ())
    'ext.aliases[0]'
    """
    return _both(_name_of(path, fields), path) if path else ""


def _name_of(path: str, fields: Fields) -> str:
    for field in fields:
        if path == field.path:
            return field.name
        if not path.startswith((f"{field.path}[", f"{field.path}.")):
            continue
        rest = path[len(field.path) :]
        if not isinstance(field.codec, Rows):
            return f"{field.name}{rest}"
        index, dot, inner = rest.partition(".")
        name = _name_of(inner, field.codec.fields) if inner else ""
        return f"{field.name}{index}{dot}{name}"
    return f"{EXTENSION}.{path}"


def _both(name: str, path: str) -> str:
    return name if name.removeprefix(f"{EXTENSION}.") == path else f"{name}（{path}）"


def _written(field: Field, value: Any, coding: Coding) -> Any:
    """Return a value as the format has it, `_MISSING` when it cannot say it at all."""
    if isinstance(field.codec, Rows):
        inner = field.codec.fields
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            return _MISSING
        return [encode_record(row, inner, coding) for row in value]
    try:
        return field.codec.encode(value, coding)
    except CodecError:
        return _MISSING


def _gives_back(field: Field, written: Any, value: Any, coding: Coding) -> bool:
    if isinstance(field.codec, Rows):
        return True
    return bool(field.codec.decode(written, coding) == value)


def _decoded(
    raw: Mapping[str, Any],
    fields: Fields,
    coding: Coding,
    place: _Place,
    troubles: list[Trouble],
) -> Record:
    record, unread = _extension(raw, place)
    troubles += unread
    for field in fields:
        value = raw.get(field.name)
        exact = _found(record, field.path)
        if value is None:
            if field.required and exact is _MISSING:
                expected = _("必须有这一项")
                troubles.append(place.trouble(field, None, expected, "required"))
            continue
        if isinstance(field.codec, Rows):
            read = _rows(field, field.codec.fields, value, place, (coding, troubles))
        else:
            try:
                read = _value(field.codec, value, coding, required=field.required)
            except CodecError as error:
                troubles.append(place.trouble(field, value, error.expected, error.rule))
                continue
        if exact is not _MISSING:
            if _written(field, exact, coding) != value:
                expected = _(
                    "与 ext 中的“%(path)s”一致的值，或者删去 ext 中的这一项"
                ) % {"path": field.path}
                troubles.append(place.trouble(field, value, expected, "contradiction"))
        elif read is not _MISSING and not _put(record, field.path, read):
            expected = _("对象")
            troubles.append(place.trouble(field, value, expected, "type"))
    troubles += _unknown(raw, fields, place)
    return record


def _extension(
    raw: Mapping[str, Any], place: _Place
) -> tuple[Record, Iterator[Trouble]]:
    extension = raw.get(EXTENSION)
    if extension is None or isinstance(extension, dict):
        return _copied(extension or {}), iter(())
    label = f"{place.name}{EXTENSION}"
    trouble = Trouble(
        path=label, label=label, value=extension, expected=_("对象"), rule="type"
    )
    return {}, iter((trouble,))


def _value(codec: Codec, value: Any, coding: Coding, *, required: bool) -> Any:
    if required and isinstance(value, str) and not value.strip():
        expected = _("不为空的值：%(kind)s") % {"kind": codec.described()}
        raise CodecError(expected, "required")
    return codec.decode(value, coding)


def _rows(
    field: Field,
    fields: Fields,
    value: Any,
    place: _Place,
    into: tuple[Coding, list[Trouble]],
) -> Any:
    coding, troubles = into
    if not isinstance(value, list):
        troubles.append(place.trouble(field, value, _("列表"), "type"))
        return _MISSING
    rows = []
    for position, row in enumerate(value):
        inside = place.inside(field, position)
        if isinstance(row, dict):
            rows.append(_decoded(row, fields, coding, inside, troubles))
            continue
        path, label = inside.path.rstrip("."), inside.name.rstrip(".")
        troubles.append(
            Trouble(
                path=path,
                label=_both(label, path),
                value=row,
                expected=_("对象"),
                rule="type",
            )
        )
    return rows


def _unknown(
    raw: Mapping[str, Any], fields: Fields, place: _Place
) -> Iterator[Trouble]:
    known = [field.name for field in fields]
    for name, value in raw.items():
        if name in known or name == EXTENSION:
            continue
        close = get_close_matches(name, known, n=1)
        expected = _("已知的字段名，共 %(count)s 个，见结构文件") % {
            "count": len(known)
        }
        if close:
            expected = _("已知的字段名；是否想写 %(name)s") % {"name": close[0]}
        label = f"{place.name}{name[:_LONGEST_NAME]}"
        yield Trouble(
            path=label,
            label=label,
            value=value,
            expected=expected,
            rule="unknown-field",
        )


def _copied(record: Mapping[str, Any]) -> Record:
    """Return a copy that values can be taken from and put into by path."""
    return {
        name: dict(value) if isinstance(value, dict) else value
        for name, value in record.items()
    }


def _take(record: Record, path: str) -> Any:
    """Remove a value and return it."""
    *groups, last = path.split(".")
    for name in groups:
        inner = record.get(name)
        if not isinstance(inner, dict):
            return _MISSING
        record = inner
    return record.pop(last, _MISSING)


def _found(record: Record, path: str) -> Any:
    value: Any = record
    for name in path.split("."):
        if not isinstance(value, dict) or name not in value:
            return _MISSING
        value = value[name]
    return value


def _put(record: Record, path: str, value: Any) -> bool:
    """Set a value, making the groups it is in; False when something is in the way."""
    *groups, last = path.split(".")
    for name in groups:
        inner = record.setdefault(name, {})
        if not isinstance(inner, dict):
            return False
        record = inner
    record[last] = value
    return True
