"""Home, and the lists that lead to guides: A to Z, departments, topics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from portal.theming import graphs, topics as topic_names
from portal.theming.blocks import Part, links_to_parts
from portal.theming.contexts import (
    DISCLOSURE,
    HOME,
    CountedLink,
    Frame,
    Link,
    PageSource,
    Payload,
    TopicGroup,
    crumbs,
    page_meta,
    page_source,
)
from portal.theming.paging import (
    PAGE_SIZE,
    ListPage,
    PageWindow,
    page_address,
    page_window,
)
from portal.theming.parts import updated
from portal.theming.pinyin import OTHER
from portal.theming.texts import gettext as _


class Totals(TypedDict):
    """What the home page counts."""

    guides: int  # matters with a full guide
    matters: int  # all published matters
    online: int  # matters with an online form
    departments: int
    halls: int


class DepartmentEntry(TypedDict):
    """A department and the number of its published matters."""

    department: Payload
    amount: int


def home_page(
    frame: Frame,
    *,
    hot: Sequence[Link],
    topics: Sequence[TopicGroup],
    departments: Sequence[DepartmentEntry],
    main_halls: Sequence[Payload],
    totals: Totals,
) -> PageSource:
    """Return the home page.

    ``hot`` are the guides to show first (about ten), ``main_halls`` the district's
    centre and up to four others.
    """
    meta = page_meta(
        frame,
        "/",
        _("首页"),
        _("查办事指南、在线申请、查进度，找大厅和部门。"),
        column=HOME,
    )
    return page_source(
        frame,
        "/",
        "pages/home.html",
        meta,
        linked=[
            graphs.place("GovernmentOrganization", frame.base_url, _sponsor(frame))
        ],
        hot=list(hot),
        person_stages=topic_names.stages(topic_names.PERSON, topics),
        company_stages=topic_names.stages(topic_names.COMPANY, topics),
        departments=_department_links(
            (entry for entry in departments if entry["amount"]), name="short_name"
        ),
        halls=[hall_link(hall) for hall in main_halls],
        totals=totals,
    )


def guide_index_page(
    frame: Frame, page: ListPage, letters: Mapping[str, int]
) -> PageSource:
    """Return a page of the list of all matters, A to Z.

    `letters` counts the names by letter in their order, "~" those without one.
    """
    address = page_address("/guides/", page.number)
    meta = page_meta(
        frame,
        address,
        _numbered_title(_("全部事项"), page.number),
        _("全部政务服务事项，按拼音排列。"),
    )
    return page_source(
        frame,
        address,
        "pages/guides.html",
        meta,
        crumbs=crumbs(here=_("政务服务")),
        linked=graphs.item_list(frame.base_url, _("全部事项"), page.links, page.amount),
        groups=_by_letter(page, letters),
        letters=letter_addresses(letters),
        amount=page.amount,
        updated=updated(page.changed_on),
        first=page.first,
        last=page.last,
        pager=_pager(page, "/guides/"),
    )


def department_index_page(
    frame: Frame, departments: Sequence[DepartmentEntry], changed_on: str = ""
) -> PageSource:
    """Return the list of departments with the number of their matters."""
    meta = page_meta(
        frame,
        "/departments/",
        _("部门"),
        _("各部门的职责、电话、地址和办理的事项。"),
        column=DISCLOSURE,
    )
    groups: dict[str, list[DepartmentEntry]] = {}
    for entry in departments:
        kind = entry["department"]["org_type"] or _("其他")
        groups.setdefault(kind, []).append(entry)
    links = _department_links(departments)
    return page_source(
        frame,
        "/departments/",
        "pages/departments.html",
        meta,
        linked=graphs.item_list(frame.base_url, _("部门"), links, len(links)),
        crumbs=crumbs(here=_("部门")),
        groups=[
            {"name": name, "links": _department_links(entries)}
            for name, entries in groups.items()
        ],
        parts=links_to_parts(
            Part(id=f"group-{number}", name=name, amount=len(entries))
            for number, (name, entries) in enumerate(groups.items(), start=1)
        ),
        amount=len(departments),
        updated=updated(changed_on),
    )


def department_page(frame: Frame, *, department: Payload, page: ListPage) -> PageSource:
    """Return a page of a department: who it is, and its matters A to Z."""
    url = department["url"]
    address = page_address(url, page.number)
    meta = page_meta(
        frame,
        address,
        _numbered_title(department["name"], page.number),
        _("%(name)s的职责、电话、地址和办理的事项。") % {"name": department["name"]},
        column=DISCLOSURE,
    )
    return page_source(
        frame,
        address,
        "pages/department.html",
        meta,
        linked=[
            graphs.place("GovernmentOrganization", frame.base_url, department),
            *graphs.item_list(
                frame.base_url, department["name"], page.links, page.amount
            ),
        ],
        crumbs=crumbs((_("部门"), "/departments/"), here=department["name"]),
        department=department,
        links=[_without_note(link, department["name"]) for link in page.links],
        amount=page.amount,
        updated=updated(page.changed_on),
        narrow_url=f"/search/?department={department['key']}",
        number=page.number,
        pager=_pager(page, url),
    )


def _without_note(link: Link, note: str) -> Link:
    """Return the line without a note that says what the page's heading says."""
    if link.get("note") != note:
        return link
    return Link(url=link["url"], name=link["name"])


