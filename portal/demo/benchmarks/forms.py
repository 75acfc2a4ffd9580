"""What a browser would send of a page's form, read from its HTML."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

_IGNORED_TYPES: Final = frozenset({"submit", "button", "file", "image", "reset"})
_TICKED_TYPES: Final = frozenset({"checkbox", "radio"})


class SentFields(HTMLParser):
    """Collects names and values of a form's inputs, `<template>`s left out."""

    def __init__(self, form_id: str) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: dict[str, list[str]] = {}
        self._form_id = form_id
        self._inside = False
        self._templates = 0
        self._select = ""
        self._text = ""
        self._typed: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = told.get("id") == self._form_id
        if tag == "template":
            self._templates += 1
        if not self._inside or self._templates or "disabled" in told:
            return
        name = told.get("name", "")
        if tag == "input" and name:
            self._input(name, told)
        elif tag == "textarea":
            self._text, self._typed = name, []
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in told:
            self.fields.setdefault(self._select, []).append(told.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "template":
            self._templates -= 1
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._typed is not None:
            # The first line break after the tag is the markup's.
            value = "".join(self._typed).removeprefix("\n")
            self.fields.setdefault(self._text, []).append(value)
            self._typed = None

    def handle_data(self, data: str) -> None:
        if self._typed is not None:
            self._typed.append(data)

    def _input(self, name: str, told: dict[str, str]) -> None:
        kind = told.get("type", "text")
        if kind in _IGNORED_TYPES:
            return
        if kind in _TICKED_TYPES and "checked" not in told:
            return
        default = "on" if kind in _TICKED_TYPES else ""
        self.fields.setdefault(name, []).append(told.get("value", default))


def sent_fields(html: str, form_id: str) -> dict[str, list[str]]:
    """Return what pressing a button of the form would send, by name."""
    parser = SentFields(form_id)
    parser.feed(html)
    return parser.fields
