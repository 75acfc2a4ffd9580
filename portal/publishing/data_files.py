"""The machine-readable outputs: guides, lists, calendar, sitemap, robots."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from content.zero_list import SLUGS
from portal.publishing.cards import ALL, COMPANY, PERSON, Card, canonical_json
from portal.publishing.page_values import frame_of, topic_groups
from portal.publishing.record_cards import RECORD_KINDS
from portal.publishing.store import View
from portal.theming import text_pages
from portal.theming.paging import page_address, page_count
from portal.theming.rendering import render
from portal.theming.text_pages import DataFile, SitemapEntry
from portal.theming.topics import topic_url

_NOT_IN_LISTS = frozenset({"initial", "sort_key", "files", "note", "zero", "figures"})
_IN_LISTS = [each.name for each in fields(Card) if each.name not in _NOT_IN_LISTS]
_TEXT_ADDRESSES = ("/about/", "/help/", "/accessibility/", "/privacy/", "/data/")
_RECORD_INDEXES = (
    "/powers/", "/themes/", "/lists/", "/lists/not-placed/", "/lists/zero/",
    *(f"/lists/zero/{slug}/" for slug in SLUGS.values()),
    "/policies/", "/news/", "/benefits/", "/figures/", "/handbook/",
)  # fmt: skip
_NOT_FOR_ROBOTS = (
    "/admin/", "/accounts/", "/apply/", "/my/", "/desk/", "/at/", "/history/",
)  # fmt: skip


def json_bytes(value: object) -> bytes:
    """Return compact JSON in UTF-8 with sorted keys and a line end."""
    return f"{canonical_json(value)}\n".encode()


def guide_json(view: View, *, code: str) -> bytes:
    """Return a matter as JSON: the payload of its page, with version and department."""
    matter = view.matter(code)
    if matter is None:
        raise LookupError(f"Matter '{code}' is not published.")
    department = view.record("department", matter.payload["guide"]["department"])
    return json_bytes(
        {
            "version": matter.number,
            "published_at": matter.published_at,
            "matter": matter.payload,
            "department": department,
        }
    )


def guides_json(view: View) -> bytes:
    """Return the list of all matters with their main facts."""
    matters = [_list_entry(card) for card in view.everything(ALL)]
    return json_bytes({"count": len(matters), "matters": matters})


def calendar_json(view: View) -> bytes:
    """Return the days that differ from Monday to Friday, for the site's region."""
    years = view.records("calendar")
    region = min((year["region"] for year in years), default="")
    own = sorted(
        (year for year in years if year["region"] == region),
        key=lambda year: int(year["year"]),
    )
    days = [day for year in own for day in year["days"]]
    return json_bytes(
        {
            "from": f"{own[0]['year']}-01-01" if own else "",
            "to": f"{own[-1]['year']}-12-31" if own else "",
            "workdays": [day["date"] for day in days if day["is_workday"]],
            "holidays": [day["date"] for day in days if not day["is_workday"]],
            "notices": [year["notice_no"] for year in own],
        }
    )


def sitemap(view: View) -> bytes:
    """Return the sitemap of all public pages."""
    source = text_pages.sitemap(frame_of(view), _sitemap_entries(view))
    return render(source).encode()


def robots(view: View) -> bytes:
    """Return the rules for crawlers."""
    base_url = frame_of(view).base_url
    lines = ["User-agent: *"]
    lines += [f"Disallow: {address}" for address in _NOT_FOR_ROBOTS]
    lines += ["", f"Sitemap: {base_url}/sitemap.xml", ""]
    return "\n".join(lines).encode()


def file(view: View, *, path: str) -> bytes:
    """Return an attachment, kept in the default storage under its digest.

    Where matters were published with different contents under one path, the content of
    the latest publication is taken.

    Raises:
        LookupError: No published matter has it.
        ValueError: The storage has other bytes than were published.
    """
    digests = [
        (card.published_on, card.code, sha256)
        for card in view.everything(f"file:{path}")
        for name, sha256 in card.files
        if name == path
    ]
    if not digests:
        raise LookupError(f"File '{path}' belongs to no published matter.")
    sha256 = max(digests)[2]
    return stored_file(path, sha256)


