"""Sum an application up for the page on which it is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from portal.applications.flow import Flow
from portal.applications.forms import question_schema
from portal.applications.steps import Step
from portal.applications.uploads import size_words

Payload = Mapping[str, Any]


class SummaryRow(TypedDict):
    """One answer: `id` is what an error in the summary points at."""

    id: str
    label: str
    value: str
    error: str
    change_url: str


class SummaryGroup(TypedDict):
    """The answers of one heading."""

    title: str
    rows: list[SummaryRow]


def summary_of(
    flow: Flow, wrong: Mapping[str, str], url_of: Callable[[Step], str]
) -> list[SummaryGroup]:
    """Return every answer of a draft in order, grouped by heading.

    Args:
        flow: the draft.
        wrong: message by `field:…`, `scenario:…` or `material:…`.
        url_of: gives the address of a page; `?back=check` is added.
    """
    groups: dict[str, list[SummaryRow]] = {}
    for step in flow.steps:
        url = f"{url_of(step)}?back=check"
        for target, label, value, anchor in _answers(flow, step):
            groups.setdefault(_heading(step), []).append(
                SummaryRow(
                    id=target.replace(":", "-"),
                    label=label,
                    value=value,
                    error=wrong.get(target, ""),
                    change_url=f"{url}#{anchor}" if anchor else "",
                )
            )
    return [SummaryGroup(title=title, rows=rows) for title, rows in groups.items()]


def answer_words(field: Payload, value: Any) -> str:
    """Return an answer as people read it: labels for codes, names for files."""
    if field["type"] == "file":
        names = [value] if isinstance(value, str) else value or []
        return "、".join(name.partition("/")[2] or name for name in names)
    options = {
        option["value"]: option["label"] for option in field.get("options") or []
    }
    chosen = value if isinstance(value, list) else [value]
    words = "、".join(str(options.get(item, item)) for item in chosen if item)
    return f"{words} 元" if words and field["type"] == "money" else words


def _answers(flow: Flow, step: Step) -> list[tuple[str, str, str, str]]:
    draft = flow.draft
    if step.kind == "applicant":
        applicant = draft.organisation.name if draft.organisation else _("我本人")
        return [("applicant", step.title, applicant, "applicant")]
    if step.question is not None:
        code = step.question["code"]
        words = answer_words(
            question_schema(step.question), draft.scenario_answers.get(code)
        )
        return [(f"scenario:{code}", step.title, words, code)]
    if step.kind == "fields":
        return [
            (
                f"field:{each['key']}",
                each["label"],
                answer_words(each, flow.answers.get(each["key"])),
                each["key"],
            )
            for each in step.fields
        ]
    if step.kind == "materials":
        return [_material_row(flow, slot) for slot in flow.slots]
    return []


def _material_row(flow: Flow, slot: Any) -> tuple[str, str, str, str]:
    files = flow.files.get(slot.order, [])
    words = "、".join(f"{file.name}（{size_words(file.size)}）" for file in files)
    anchor = "" if slot.automatic and not files else f"m{slot.order}"
    return (
        f"material:{slot.order}",
        slot.name,
        words or slot.exempt_words or _("没有上传"),
        anchor,
    )


def _heading(step: Step) -> str:
    if step.kind == "fields":
        return step.section
    return {
        "applicant": _("申请人"),
        "question": _("您的情形"),
        "materials": _("申请材料"),
    }[step.kind]
