"""Check by oneself whether a benefit may be had: a form without an account.

Nothing that is answered is kept; the answers are in the address, so the result can be
printed or looked at again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from content.documents import self_check
from portal.publishing.models import RecordSnapshot
from portal.theming.document_pages import question_text

_YES_NO: Final = ("yes", "no")
_LONGEST_ANSWER: Final = 12


@require_safe
@cache_control(private=True, max_age=0)
def check_benefit(request: HttpRequest, key: str) -> HttpResponse:
    """Ask a benefit's questions and say what the answers mean, never as a promise."""
    snapshot = RecordSnapshot.objects.filter(
        kind=RecordSnapshot.Kind.BENEFIT, key=key
    ).first()
    if snapshot is None or not snapshot.payload["criteria"]:
        raise Http404(_("没有这一项，或者这一项没有可以自查的条件"))
    benefit = snapshot.payload
    questions = [_question(row, benefit["criteria"]) for row in benefit["questions"]]
    answers = {
        row["name"]: request.GET.get(row["name"], "").strip() for row in questions
    }
    asked = any(answers.values())
    found = [_checked(row, answers[row["name"]]) for row in questions] if asked else []
    errors = [error for error in found if error is not None]
    result = None if errors or not asked else self_check(benefit["criteria"], answers)
    told = {error["field"]: error["message"] for error in errors}
    title = _("能不能享受：%(name)s") % {"name": benefit["name"]}
    return render(
        request,
        "finding/eligibility.html",
        {
            "page": {
                "title": title,
                "column": _("政务服务"),
                "description": benefit["target_text"],
                "noindex": True,
            },
            "benefit": benefit,
            "heading": title,
            "questions": [
                row
                | {
                    "value": answers[row["name"]],
                    "error": told.get(row["name"], ""),
                }
                for row in questions
            ],
            "errors": errors,
            "result": result,
        },
    )


def _question(row: Mapping[str, str], criteria: Mapping[str, Any]) -> dict[str, Any]:
    yes_no = _is_yes_no(criteria, row["code"])
    return {
        "name": row["code"],
        "label": question_text(row["text"]),
        "kind": "radio" if yes_no else "text",
        "options": [
            {"value": "yes", "label": _("有 / 是")},
            {"value": "no", "label": _("没有 / 不是")},
        ]
        if yes_no
        else [],
    }


def _is_yes_no(criteria: Any, code: str) -> bool:
    """Tell whether a condition compares an answer with yes or no only."""
    if isinstance(criteria, Mapping):
        return all(_is_yes_no(part, code) for part in criteria.values())
    if not isinstance(criteria, list):
        return True
    if criteria and criteria[0] == {"var": code}:
        return all(value in _YES_NO for value in criteria[1:])
    return all(_is_yes_no(part, code) for part in criteria)


def _checked(question: Mapping[str, Any], answer: str) -> dict[str, str] | None:
    """Return what is wrong with an answer and how to give it, or None."""
    if question["kind"] == "radio":
        wrong, expected = answer not in _YES_NO, _("请选一个")
    else:
        number = answer.replace(".", "", 1)
        wrong = not (number.isascii() and number.isdigit()) or len(answer) > (
            _LONGEST_ANSWER
        )
        expected = _("请填数字，例如 12")
    if not wrong:
        return None
    return {"field": question["name"], "message": f"{question['label']}{expected}"}
