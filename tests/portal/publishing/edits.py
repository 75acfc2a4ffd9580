"""What editors do, chosen by repeatable chance."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.portal.publishing.samples import MemorySource
from tests.theme_samples import payloads

Guide = dict[str, Any]


def edit(source: MemorySource, chance: random.Random) -> None:
    """Do one thing to one record."""
    chance.choice(EDITS)(source, chance)


def _rename(guide: Guide, chance: random.Random) -> None:
    guide["name"] = f"{chance.choice('办理申请登记')}{guide['name']}"[:40]


def _summarise(guide: Guide, chance: random.Random) -> None:
    guide["summary"] = f"概要第{chance.randrange(100)}版。"


def _hand_over(guide: Guide, chance: random.Random) -> None:
    guide["department"] = chance.choice(sorted(payloads.departments()))


def _retopic(guide: Guide, chance: random.Random) -> None:
    guide["topics_person"] = chance.sample(["005", "085", "145"], 2)


def _shorten(guide: Guide, chance: random.Random) -> None:
    guide["promise_days"] = chance.randrange(20)


def _in_matter(
    change: Callable[[Guide, random.Random], None],
) -> Callable[[MemorySource, random.Random], None]:
    def edit_matter(source: MemorySource, chance: random.Random) -> None:
        code = chance.choice(source.codes())
        matter = source.matter(code)
        change(matter["guide"], chance)
        source.put("matter", code, matter)

    return edit_matter


def _relate(source: MemorySource, chance: random.Random) -> None:
    code = chance.choice(source.codes())
    matter = source.matter(code)
    matter["guide"]["related"] = chance.sample(source.codes(), 2)
    source.put("matter", code, matter)


def _translate(source: MemorySource, chance: random.Random) -> None:
    code = chance.choice(source.codes())
    guide = source.matter(code)["guide"]
    texts = [guide["name"], guide["plain_name"], *guide["accept_conditions"]]
    chosen = chance.sample(texts, chance.randrange(len(texts) + 1))
    source.translate(code, {text: f"English {chance.randrange(9)}" for text in chosen})


def _withdraw(source: MemorySource, chance: random.Random) -> None:
    if len(source.codes()) > 3:
        code = chance.choice(source.codes())
        source.withdraw("matter", code)
        log = source.stored.get(("withdrawn", "log"), {"entries": []})
        at = f"2026-11-0{chance.randrange(1, 9)}T01:00:00+00:00"
        entry = {"code": code, "name": code, "url": f"/guides/{code}/", "at": at}
        source.put("withdrawn", "log", {"entries": [entry, *log["entries"]]})


def _publish(source: MemorySource, chance: random.Random) -> None:
    code = chance.choice(payloads.guide_codes()[:12])
    source.put("matter", code, payloads.guide_payload(code))


def _change_department(source: MemorySource, chance: random.Random) -> None:
    key = chance.choice(sorted(payloads.departments()))
    name = f"云溪区第{chance.randrange(9)}局"
    source.put("department", key, payloads.departments()[key] | {"name": name})


def _change_hall(source: MemorySource, chance: random.Random) -> None:
    code = chance.choice(list(payloads.halls())[:6])
    if ("hall", code) in source.stored and chance.random() < 0.3:
        source.withdraw("hall", code)
        return
    address = f"政通路{chance.randrange(99)}号"
    source.put("hall", code, payloads.halls()[code] | {"address": address})


def _change_site(source: MemorySource, chance: random.Random) -> None:
    name = f"云溪区政务服务网{chance.randrange(3)}"
    source.put("site", "site", payloads.SITE | {"name": name})


def _add_holiday(source: MemorySource, chance: random.Random) -> None:
    calendar = source.stored["calendar", "990101-2026"]
    date = f"2026-12-{chance.randrange(1, 29):02d}"
    day = {"date": date, "is_workday": False, "kind": "closed", "name": ""}
    source.put("calendar", "990101-2026", calendar | {"days": [*calendar["days"], day]})


EDITS = (
    _in_matter(_rename),
    _in_matter(_summarise),
    _in_matter(_hand_over),
    _in_matter(_retopic),
    _in_matter(_shorten),
    _relate,
    _translate,
    _withdraw,
    _publish,
    _change_department,
    _change_hall,
    _change_site,
    _add_holiday,
)
