"""What a record of a data set has: fields, told once for schemas and for tables.

A data set's fields are written as lines, those of an inner record further to the right:

    code   text                    编码      在全区唯一
    bases  objects(title,article)  职权依据
      title    text                名称
      article  text?               条款

A kind is text, day (YYYY-MM-DD, "" when not known), integer, number, flag, texts,
object, objects or any. "?" says that a value may be null, "*" that it may be missing;
what stands in brackets is what a table shows of each inner record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

Row = Mapping[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_LINE: Final = re.compile(
    r"(?P<indent> *)(?P<name>\w+) +(?P<kind>[a-z]+)(?:\((?P<shown>[\w,]+)\))?"
    r"(?P<marks>[?*]*) +(?P<title>\S+)(?: +(?P<meaning>.+))?"
)
_DAY: Final = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"
_TYPES: Final = {
    "text": "string",
    "day": "string",
    "integer": "integer",
    "number": "number",
    "flag": "boolean",
    "texts": "array",
    "object": "object",
    "objects": "array",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a record; `fields` are those of an inner record or of each one.

    `shown` names the inner fields that stand for an inner record in a table.
    """

    name: str
    kind: str
    title: str
    meaning: str = ""
    nullable: bool = False
    optional: bool = False
    shown: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()


def fields_from(text: str) -> tuple[Field, ...]:
    """Return the fields that lines tell.

    Raises:
        ValueError: a line cannot be read, or its kind is not known.
    """
    lines = []
    for line in filter(str.strip, text.splitlines()):
        found = _LINE.fullmatch(line.rstrip())
        if found is None or found["kind"] not in {*_TYPES, "any"}:
            raise ValueError(
                f"Field line '{line}' cannot be read; expected: name kind title "
                f"meaning, with a kind of {', '.join(sorted(_TYPES))} or any."
            )
        lines.append(found)
    return tuple(_nested(lines))


def _nested(lines: list[re.Match[str]]) -> Iterator[Field]:
    while lines:
        line, depth = lines[0], len(lines[0]["indent"])
        end = next(
            (
                n
                for n, other in enumerate(lines[1:], 1)
                if len(other["indent"]) <= depth
            ),
            len(lines),
        )
        yield Field(
            name=line["name"],
            kind=line["kind"],
            title=line["title"],
            meaning=line["meaning"] or "",
            nullable="?" in line["marks"],
            optional="*" in line["marks"],
            shown=tuple((line["shown"] or "").split(",")) if line["shown"] else (),
            fields=tuple(_nested(lines[1:end])),
        )
        lines = lines[end:]


def record_schema(fields: tuple[Field, ...]) -> dict[str, Any]:
    """Return the JSON Schema of a record with these fields.

    Further fields are allowed, so that a reader of today bears those of tomorrow.
    """
    return {
        "type": "object",
        "properties": {field.name: _field_schema(field) for field in fields},
        "required": [field.name for field in fields if not field.optional],
    }


def _field_schema(field: Field) -> dict[str, Any]:
    schema: dict[str, Any] = {"title": _(field.title)}
    if field.meaning:
        schema["description"] = _(field.meaning)
    if field.kind == "any":
        return schema
    kind = _TYPES[field.kind]
    schema["type"] = [kind, "null"] if field.nullable else kind
    match field.kind:
        case "day":
            schema["pattern"] = _DAY
        case "texts":
            schema["items"] = {"type": "string"}
        case "object":
            schema |= record_schema(field.fields) | {"type": schema["type"]}
        case "objects":
            schema["items"] = record_schema(field.fields)
    return schema
