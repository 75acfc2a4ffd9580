"""Say how each kind of field is shown: the values that the `field` macro takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from portal.applications.materials import field_rule
from portal.applications.models import DraftFile
from portal.applications.uploads import size_words

Payload = Mapping[str, Any]

# Field type -> the macro's parameters that differ from a plain text input.
_INPUTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "text": {},
    "textarea": {"kind": "textarea"},
    "number": {"inputmode": "decimal", "width": "s"},
    "money": {"inputmode": "decimal", "width": "s"},
    "date": {"kind": "date"},
    "radio": {"kind": "radio"},
    "select": {"kind": "select", "width": "m"},
    "checkbox": {"kind": "checkbox"},
    "idno": {"width": "m", "spellcheck": False},
    "mobile": {"kind": "tel", "inputmode": "tel", "width": "m"},
    "uscc": {"width": "m", "spellcheck": False},
    "address": {"width": "l"},
    "tel": {"kind": "tel", "inputmode": "tel", "width": "m"},
    "email": {"kind": "email", "inputmode": "email", "width": "m", "spellcheck": False},
}
_AUTOCOMPLETE: Final = {
    "profile.name": "name",
    "profile.mobile": "tel",
    "profile.address": "address-line1",
    "license.name": "organization",
}


def field_input(
    field: Payload,
    *,
    value: Any,
    error: str = "",
    prefilled: bool = False,
    demand: str = "",
) -> dict[str, Any]:
    """Return the arguments of the `field` macro for one field of the form.

    Args:
        field: the field as the version has it.
        value: what the input shows.
        error: what is wrong with it.
        prefilled: the value comes from the profile and was not confirmed yet.
        demand: what a correction notice asks to change here.
    """
    kind = field["type"]
    shown: dict[str, Any] = {
        "kind": "text",
        "inputmode": "",
        "width": "",
        "spellcheck": True,
        **_INPUTS[kind],
    }
    options = list(field.get("options") or [])
    if kind == "select":
        options = [{"value": "", "label": _("请选择")}, *options]
    return {
        **shown,
        "name": field["key"],
        "label": field["label"],
        "value": value if value is not None else "",
        "options": options,
        "hint": _hint(field, prefilled=prefilled, demand=demand),
        "unit": _("元") if kind == "money" else "",
        "required": bool(field["required"]),
        "autocomplete": _AUTOCOMPLETE.get(field.get("prefill") or "", ""),
        "error": error,
        "files": [],
        "accept": "",
    }


def file_input(
    field: Payload, files: Sequence[DraftFile], *, error: str = "", demand: str = ""
) -> dict[str, Any]:
    """Return the arguments for a file field, with the file that is there already."""
    rule = field_rule(field)
    described = {
        **field,
        "help": "。".join(filter(None, [field.get("help"), rule.words])),
    }
    return {
        **field_input(
            {**described, "type": "text"}, value="", error=error, demand=demand
        ),
        "kind": "file",
        "accept": rule.html_accept,
        "files": [{"name": file.name, "size": size_words(file.size)} for file in files],
    }


def _hint(field: Payload, *, prefilled: bool, demand: str) -> str:
    parts = [_("补正要求：%(demand)s") % {"demand": demand} if demand else ""]
    parts.append(field.get("help") or "")
    example = field.get("example") or ""
    if example and not field.get("options"):
        parts.append(_("例如：%(example)s") % {"example": example})
    if prefilled:
        parts.append(_("已从您的资料带出，不对请改"))
    return "。".join(part.rstrip("。") for part in parts if part)
