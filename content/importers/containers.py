"""Which lists of records a JSON object holds, by the names they stand under."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from content.importers.report import JsonValue, Refusal, shown
from content.importers.unreadable import unreadable


class SourceKind(StrEnum):
    """What a file holds, in the order in which kinds are imported."""

    REGIONS = "regions"
    DEPARTMENTS = "departments"
    HALLS = "halls"
    CERTIFICATE_TYPES = "certificate_types"
    POWERS = "powers"
    POWER_TABLES = "power_tables"
    GUIDES = "guides"
    CATALOGUE = "catalogue"
    THEMES = "themes"
    LISTS = "lists"
    CROSS_LISTS = "cross_lists"
    APPEALS = "appeals"
    DOCUMENTS = "documents"
    BENEFITS = "benefits"


# Names under which a list of one kind of record stands.
_NAMES: Final = {
    "regions": SourceKind.REGIONS,
    "departments": SourceKind.DEPARTMENTS,
    "halls": SourceKind.HALLS,
    "certificate_types_live": SourceKind.CERTIFICATE_TYPES,
    "powers": SourceKind.POWERS,
    "guides": SourceKind.GUIDES,
    "themes": SourceKind.THEMES,
    "lists": SourceKind.LISTS,
    "cross_lists": SourceKind.CROSS_LISTS,
    "appeals": SourceKind.APPEALS,
    "documents": SourceKind.DOCUMENTS,
    "benefits": SourceKind.BENEFITS,
}
# Lists of the district's own file, kept by the department that runs the portal.
_KEEPER: Final = "zfj"
_SECTIONS: Final[dict[str, tuple[SourceKind, dict[str, JsonValue]]]] = {
    "paperless": (
        SourceKind.LISTS,
        {"key": "paperless", "list_kind": "paperless", "department": _KEEPER},
    ),
    "policy_talent": (
        SourceKind.LISTS,
        {"key": "policy-talent", "list_kind": "policy-talent", "department": _KEEPER},
    ),
    "anywhere_street": (
        SourceKind.CROSS_LISTS,
        {"key": "anywhere-street", "department": _KEEPER},
    ),
    "cross_city": (
        SourceKind.CROSS_LISTS,
        {"key": "cross-city", "department": _KEEPER, "scope": "点对点"},
    ),
}
_DOCUMENT_MARKS: Final = frozenset({"no", "kind", "title"})
_POWER_MARKS: Final = frozenset({"code", "category"})

Object = dict[str, JsonValue]


def parts_of(
    value: Object, name: str, refusals: list[Refusal]
) -> Iterator[tuple[SourceKind, list[JsonValue]]]:
    """Yield each list of records with its kind; nothing when there is none.

    Args:
        value: The object of the file.
        name: How the file is called in messages.
        refusals: Gets what cannot be told apart or put in its place.

    Raises:
        UnreadableFileError: something else than a list stands under such a name.
    """
    found: dict[SourceKind, list[JsonValue]] = {}
    for key, kind in _NAMES.items():
        # A hall or a department has lists of such names of its own.
        if key not in value or ("code" in value and "name" in value):
            continue
        if kind is SourceKind.GUIDES and not isinstance(value[key], list):
            continue
        items = _list_in(value, key, name)
        if kind is SourceKind.HALLS:
            items, lost = _halls_with_devices(value, items, name)
            refusals.extend(lost)
        found.setdefault(kind, []).extend(items)
    for key, (kind, given) in _SECTIONS.items():
        section = value.get(key)
        if isinstance(section, dict):
            found.setdefault(kind, []).append(_named(given | section))
    hotline = value.get("responsibility_12345")
    if isinstance(hotline, dict):
        items = _list_in(hotline, "items", name)
        found.setdefault(SourceKind.APPEALS, []).extend(items)
    if "items" in value and not found:
        items = _list_in(value, "items", name)
        kind_of_items = _kind_of(items)
        if kind_of_items is not None:
            found[kind_of_items] = items
    yield from found.items()


def _named(section: Object) -> Object:
    """Give a list the name of its agreement when it has none."""
    agreement = section.get("agreement")
    if "name" not in section and isinstance(agreement, dict):
        section["name"] = agreement.get("title")
    return section


def _kind_of(items: list[JsonValue]) -> SourceKind | None:
    first = next((item for item in items if isinstance(item, dict)), {})
    if first.keys() >= _POWER_MARKS:
        return SourceKind.POWERS
    return SourceKind.DOCUMENTS if first.keys() >= _DOCUMENT_MARKS else None


def _list_in(value: Object, key: str, name: str) -> list[JsonValue]:
    items = value[key]
    if isinstance(items, list):
        return items
    expected = _("“%(key)s”之下的列表") % {"key": key}
    raise unreadable(name, 0, shown(items), expected, "type")


def _halls_with_devices(
    value: dict[str, JsonValue], halls: list[JsonValue], name: str
) -> tuple[list[JsonValue], list[Refusal]]:
    """Give every hall its kiosks and self-service areas, which come in lists apart."""
    by_code: dict[JsonValue, dict[str, JsonValue]] = {}
    merged: list[JsonValue] = []
    for hall in halls:
        copy = dict(hall) if isinstance(hall, dict) else hall
        merged.append(copy)
        if isinstance(copy, dict) and isinstance(copy.get("code"), str):
            by_code[copy["code"]] = copy
    lost: list[Refusal] = []
    for group in ("kiosks", "self_service_24h"):
        devices = _list_in(value, group, name) if group in value else []
        for position, device in enumerate(devices, start=1):
            code = device.get("hall") if isinstance(device, dict) else None
            hall = by_code.get(code) if isinstance(code, str) else None
            if hall is None:
                lost.append(_lost_device(name, group, position, code))
                continue
            children = hall.setdefault(group, [])
            if isinstance(children, list):
                children.append(device)
    return merged, lost


def _lost_device(name: str, group: str, position: int, code: JsonValue) -> Refusal:
    return Refusal(
        file=name,
        row=position,
        field=f"{group}[{position - 1}].hall",
        value=shown(code),
        expected=_("同一文件中的大厅编号"),
        rule="reference",
        message=_(
            "%(file)s 中 %(group)s 第 %(row)s 项所在大厅“%(value)s”不在同一文件里。"
            "这一项没有导入，请改正大厅编号。"
        )
        % {"file": name, "group": group, "row": position, "value": shown(code)},
    )
