"""The pages of a guide's questions and of one person's own list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final
from urllib.parse import urlencode

from content.codes import QuestionKind
from portal.scenarios.choices import SEVERAL, Choice, Question
from portal.scenarios.situations import (
    Situation,
    asked_questions,
    file_situations,
    situation_given,
)
from portal.scenarios.tailoring import asked_materials, left_out, reasons, tailored
from portal.theming.conditions import condition_text
from portal.theming.contexts import (
    Frame,
    PageSource,
    Payload,
    Version,
    crumbs,
    page_meta,
    page_source,
)
from portal.theming.formats import full_width
from portal.theming.guide_pages import questions_url
from portal.theming.materials import is_handed_in
from portal.theming.notice_pages import (
    CHECK_PREFIX,
    Sheet,
    notice_page,
    sheet_url,
)
from portal.theming.texts import gettext as _

_KINDS: Final = {QuestionKind.MULTI.value: "checkbox"}

Given = Mapping[str, Sequence[str]]


def questions_page(
    frame: Frame,
    *,
    payload: Payload,
    version: Version,
    given: Given | None = None,
    missing: Sequence[Question] = (),
) -> PageSource:
    """Return the questions of a guide as one form, with all lists below it.

    `given` are the answers so far, `missing` the questions that still lack one.
    """
    guide = payload["guide"]
    name = guide["plain_name"] or guide["name"]
    title = _("%(name)s，要带什么") % {"name": name}
    fields = _fields(guide, given or {}, [each["code"] for each in missing])
    description = _("回答 %(count)d 个问题，得到办理%(name)s的材料单。") % {
        "count": len(fields),
        "name": name,
    }
    meta = page_meta(frame, questions_url(payload), title, description)
    lists = file_situations(guide)
    return page_source(
        frame,
        questions_url(payload),
        "pages/questions.html",
        meta,
        crumbs=crumbs(
            (_("政务服务"), "/guides/"), (name, payload["url"]), here=_("答问题")
        ),
        name=name,
        guide_url=payload["url"],
        notice_url=sheet_url(payload, ""),
        action=_answers_url(payload),
        fields=fields,
        errors=[
            {"field": each["id"], "message": each["error"]}
            for each in fields
            if each["error"]
        ],
        version=version,
        lists=[_line(payload, each) for each in lists],
    )


def own_list_page(
    frame: Frame,
    *,
    payload: Payload,
    version: Version,
    department: Payload | None,
    halls: Mapping[str, Payload],
    situation: Situation,
) -> PageSource:
    """Return the notification for one situation: the person's own list."""
    return notice_page(
        frame,
        payload=tailored(payload, situation),
        version=version,
        department=department,
        halls=halls,
        sheet=_sheet(payload, situation),
    )


def answered_words(situation: Situation) -> str:
    """Return the answers in one line: 小餐饮，管道天然气，没有，本人."""
    return "，".join(full_width(each.choice.label) for each in situation.answered)


def answered_rows(situation: Situation) -> list[dict[str, str]]:
    """Return the questions with their answers, as people read them."""
    return [
        {
            "question": full_width(each.question["text"]),
            "label": full_width(each.choice.label),
        }
        for each in situation.answered
    ]


def _sheet(payload: Payload, situation: Situation) -> Sheet:
    result = situation.result
    return Sheet(
        situation=situation.code,
        heading=_heading(situation),
        answers=[
            {**row, "changes": _changes(payload, situation, each.question)}
            for row, each in zip(
                answered_rows(situation), situation.answered, strict=True
            )
        ],
        reasons=reasons(situation),
        left_out=[asdict(each) for each in left_out(situation)],
        notes=[full_width(note) for note in result.notes],
        stop=asdict(result.stop) if result.stop else None,
        jump=result.jump,
    )


def _heading(situation: Situation) -> str:
    if situation.result.stop:
        return _("按您的回答，现在不能办这一项")
    materials = asked_materials(situation)
    mine = sum(is_handed_in(material) for material in materials)
    others = len(materials) - mine
    if not mine:
        return _("您不用交材料")
    if not others:
        return _("您要交 %(mine)d 份材料") % {"mine": mine}
    return _("您要交 %(mine)d 份材料，另外 %(others)d 份由我们核验") % {
        "mine": mine,
        "others": others,
    }


def _changes(
    payload: Payload, situation: Situation, question: Question
) -> list[dict[str, str]]:
    """Return links to the same answers with another one to a question."""
    tokens = situation.tokens()
    code = question["code"]
    if question["kind"] == QuestionKind.MULTI:
        again = f"{_answers_url(payload)}?{urlencode(tokens)}#{_field_id(code)}"
        return [{"label": _("重新选"), "url": again}]
    found = next(
        choices
        for asked, choices in asked_questions(situation.guide)
        if asked["code"] == code
    )
    return [
        {
            "label": full_width(choice.label),
            "url": _url_with(payload, {**tokens, code: choice.token}),
        }
        for choice in found
        if choice.token != tokens[code]
    ]


def _url_with(payload: Payload, tokens: Mapping[str, str]) -> str:
    """Return the list that the answers lead to, or the form when more is to be asked."""
    given = {code: [token] for code, token in tokens.items()}
    situation, _missing = situation_given(payload["guide"], given)
    if situation is not None:
        return sheet_url(payload, situation.code)
    return f"{_answers_url(payload)}?{urlencode(tokens)}"


def _answers_url(payload: Payload) -> str:
    return f"{CHECK_PREFIX}{payload['code']}/"


def _fields(
    guide: Payload, given: Given, missing: Sequence[str]
) -> list[dict[str, Any]]:
    questions = guide["scenario"]["questions"]
    return [
        {
            "id": _field_id(question["code"]),
            "name": question["code"],
            "label": full_width(question["text"]),
            "kind": _KINDS.get(question["kind"], "radio"),
            "options": [_option(choice) for choice in choices],
            "value": _value(question, given),
            "hint": _hint(question, questions),
            "error": (
                _("请选一项：%(question)s") % {"question": full_width(question["text"])}
                if question["code"] in missing
                else ""
            ),
        }
        for question, choices in asked_questions(guide)
    ]


def _option(choice: Choice) -> dict[str, str]:
    return {"value": choice.token, "label": full_width(choice.label)}


def _value(question: Question, given: Given) -> str | list[str]:
    tokens = SEVERAL.join(given.get(question["code"], ()))
    return tokens.split(SEVERAL) if question["kind"] == QuestionKind.MULTI else tokens


def _field_id(code: str) -> str:
    return f"q-{code}"


def _hint(question: Question, questions: Sequence[Question]) -> str:
    parts = [full_width(question.get("help") or "")]
    when = condition_text(question.get("show_if"), questions)
    if when:
        parts.append(full_width(_("%(when)s的，才要答这一问。") % {"when": when}))
    return "".join(parts)


def _line(payload: Payload, situation: Situation) -> dict[str, str]:
    if situation.result.stop:
        note = _("不能办")
    else:
        mine = sum(is_handed_in(row) for row in asked_materials(situation))
        note = _("交 %(count)d 份") % {"count": mine}
    return {
        "url": sheet_url(payload, situation.code),
        "name": answered_words(situation),
        "note": note,
    }
