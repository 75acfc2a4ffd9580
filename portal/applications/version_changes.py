"""Say in words what changed between two versions of a matter, for an applicant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

Payload = Mapping[str, Any]
UNIT_WORDS: Final = {
    "1": "个工作日",
    "2": "天",
    "3": "小时",
    "4": "分钟",
    "5": "个月",
    "6": "年",
}


def changes_between(old: Payload, new: Payload) -> list[str]:
    """Return one sentence per difference that matters to somebody filling in a form.

    Fields are compared by key, questions by code, materials by standard code, so that a
    changed wording is one change and not a removal with an addition.
    """
    return [
        *_limit_changes(old, new),
        *_fee_changes(old, new),
        *_question_changes(old, new),
        *_field_changes(old, new),
        *_material_changes(old, new),
    ] or [_("办事指南的文字有修改，要填的内容和要交的材料没有变。")]


def fields_by_key(guide: Payload) -> dict[str, Payload]:
    """Return the fields of the guide's form by their key."""
    form = guide.get("online_form") or {"sections": []}
    return {
        field["key"]: field
        for section in form["sections"]
        for field in section["fields"]
    }


def questions_by_code(guide: Payload) -> dict[str, Payload]:
    """Return the scenario questions by their code."""
    questions = (guide.get("scenario") or {}).get("questions", [])
    return {question["code"]: question for question in questions}


def materials_by_identity(guide: Payload) -> dict[str, Payload]:
    """Return the materials by standard code, or by name where there is none."""
    return {
        material["std_code"] or material["name"]: material
        for material in guide["materials"]
    }


def same_kind(old: Payload, new: Payload) -> bool:
    """Say whether an answer to the old field also answers the new one."""
    return bool(old["type"] == new["type"])


def _limit_changes(old: Payload, new: Payload) -> list[str]:
    before, after = limit_words(old), limit_words(new)
    if before == after:
        return []
    return [_("办理时限由%(old)s改为%(new)s。") % {"old": before, "new": after}]


def limit_words(guide: Payload) -> str:
    """Return the committed limit as people say it."""
    days = guide["promise_days"]
    return (
        f"{days} {UNIT_WORDS.get(guide['promise_unit'], '')}" if days else _("当场办结")
    )


def _fee_changes(old: Payload, new: Payload) -> list[str]:
    before, after = _is_charged(old), _is_charged(new)
    if before == after:
        return []
    return [_("现在要收费。") if after else _("现在不收费了。")]


def _is_charged(guide: Payload) -> bool:
    return bool((guide.get("fee") or {}).get("is_fee"))


def _question_changes(old: Payload, new: Payload) -> list[str]:
    return _list_changes(
        questions_by_code(old),
        questions_by_code(new),
        label="text",
        words=(
            _("新增一个问题“%(name)s”。"),
            _("不再问“%(name)s”。"),
            _("问题“%(old)s”改为“%(name)s”。"),
        ),
    )


def _field_changes(old: Payload, new: Payload) -> list[str]:
    before, after = fields_by_key(old), fields_by_key(new)
    changes = _list_changes(
        before,
        after,
        label="label",
        words=(
            _("新增要填的“%(name)s”。"),
            _("不再要填“%(name)s”。"),
            _("要填的“%(old)s”改为“%(name)s”。"),
        ),
    )
    for key in before.keys() & after.keys():
        if not same_kind(before[key], after[key]):
            changes.append(
                _("“%(name)s”的填写方式变了，请重新填。")
                % {"name": after[key]["label"]}
            )
        elif before[key]["required"] != after[key]["required"]:
            changes.append(
                (
                    _("“%(name)s”改为必填。")
                    if after[key]["required"]
                    else _("“%(name)s”改为选填。")
                )
                % {"name": after[key]["label"]}
            )
    return changes


def _material_changes(old: Payload, new: Payload) -> list[str]:
    return _list_changes(
        materials_by_identity(old),
        materials_by_identity(new),
        label="name",
        words=(
            _("新增材料“%(name)s”。"),
            _("不再要材料“%(name)s”。"),
            _("材料“%(old)s”改为“%(name)s”。"),
        ),
    )


def _list_changes(
    before: Mapping[str, Payload],
    after: Mapping[str, Payload],
    *,
    label: str,
    words: Sequence[str],
) -> list[str]:
    added, removed, renamed = words
    changes = [
        added % {"name": item[label]}
        for key, item in after.items()
        if key not in before
    ]
    changes += [
        removed % {"name": item[label]}
        for key, item in before.items()
        if key not in after
    ]
    changes += [
        renamed % {"old": before[key][label], "name": item[label]}
        for key, item in after.items()
        if key in before and before[key][label] != item[label]
    ]
    return changes
