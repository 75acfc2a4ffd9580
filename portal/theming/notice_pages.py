"""The one-off notification (一次性告知单) of a guide, whole or for one situation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from portal.theming.contexts import (
    Frame,
    PageSource,
    Payload,
    Version,
    crumbs,
    page_meta,
    page_source,
)
from portal.theming.facts import guide_facts
from portal.theming.guide_pages import (
    article_of,
    places_of,
    questions_url,
    shared_values,
)
from portal.theming.linked_data import government_service
from portal.theming.qr import qr_code
from portal.theming.texts import gettext as _

CHECK_PREFIX: Final = "/n/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What makes the notification of one situation differ from that of a whole guide.

    Attributes:
        situation: How addresses name the answers; "" for the whole guide.
        heading: What the person wants to know first: how many materials she brings.
        answers: Question, answer and the links to other answers.
        reasons: Why a material is asked here, by its order.
        left_out: Materials of the guide that are not asked here, with the reason.
        notes: What else follows from the answers.
        stop: Why the matter cannot be applied for, with its legal basis; None to go on.
        jump: Name of the matter to apply for instead, or "".
    """

    situation: str = ""
    heading: str = ""
    answers: Sequence[Payload] = ()
    reasons: Mapping[int, str] = field(default_factory=dict)
    left_out: Sequence[Payload] = ()
    notes: Sequence[str] = ()
    stop: Payload | None = None
    jump: str = ""


WHOLE_GUIDE: Final = Sheet()


def notice_page(
    frame: Frame,
    *,
    payload: Payload,
    version: Version,
    department: Payload | None,
    halls: Mapping[str, Payload],
    sheet: Sheet = WHOLE_GUIDE,
) -> PageSource:
    """Return the print-ready one-off notification of a full guide (two A4 pages).

    With a situation's `sheet` the payload is that of the situation, and the page is
    the person's own list.
    """
    guide = payload["guide"]
    address = sheet_url(payload, sheet.situation)
    name = guide["plain_name"] or guide["name"]
    title = _("一次性告知单：%(name)s") % {"name": guide["name"]}
    description = _("办理%(name)s要带的材料、条件、流程和地点，可以打印。") % {
        "name": guide["name"]
    }
    here = _("一次性告知单")
    trail = [(_("政务服务"), "/guides/"), (name, payload["url"])]
    if sheet.situation:
        words = "，".join(answer["label"] for answer in sheet.answers)
        title = _("%(name)s，我的材料单：%(answers)s") % {
            "name": name,
            "answers": words,
        }
        description = f"{sheet.heading}：{words}。"
        here = _("我的材料单")
        trail.append((_("答问题"), questions_url(payload)))
    meta = page_meta(
        frame,
        address,
        title,
        description,
        article=article_of(title, payload, version),
    )
    facts = guide_facts(payload)
    check_url = check_address(payload["code"], version["number"], sheet.situation)
    return page_source(
        frame,
        address,
        "pages/notice.html",
        meta,
        linked=[government_service(frame, payload, version)],
        **shared_values(frame, payload, version, department, facts)
        | {"qr": qr_code(f"{frame.base_url}{check_url}")},
        crumbs=crumbs(*trail, here=here),
        places=places_of(guide["locations"], halls),
        own=sheet,
        check_url=check_url,
        sheet_number=check_url.removeprefix(CHECK_PREFIX).strip("/"),
    )


def sheet_url(payload: Payload, situation: str) -> str:
    """Return the address of a guide's notification, of one situation or of all."""
    if situation:
        return f"{questions_url(payload)}{situation}/"
    return f"{payload['url']}notice/"


def check_address(code: str, number: int, situation: str) -> str:
    """Return the address that tells whether a printed sheet is still right."""
    end = f"{situation}/" if situation else ""
    return f"{CHECK_PREFIX}{code}/{number}/{end}"
