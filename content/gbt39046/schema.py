"""The JSON Schema of the exchange format, made from the mapping table."""

from __future__ import annotations

from typing import Any, Final

from content.gbt39046.codings import Coding
from content.gbt39046.documents import FORMAT, FORMAT_KEY, MATTERS, VERSION
from content.gbt39046.matter import MATTER
from content.gbt39046.tables import EXTENSION, Field, Fields, Rows

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_SOURCES: Final = {
    "S": "标准文本",
    "P": "已公布的平台数据结构",
    "K": "业务知识，未核对标准文本",
}


def document_schema(address: str) -> dict[str, Any]:
    """Return the schema of a document in either coding.

    Args:
        address: Under which the schema itself is published.
    """
    return {
        "$schema": DIALECT,
        "$id": address,
        "title": f"{FORMAT} 事项交换格式",
        "type": "object",
        "properties": {
            FORMAT_KEY: {"const": FORMAT},
            "version": {"const": VERSION},
            "coding": {"enum": [coding.value for coding in Coding]},
            "site_id": {"type": "string", "maxLength": 10, "title": "网站标识码"},
            "counts": {
                "type": "object",
                "properties": {MATTERS: {"type": "integer", "minimum": 0}},
                "required": [MATTERS],
                "additionalProperties": False,
            },
            MATTERS: {"type": "array"},
        },
        "required": [FORMAT_KEY, "version", "coding", "site_id", "counts", MATTERS],
        "additionalProperties": False,
        "oneOf": [
            {
                "properties": {
                    "coding": {"const": coding.value},
                    MATTERS: {"items": {"$ref": f"#/$defs/{coding.value}"}},
                }
            }
            for coding in Coding
        ],
        "$defs": {coding.value: record_schema(MATTER, coding) for coding in Coding},
    }


def record_schema(fields: Fields, coding: Coding) -> dict[str, Any]:
    """Return the schema of one record."""
    properties = {field.name: _property(field, coding) for field in fields}
    return {
        "type": "object",
        "properties": properties | {EXTENSION: {"type": "object"}},
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }


def _property(field: Field, coding: Coding) -> dict[str, Any]:
    if isinstance(field.codec, Rows):
        inner = record_schema(field.codec.fields, coding)
        described: dict[str, Any] = {"type": "array", "items": inner}
    else:
        described = field.codec.schema(coding)
        if field.required and described["type"] == "string":
            described["minLength"] = 1
    told = "；".join(_SOURCES[source] for source in field.source.split("/"))
    own = "（名称为本平台自定）" if field.own_name else ""
    return described | {"description": f"{field.path}；来源：{told}{own}"}
