"""Lists of powers: the whole one, by kind, by department, and by both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from content.power_codes import PowerCategory
from portal.theming import blocks
from portal.theming.blocks import BlocksPage, FilterChoice, FilterGroup, blocks_page
from portal.theming.contexts import (
    CountedLink,
    Frame,
    Link,
    PageSource,
    Payload,
    crumbs,
)
from portal.theming.formats import cn_date
from portal.theming.paging import PAGE_SIZE, page_address, page_count, page_window
from portal.theming.parts import updated
from portal.theming.power_pages import POWERS, POWERS_HOME, category_name
from portal.theming.texts import gettext as _


def power_index_page(
    frame: Frame,
    *,
    total: int,
    by_category: Mapping[str, int],
    by_department: Sequence[CountedLink],
    adjusted: Sequence[Payload],
    changed_on: str = "",
) -> PageSource:
    """Return `/powers/`: the list by its ten kinds and by department."""
    kinds = [
        {
            "url": f"/powers/category/{category.value}/",
            "name": str(category.label),
            "amount": by_category.get(category.value, 0),
        }
        for category in PowerCategory
        if by_category.get(category.value)
    ]
    return blocks_page(
        frame,
        BlocksPage(
            address="/powers/",
            title=_("权责清单"),
            description=_("各部门的行政职权、依据、责任事项和追责情形。"),
            column=POWERS,
            crumbs=crumbs(here=_("权责清单")),
            lede=_("共 %(total)d 项职权。清单之外无权力：不在清单里的，不得办理。")
            % {"total": total}
            + updated(changed_on),
            sections=[
                blocks.section("kinds", _("按职权类别"), blocks.index(kinds)),
                blocks.section(
                    "departments",
                    _("按部门"),
                    blocks.index([dict(link) for link in by_department]),
                ),
                blocks.section(
                    "changes",
                    _("最近调整"),
                    blocks.table(
                        (_("职权"), _("调整"), _("日期"), _("文号")),
                        [
                            (
                                {"text": power["name"], "url": power["url"]},
                                change["action"],
                                change["on"],
                                change["doc_no"],
                            )
                            for power in adjusted
                            for change in power["changes"]
                        ],
                    ),
                ),
                blocks.section(
                    "data",
                    _("下载"),
                    _downloads(),
                ),
            ],
        ),
    )


def power_folder(collection: str) -> str:
    """Return the address of a list of powers: `/powers/department/gaj/01/`."""
    _, by, key = collection.split(":", 2)
    if by == "facet":
        department, _, category = key.rpartition(":")
        return f"/powers/department/{department}/{category}/"
    return f"/powers/{by}/{key}/"


def power_list_title(department: str, category: str) -> str:
    """Return the heading of the powers of a department, of a kind, or of both."""
    if not department:
        return category_name(category)
    if not category:
        return _("%(department)s权责清单") % {"department": department}
    return _("%(department)s的%(category)s") % {
        "department": department,
        "category": category_name(category),
    }


def power_filters(
    both: Mapping[tuple[str, ...], int],
    *,
    names: Mapping[str, str],
    department: str,
    category: str,
) -> list[FilterGroup]:
    """Return the ways to narrow a list of powers, or to look at another one.

    Args:
        both: How many powers each department has of each kind.
        names: Names of the published departments by key.
        department: Key of the department that is shown, "" for all.
        category: Code of the kind that is shown, "" for all.
    """
    known = {pair: amount for pair, amount in both.items() if pair[0] in names}
    by_category: Counter[str] = Counter()
    by_department: Counter[str] = Counter()
    for (own, kind), amount in known.items():
        if not department or own == department:
            by_category[kind] += amount
        if not category or kind == category:
            by_department[own] += amount
    return [
        FilterGroup(
            name=_("职权类别"),
            choices=[
                _choice(department, "", by_category.total(), chosen=not category),
                *(
                    _choice(
                        department, kind, by_category[kind], chosen=kind == category
                    )
                    | {"name": category_name(kind)}
                    for kind in sorted(by_category)
                ),
            ],
        ),
        FilterGroup(
            name=_("部门"),
            choices=[
                _choice("", category, by_department.total(), chosen=not department),
                *(
                    _choice(own, category, by_department[own], chosen=own == department)
                    | {"name": names[own]}
                    for own in names
                    if own in by_department
                ),
            ],
        ),
    ]


def _choice(
    department: str, category: str, amount: int, *, chosen: bool
) -> FilterChoice:
    return FilterChoice(
        url=_list_address(department, category),
        name=_("全部"),
        amount=amount,
        chosen=chosen,
    )


def _list_address(department: str, category: str) -> str:
    if department and category:
        return power_folder(f"powers:facet:{department}:{category}")
    if department:
        return power_folder(f"powers:department:{department}")
    return power_folder(f"powers:category:{category}") if category else "/powers/"


def power_list_page(
    frame: Frame,
    *,
    collection: str,
    title: str,
    powers: Sequence[Payload],
    number: int,
    filters: Sequence[FilterGroup],
) -> PageSource:
    """Return a page of the powers of one kind, one department, or both.

    Args:
        frame: What all pages share.
        collection: The list's name, e.g. `powers:category:01`.
        title: Its heading.
        powers: All powers of the list in order.
        number: Which page, from 1.
        filters: From `power_filters`.
    """
    pages = page_count(len(powers))
    folder = power_folder(collection)
    shown = powers[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    numbered = f"（第 {number} 页）" if number > 1 else ""
    return blocks_page(
        frame,
        BlocksPage(
            address=page_address(folder, number),
            title=f"{title}{numbered}",
            description=_("%(title)s，共 %(amount)d 项。")
            % {"title": title, "amount": len(powers)},
            column=POWERS,
            crumbs=crumbs(*POWERS_HOME, here=title),
            lede=_("共 %(amount)d 项，最近一次调整在 %(day)s。")
            % {"amount": len(powers), "day": cn_date(_changed_on(powers))},
            sections=[
                blocks.section("filters", _("换个范围看"), blocks.filters(filters)),
                blocks.section("powers", _("职权"), _power_table(shown)),
                blocks.section("data", _("下载"), _downloads()),
            ],
            pager=page_window(number, pages, lambda at: page_address(folder, at)),
        ),
    )


def _changed_on(powers: Sequence[Payload]) -> str:
    days = [power["effective_on"] for power in powers]
    days += [change["on"] for power in powers for change in power["changes"]]
    return max(filter(None, days), default=_("清单公布时"))


def _power_table(powers: Sequence[Payload]) -> blocks.Block | None:
    return blocks.table(
        (_("职权"), _("类别"), _("部门"), _("方式"), _("法定时限")),
        [
            (
                {"text": power["name"], "url": power["url"]},
                category_name(power["category"]),
                power["department_name"],
                _("依申请") if power["on_application"] else _("依职权"),
                _("%(days)d 个工作日") % {"days": power["statutory_days"]}
                if power["statutory_days"]
                else "—",
            )
            for power in powers
        ],
    )


def _downloads() -> blocks.Block | None:
    """Return the whole list in the forms of the open data."""
    forms = (("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON"))
    return blocks.links(
        Link(url=f"/data/powers.{form}", name=_("全部权责清单"), note=name)
        for form, name in forms
    )