def topic_index_page(
    frame: Frame, topics: Sequence[TopicGroup], changed_on: str = ""
) -> PageSource:
    """Return the list of all topics, for persons and for companies."""
    meta = page_meta(
        frame,
        "/topics/",
        _("按主题找"),
        _("按人生阶段和企业阶段找政务服务事项。"),
    )
    sides = [
        {
            "key": side,
            "name": str(name),
            "stages": topic_names.stages(side, topics),
            "links": _topic_links(side, topics),
        }
        for side, name in topic_names.SIDES.items()
    ]
    links = [link for side in topic_names.SIDES for link in _topic_links(side, topics)]
    return page_source(
        frame,
        "/topics/",
        "pages/topics.html",
        meta,
        linked=graphs.item_list(frame.base_url, _("按主题找"), links, len(links)),
        crumbs=crumbs((_("政务服务"), "/guides/"), here=_("按主题找")),
        sides=sides,
        amount=len(links),
        updated=updated(changed_on),
        parts=links_to_parts(
            Part(id=side, name=str(name), amount=sum(t["side"] == side for t in topics))
            for side, name in topic_names.SIDES.items()
        ),
    )


def topic_page(frame: Frame, *, topic: TopicGroup, page: ListPage) -> PageSource:
    """Return a page of one topic, its matters A to Z."""
    url = topic_names.topic_url(topic["side"], topic["code"])
    side = str(topic_names.SIDES[topic["side"]])
    address = page_address(url, page.number)
    meta = page_meta(
        frame,
        address,
        _numbered_title(f"{topic['name']}（{side}）", page.number),
        _("%(side)s：%(topic)s方面的事项。") % {"side": side, "topic": topic["name"]},
    )
    return page_source(
        frame,
        address,
        "pages/topic.html",
        meta,
        linked=graphs.item_list(frame.base_url, topic["name"], page.links, page.amount),
        crumbs=crumbs(
            (_("政务服务"), "/guides/"),
            (_("按主题找"), "/topics/"),
            here=topic["name"],
        ),
        topic=topic,
        side_name=side,
        links=page.links,
        amount=page.amount,
        updated=updated(page.changed_on),
        narrow_url=f"/search/?topic={topic['side']}:{topic['code']}",
        pager=_pager(page, url),
    )


def _sponsor(frame: Frame) -> dict[str, str]:
    site = frame.site
    return {"url": "/", "name": site["sponsor"], "tel": site["hotline"]}


def hall_link(hall: Payload) -> Link:
    """Return a hall's line in a list."""
    return Link(url=hall["url"], name=hall["name"], note=hall["address"])


def _topic_links(side: str, topics: Iterable[TopicGroup]) -> list[CountedLink]:
    return [
        CountedLink(
            url=topic_names.topic_url(side, topic["code"]),
            name=topic["name"],
            amount=topic["amount"],
        )
        for topic in topics
        if topic["side"] == side
    ]


def _department_links(
    departments: Iterable[DepartmentEntry], name: str = "name"
) -> list[CountedLink]:
    return [
        CountedLink(
            url=entry["department"]["url"],
            name=entry["department"][name] or entry["department"]["name"],
            amount=entry["amount"],
        )
        for entry in departments
    ]


def _pager(page: ListPage, url: str) -> PageWindow:
    return page_window(page.number, page.total, lambda at: page_address(url, at))


def _numbered_title(title: str, number: int) -> str:
    if number == 1:
        return title
    return _("%(title)s（第 %(number)d 页）") % {"title": title, "number": number}


def _by_letter(page: ListPage, letters: Mapping[str, int]) -> list[dict[str, object]]:
    """Return the lines of a page under their letters, which the counts tell."""
    groups: list[dict[str, object]] = []
    start = 1 - page.first
    for mark, amount in letters.items():
        end = start + amount
        if links := page.links[max(start, 0) : max(end, 0)]:
            groups.append({"letter": _letter(mark), "links": links})
        start = end
    return groups


def letter_addresses(letters: Mapping[str, int]) -> list[Mapping[str, str]]:
    """Return letter and address of each place in the list of all matters."""
    before = 0
    found: list[Mapping[str, str]] = []
    for mark, amount in letters.items():
        letter = _letter(mark)
        address = page_address("/guides/", before // PAGE_SIZE + 1)
        found.append({"letter": letter, "url": f"{address}#{_anchor(letter)}"})
        before += amount
    return found


def _letter(mark: str) -> str:
    return mark if mark.isalpha() else OTHER


def _anchor(letter: str) -> str:
    return f"letter-{letter}" if letter.isalpha() else "letter-other"
