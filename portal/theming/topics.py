"""Name the topics as people look for them: life events and business stages.

Codes are those of `content.topic_codes`; the order is that of a life and of a firm.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.theming.contexts import TopicGroup

PERSON: Final = "person"
COMPANY: Final = "company"
SIDES: Final = {PERSON: _("个人办事"), COMPANY: _("企业办事")}

# code -> everyday word, icon
_STAGES: Final[dict[str, dict[str, tuple[Promise, str]]]] = {
    PERSON: {
        "005": (_("出生"), "baby"),
        "010": (_("户口"), "people"),
        "090": (_("证件"), "doc"),
        "020": (_("入学"), "school"),
        "030": (_("就业"), "work"),
        "075": (_("安居"), "home"),
        "060": (_("婚姻"), "pair"),
        "145": (_("就医"), "med"),
        "085": (_("社保"), "paper"),
        "150": (_("退休"), "elder"),
        "065": (_("优抚"), "flag"),
        "155": (_("身后"), "rest"),
    },
    COMPANY: {
        "005": (_("开办"), "shop"),
        "010": (_("准营"), "stamp"),
        "015": (_("资质"), "doc"),
        "030": (_("用工"), "people"),
        "025": (_("税费"), "coin"),
        "040": (_("投资"), "plan"),
        "085": (_("建设"), "pin"),
        "145": (_("安全"), "alert"),
        "095": (_("环保"), "rest"),
        "160": (_("水电"), "gear"),
        "115": (_("科技"), "list"),
        "165": (_("退出"), "close"),
    },
}


class Stage(TypedDict):
    """One tile of the life-event grid."""

    url: str
    name: str
    topic: str
    shape: str
    amount: int


def topic_url(side: str, code: str) -> str:
    """Return ``/topics/person/085/``."""
    return f"/topics/{side}/{code}/"


def stages(side: str, topics: Iterable[TopicGroup]) -> list[Stage]:
    """Return the stages of one side that have matters, in the order of a life."""
    present = {topic["code"]: topic for topic in topics if topic["side"] == side}
    return [
        Stage(
            url=topic_url(side, code),
            name=str(name),
            topic=present[code]["name"],
            shape=shape,
            amount=present[code]["amount"],
        )
        for code, (name, shape) in _STAGES[side].items()
        if code in present
    ]
