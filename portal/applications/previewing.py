"""The application form of a guide under edit, as applicants would see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from content import expressions
from content.payloads import matter_payload
from portal.accounts.pages import page_head
from portal.applications.forms import question_schema
from portal.applications.inputs import field_input, file_input

Payload = Mapping[str, Any]


def render_form(page: Any, request: HttpRequest) -> HttpResponse:
    """Return every question, field and upload of the form on one page.

    Conditions are named beside what they decide: an editor sees all branches at once.
    """
    guide = matter_payload(page)["guide"]
    form = guide.get("online_form") or {}
    context = {
        "page": page_head(_("网上申请表:%(name)s") % guide),
        "guide": guide,
        "form": form,
        "parts": [*_questions(guide), *_sections(form)],
        "slots": [
            slot | {"when_text": condition_text(slot.get("when"))}
            for slot in form.get("material_slots") or ()
        ],
    }
    return render(request, "applications/form_preview.html", context)


def _questions(guide: Payload) -> Iterator[dict[str, Any]]:
    questions = (guide.get("scenario") or {}).get("questions") or ()
    for question in questions:
        yield {
            "title": question["text"],
            "when": condition_text(question.get("show_if")),
            "inputs": [_input(question_schema(question))],
        }


def _sections(form: Payload) -> Iterator[dict[str, Any]]:
    for section in form.get("sections") or ():
        yield {
            "title": section["title"],
            "when": "",
            "inputs": [_input(field) for field in section["fields"]],
        }


def _input(field: Payload) -> dict[str, Any]:
    shown = (
        file_input(field, [])
        if field["type"] == "file"
        else field_input(field, value=field.get("example") or "")
    )
    return shown | {"when": condition_text(field.get("show_if"))}


def condition_text(condition: Any) -> str:
    """Return a condition as editors write it, "" for none."""
    return expressions.format(condition) if isinstance(condition, dict) else ""
