"""Say what changed on a printed sheet: materials, time, fee, places, telephones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _, gettext_lazy

from content.scenario import ScenarioResult
from portal.applications.version_changes import materials_by_identity
from portal.theming.facts import guide_facts
from portal.theming.formats import full_width
from portal.theming.guide_pages import Place, places_of
from portal.theming.materials import MaterialRow, is_handed_in, material_groups

Payload = Mapping[str, Any]

_FACTS: Final = {
    "limit": gettext_lazy("承诺时限"),
    "limit_note": gettext_lazy("法定时限"),
    "cost": gettext_lazy("收费"),
    "visits": gettext_lazy("跑几次"),
    "ways": gettext_lazy("怎么办"),
    "result": gettext_lazy("办完得到"),
}
_OF_MATERIAL: Final = {
    "tag": gettext_lazy("要不要交"),
    "amount": gettext_lazy("份数"),
    "when": gettext_lazy("什么情形要交"),
    "source": gettext_lazy("从哪里来"),
    "standard": gettext_lazy("合格标准"),
}


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes of one kind, a sentence each."""

    title: str
    sentences: Sequence[str]


def changes_on_sheet(
    old: Payload,
    new: Payload,
    *,
    halls: Mapping[str, Payload],
    results: tuple[ScenarioResult, ScenarioResult] | None = None,
) -> list[ChangeGroup]:
    """Return what differs for a person who holds the old sheet; nothing when it is right.

    Both payloads are those of her situation; `results` is what follows from her answers
    in each. Halls are known as they are today, so their own changes are not told.
    """
    before, after = old["guide"], new["guide"]
    groups = (
        (_("能不能办"), _stop_changes(results)),
        (_("材料"), _material_changes(before, after)),
        (_("时限、收费和结果"), _fact_changes(old, new)),
        (_("申请条件"), _text_changes(before, after, "accept_conditions")),
        (_("去哪里办"), _place_changes(before, after, halls)),
        (_("电话"), _telephone_changes(before, after)),
        (_("请注意"), _note_changes(results)),
    )
    found = [ChangeGroup(title, list(sentences)) for title, sentences in groups]
    return [group for group in found if group.sentences]


def _stop_changes(
    results: tuple[ScenarioResult, ScenarioResult] | None,
) -> Iterator[str]:
    if results is None:
        return
    old, new = results
    if new.stop and not old.stop:
        yield _("按您的回答，现在不能办了：%(reason)s。") % {
            "reason": full_width(new.stop.reason)
        }
    elif old.stop and not new.stop:
        yield _("按您的回答，现在可以办了。")


def _material_changes(old: Payload, new: Payload) -> Iterator[str]:
    before, after = materials_by_identity(old), materials_by_identity(new)
    for key, material in after.items():
        if key not in before:
            words = (
                _("要多准备“%(name)s”。")
                if is_handed_in(material)
                else _("多一份“%(name)s”，由我们核验，您不用交。")
            )
            yield words % {"name": material["name"]}
    for key, material in before.items():
        if key not in after:
            yield _("不再要“%(name)s”。") % {"name": material["name"]}
    rows_before, rows_after = _rows(old), _rows(new)
    for key in after:
        if key in before:
            yield from _differences(
                rows_before[before[key]["order"]], rows_after[after[key]["order"]]
            )


def _rows(guide: Payload) -> dict[int, MaterialRow]:
    return {
        row["order"]: row for group in material_groups(guide) for row in group["rows"]
    }


def _differences(old: MaterialRow, new: MaterialRow) -> Iterator[str]:
    if old["name"] != new["name"]:
        yield _("“%(old)s”改为“%(name)s”。") % {"old": old["name"], "name": new["name"]}
    before, after = dict(old), dict(new)
    for field, label in _OF_MATERIAL.items():
        if before[field] != after[field]:
            yield _("“%(name)s”%(label)s：%(change)s。") % {
                "name": new["name"],
                "label": label,
                "change": _change(str(before[field]), str(after[field])),
            }
    for field, words in (
        ("blank_url", _("“%(name)s”的空白表格换了，请用新的。")),
        ("sample_url", _("“%(name)s”的样例换了。")),
    ):
        if before[field] != after[field] and after[field]:
            yield words % {"name": new["name"]}


def _fact_changes(old: Payload, new: Payload) -> Iterator[str]:
    before, after = guide_facts(old), guide_facts(new)
    for field, label in _FACTS.items():
        was, now = str(getattr(before, field)), str(getattr(after, field))
        if was != now:
            yield _("%(label)s：%(change)s。") % {
                "label": label,
                "change": _change(full_width(was), full_width(now)),
            }


def _text_changes(old: Payload, new: Payload, field: str) -> Iterator[str]:
    yield from _came_and_went(
        [full_width(text) for text in old[field]],
        [full_width(text) for text in new[field]],
    )


def _place_changes(
    old: Payload, new: Payload, halls: Mapping[str, Payload]
) -> Iterator[str]:
    yield from _came_and_went(
        [_place_words(place) for place in places_of(old["locations"], halls)],
        [_place_words(place) for place in places_of(new["locations"], halls)],
    )


def _place_words(place: Place) -> str:
    words = (place["name"], place["windows"], place["hours"], place["tel"])
    return full_width("，".join(filter(None, words)))


def _telephone_changes(old: Payload, new: Payload) -> Iterator[str]:
    for field, label in (("consult", _("咨询电话")), ("supervise", _("监督投诉电话"))):
        was = (old[field] or {}).get("tel") or ""
        now = (new[field] or {}).get("tel") or ""
        if was != now:
            yield _("%(label)s：%(change)s。") % {
                "label": label,
                "change": _change(was, now),
            }


def _note_changes(
    results: tuple[ScenarioResult, ScenarioResult] | None,
) -> Iterator[str]:
    if results is not None:
        known = results[0].notes
        yield from (
            f"{full_width(note)}。" for note in results[1].notes if note not in known
        )


def _came_and_went(old: Iterable[str], new: Iterable[str]) -> Iterator[str]:
    before, after = list(old), list(new)
    yield from (
        _("新增：%(text)s。") % {"text": text} for text in after if text not in before
    )
    yield from (
        _("不再有：%(text)s。") % {"text": text} for text in before if text not in after
    )


def _change(old: str, new: str) -> str:
    if not old:
        return _("现在是“%(new)s”") % {"new": new}
    if not new:
        return _("原来的“%(old)s”取消了") % {"old": old}
    return _("由“%(old)s”改为“%(new)s”") % {"old": old, "new": new}
