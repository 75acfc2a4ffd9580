"""Say the key facts of a matter in the few words that lists and first screens show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import get_language, gettext_lazy

from content.codes import HandleForm, ServiceObject, TimeUnit
from portal.theming.contexts import Link, Payload
from portal.theming.texts import gettext as _

NOT_PUBLISHED: Final = ""

# The lists' own labels are for officials; a person in a hurry reads these.
_WHO: Final[Mapping[str, object]] = {
    ServiceObject.NATURAL: gettext_lazy("个人"),
    ServiceObject.ENTERPRISE: gettext_lazy("企业"),
    ServiceObject.INSTITUTION: gettext_lazy("事业单位"),
    ServiceObject.SOCIAL_ORGANISATION: gettext_lazy("社会组织"),
}
_WAYS: Final[Mapping[str, object]] = {
    HandleForm.WINDOW: gettext_lazy("窗口"),
    HandleForm.COMPUTER: gettext_lazy("电脑"),
    HandleForm.MOBILE: gettext_lazy("手机"),
    HandleForm.EXPRESS: gettext_lazy("邮寄"),
    HandleForm.KIOSK: gettext_lazy("自助机"),
    HandleForm.HOME: gettext_lazy("上门"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideFacts:
    """What a person in a hurry asks first; every value is ready to show.

    A value is empty when the record does not say it (catalogue matters).
    """

    who: str
    limit: str  # "5 个工作日", "当场办结"
    limit_note: str  # "法定 20 个工作日；不含特别程序时间"
    limit_sentence: str  # true without script: "自受理之日起 5 个工作日内作出决定"
    working_days: int | None  # only when the promise counts working days
    cost: str
    cost_note: str
    visits: str
    visits_note: str
    ways: str
    online: bool
    result: str
    department: str


def guide_facts(payload: Payload) -> GuideFacts:
    """Return the facts of a matter's payload."""
    guide = payload["guide"]
    full = payload["kind"] == "guide"
    return GuideFacts(
        who=_who(guide["service_objects"]),
        limit=_limit(guide) if full else NOT_PUBLISHED,
        limit_note=_limit_note(guide) if full else NOT_PUBLISHED,
        limit_sentence=_limit_sentence(guide) if full else NOT_PUBLISHED,
        working_days=_working_days(guide) if full else None,
        cost=_cost(guide["fee"]) if full else NOT_PUBLISHED,
        cost_note=_cost_note(guide["fee"]) if full else NOT_PUBLISHED,
        visits=_visits(guide) if full else NOT_PUBLISHED,
        visits_note=guide["visit_reason"] or _no_visit_note(guide) if full else "",
        ways=_ways(guide["handle_forms"]),
        online=bool(guide["online_form"]),
        result=_result(guide["result"]) if full else NOT_PUBLISHED,
        department=guide["department_name"],
    )


def guide_link(payload: Payload) -> Link:
    """Return the matter's line in a list, with limit and visits when they are known."""
    facts = guide_facts(payload)
    known = [word for word in (facts.limit, trips(facts.visits)) if word]
    note = " · ".join(known) or facts.department
    return Link(url=payload["url"], name=payload["guide"]["name"], note=note)


def trips(visits: str) -> str:
    """Return the number of visits in words that need no label, "" when unknown."""
    return _("跑 %(visits)s") % {"visits": visits} if visits else ""


def duration(amount: int, unit: str) -> str:
    """Return ``5 个工作日``, ``20 日`` (calendar days), ``2 小时``."""
    if unit == TimeUnit.WORKING_DAY:
        return _("%(amount)d 个工作日") % {"amount": amount}
    if unit == TimeUnit.CALENDAR_DAY:
        return _("%(amount)d 个自然日") % {"amount": amount}
    if unit == TimeUnit.MONTH:
        return _("%(amount)d 个月") % {"amount": amount}
    label = TimeUnit(unit).label if unit in TimeUnit.values else unit
    return f"{amount} {label}"


def _limit(guide: Payload) -> str:
    if not guide["promise_days"]:
        return _("当场办结")
    return duration(guide["promise_days"], guide["promise_unit"])


def _limit_note(guide: Payload) -> str:
    if guide["no_statutory"] or not guide["statutory_days"]:
        statutory = guide["statutory_note"] or _("法律没有规定时限")
    else:
        limit = duration(guide["statutory_days"], guide["statutory_unit"])
        statutory = _("法定 %(limit)s") % {"limit": limit}
        if guide["statutory_note"]:
            statutory = f"{statutory}（{guide['statutory_note']}）"
    return "；".join(part for part in (statutory, guide["promise_note"]) if part)


def _limit_sentence(guide: Payload) -> str:
    if not guide["promise_days"]:
        return _("材料齐全的，当场办结")
    limit = duration(guide["promise_days"], guide["promise_unit"])
    return _("自受理之日起 %(limit)s内作出决定") % {"limit": limit}


def _working_days(guide: Payload) -> int | None:
    counts = guide["promise_unit"] == TimeUnit.WORKING_DAY and guide["promise_days"]
    return int(guide["promise_days"]) if counts else None


def _cost(fee: Payload) -> str:
    if not fee["is_fee"]:
        return _("不收费")
    amounts = [row["standard"] for row in fee["rows"] if row["standard"]]
    return "；".join(amounts) or _("收费")


def _cost_note(fee: Payload) -> str:
    note = str(fee["note"] or "")
    return "" if note == _("不收费") else note


def _visits(guide: Payload) -> str:
    return _("%(times)d 次") % {"times": guide["visits"]}


def _no_visit_note(guide: Payload) -> str:
    return _("可以全程在网上办") if guide["online_form"] and not guide["visits"] else ""


def _result(result: Payload) -> str:
    return str(result.get("name") or "")


def _who(codes: Iterable[str]) -> str:
    return _labels(get_language(), ServiceObject, tuple(codes))


def _ways(codes: Iterable[str]) -> str:
    return _labels(get_language(), HandleForm, tuple(codes))


@lru_cache(maxsize=1024)
def _labels(
    _language: str | None, kind: type[TextChoices], codes: tuple[str, ...]
) -> str:
    """Return what codes of a list are called; thousands of matters have the same few."""
    short = _WHO if kind is ServiceObject else _WAYS
    known = (kind(code) for code in codes if code in kind.values)
    return "、".join(str(short.get(code, code.label)) for code in known)