def record_file(_view: View, *, path: str, sha256: str) -> bytes:
    """Return an attachment of a record, as it was published with it.

    Raises:
        ValueError: The storage has other bytes than were published.
    """
    return stored_file(path, sha256)


def stored_file(path: str, sha256: str) -> bytes:
    """Return the bytes of an attachment by its digest.

    Raises:
        ValueError: The storage has other bytes.
    """
    with default_storage.open(f"guide-files/{sha256[:2]}/{sha256}") as stored:
        content: bytes = stored.read()
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise ValueError(
            f"File '{path}' in the storage has SHA-256 {found}; expected {sha256}, "
            f"as it was published. Upload the file again and publish."
        )
    return content


def published_files() -> list[DataFile]:
    """Return the data files that the site offers."""
    return [
        DataFile(
            url="/data/guides.json",
            name=_("全部事项"),
            text=_("每个事项的名称、部门、主题和要点；每个事项另有一份完整数据。"),
            format="JSON",
        ),
        DataFile(
            url="/data/powers.json",
            name=_("权责清单"),
            text=_("全部职权的依据、责任事项、追责情形和调整记录。"),
            format="JSON",
        ),
        DataFile(
            url="/data/themes.json",
            name=_("一件事"),
            text=_("全部一件事的成员、先后次序和引导问题。"),
            format="JSON",
        ),
        DataFile(
            url="/data/halls.json",
            name=_("办事大厅"),
            text=_("每个大厅的地址、办公时间、窗口、设施和自助终端。"),
            format="JSON",
        ),
        DataFile(
            url="/data/departments.json",
            name=_("部门"),
            text=_("每个部门的职责、联系方式和救济渠道。"),
            format="JSON",
        ),
        DataFile(
            url="/data/benefits.json",
            name=_("惠企利民政策"),
            text=_("每项政策的对象、条件、标准和兑现方式。"),
            format="JSON",
        ),
        DataFile(
            url="/data/figures.json",
            name=_("数字看板"),
            text=_("每个数字和它的算法。"),
            format="JSON",
        ),
        DataFile(
            url="/data/calendar.json",
            name=_("工作日历"),
            text=_("法定假日和调休上班的日子，用来计算办理时限。"),
            format="JSON",
        ),
        DataFile(
            url="/api/v1/docs/",
            name=_("查询接口"),
            text=_("按文字、部门和类别查办事指南和各类记录,说明依OpenAPI 3.1。"),
            format="API",
        ),
    ]


def _list_entry(card: Card) -> dict[str, Any]:
    entry = {name: getattr(card, name) for name in _IN_LISTS}
    entry["json"] = f"{card.url}index.json"
    return entry


def _sitemap_entries(view: View) -> Iterator[SitemapEntry]:
    for card in view.everything(ALL):
        yield SitemapEntry(address=card.url, changed_on=card.published_on)
    addresses = ["/", "/departments/", "/topics/", "/halls/", *_TEXT_ADDRESSES]
    addresses += _pages("/guides/", view.count(ALL))
    for department in view.records("department"):
        count = view.count(f"department:{department['key']}")
        addresses += _pages(department["url"], count)
    for side in (PERSON, COMPANY):
        for group in topic_groups(view, side):
            addresses += _pages(topic_url(side, group["code"]), group["amount"])
    addresses += [hall["url"] for hall in view.records("hall")]
    addresses += _record_addresses(view)
    for address in addresses:
        yield SitemapEntry(address=address)


def _record_addresses(view: View) -> list[str]:
    addresses = list(_RECORD_INDEXES)
    for kind in RECORD_KINDS:
        addresses += [row["url"] for row in view.records(kind)]
    for by in ("category", "department"):
        for key, amount in view.counts(f"powers:{by}").items():
            if by == "category" or view.record("department", key):
                addresses += _pages(f"/powers/{by}/{key}/", amount)
    return addresses


def _pages(base: str, count: int) -> list[str]:
    return [page_address(base, number) for number in range(1, page_count(count) + 1)]
