"""The data sets of the site: what each tells, its records and their fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from django.utils.translation import gettext as _, gettext_lazy

from portal.publishing.cards import ALL, Card
from portal.publishing.open_data import record_fields
from portal.publishing.open_data.columns import Column, columns_of
from portal.publishing.open_data.fields import Field, Row
from portal.publishing.record_cards import POWERS, THEMES
from portal.publishing.record_values import not_placed_lines, zero_lines, zero_totals
from portal.publishing.store import Payload, View
from portal.theming.hall_pages import RULE_LISTS
from portal.theming.roll_pages import NOT_PLACED
from portal.theming.zero_pages import ZERO_NAMES, zero_folder

ZERO: Final = "zero"
RULE: Final = "rule"
PLACING: Final = "not_placed"
_NOT_IN_LISTS: Final = frozenset(
    {
        "initial",
        "sort_key",
        "files",
        "note",
        "zero",
        "figures",
        "asks",
        "english_name",
        "english_plain_name",
    }
)
_IN_LISTS: Final = [
    each.name for each in fields(Card) if each.name not in _NOT_IN_LISTS
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A data set; `name` is its file below /data/ without an ending.

    `count` tells how many records there are without making them.
    """

    name: str
    title: str
    text: str
    keywords: Sequence[str]
    page: str
    fields: tuple[Field, ...]
    rows: Callable[[View], Iterable[Row]]
    count: Callable[[View], int]

    @property
    def columns(self) -> list[Column]:
        """The columns of its tables."""
        return columns_of(self.fields)


def whole_dataset(name: str) -> Dataset:
    """Return a data set of all records of a kind, such as "guides"."""
    title, text, page = _WHOLE[name]
    rows, count = _SOURCES[name]
    return Dataset(
        name=name,
        title=str(title),
        text=str(text),
        keywords=[_("政务服务"), str(title)],
        page=page,
        fields=_FIELDS[name],
        rows=rows,
        count=count,
    )


def list_dataset(view: View, kind: str, key: str) -> Dataset:
    """Return the data set of a list.

    Args:
        view: What is published.
        kind: `list`, `cross_list`; `zero` for one of the four-zero lists, `rule` for
            what all halls of a level accept, `not_placed` for what no hall does.
        key: The list's key; the name of the four-zero list: "time", "fee", …

    Raises:
        LookupError: the list is not published.
    """
    if kind in _COMPUTED:
        return _COMPUTED[kind](key)
    payload = view.record(kind, key)
    if payload is None:
        raise LookupError(f"The {kind} '{key}' is not published.")
    return _list_dataset(kind, payload)


def every_dataset(view: View) -> list[Dataset]:
    """Return all data sets of the site, the lists last."""
    return [
        *map(whole_dataset, WHOLE_NAMES),
        *(
            _list_dataset(kind, payload)
            for kind in ("cross_list", "list")
            for payload in view.records(kind)
        ),
        *(_COMPUTED[kind](key) for kind, key in COMPUTED_LISTS),
    ]


def guide_rows(view: View) -> Iterable[Row]:
    """Yield the main facts of every matter."""
    for card in view.everything(ALL):
        entry: dict[str, Any] = {name: getattr(card, name) for name in _IN_LISTS}
        yield entry | {"json": f"{card.url}index.json"}


def own_years(view: View) -> list[Payload]:
    """Return the years of the calendar for the site's region, the first one first."""
    years = view.records("calendar")
    region = min((year["region"] for year in years), default="")
    own = (year for year in years if year["region"] == region)
    return sorted(own, key=lambda year: int(year["year"]))


def _days(view: View) -> list[Row]:
    return [
        {
            "date": day["date"],
            "is_workday": day["is_workday"],
            "kind": day["kind"],
            "name": day["name"],
            "year": year["year"],
            "notice_no": year["notice_no"],
            "region": year["region"],
        }
        for year in own_years(view)
        for day in year["days"]
    ]


def _list_dataset(kind: str, payload: Payload) -> Dataset:
    special = _SPECIAL_LISTS.get(payload["key"], record_fields.ROLL)
    name = str(payload["name"])
    items = payload["items"]
    return Dataset(
        name=f"lists/{payload['key']}",
        title=name,
        text=str(payload.get("rule") or _("清单的全部条目")),
        keywords=[_("政务服务"), _("清单"), name],
        page=payload["url"],
        fields=record_fields.CROSS if kind == "cross_list" else special,
        rows=lambda _view: items,
        count=lambda _view: len(items),
    )


def _zero_dataset(slug: str) -> Dataset:
    name = _("%(name)s清单") % {"name": ZERO_NAMES[slug][0]}
    return Dataset(
        name=f"lists/zero-{slug}",
        title=name,
        text=_("四零清单中的事项、情形、判定和列入日期"),
        keywords=[_("政务服务"), _("四零清单"), name],
        page=zero_folder(slug),
        fields=record_fields.ZERO,
        rows=lambda view: _zero_rows(view, slug),
        count=lambda view: zero_totals(view, slug).amount,
    )


def _zero_rows(view: View, slug: str) -> Iterable[Row]:
    for line in zero_lines(view, slug):
        yield {
            "name": line["link"]["name"],
            "url": line["link"]["url"],
            "department": line["department"],
            "scenario": line["scenario"],
            "proof": line["proof"],
            "since": line["since"],
        }


def _rule_dataset(key: str) -> Dataset:
    rule, kind = next(pair for pair in RULE_LISTS.items() if pair[1].key == key)
    return Dataset(
        name=f"lists/{key}",
        title=_(kind.name),
        text=_("%(places)s都能办的事项") % {"places": _(kind.places)},
        keywords=[_("政务服务"), _("清单"), _(kind.name)],
        page=kind.url,
        fields=record_fields.RULE,
        rows=lambda view: _rule_rows(view, rule),
        count=lambda view: view.count(f"rule:{rule}"),
    )


def _rule_rows(view: View, rule: str) -> Iterable[Row]:
    for card in view.everything(f"rule:{rule}"):
        yield {
            "code": card.code,
            "name": card.name,
            "department": card.department_name,
            "published_on": card.published_on,
            "url": card.url,
        }


def _not_placed_dataset(key: str) -> Dataset:
    name = _("未进驻事项清单")
    return Dataset(
        name=f"lists/{key}",
        title=name,
        text=_("没有进驻大厅的事项、原因和到哪里办"),
        keywords=[_("政务服务"), _("清单"), name],
        page=f"/lists/{key}/",
        fields=record_fields.NOT_PLACED,
        rows=_not_placed_rows,
        count=lambda view: len(not_placed_lines(view)),
    )


def _not_placed_rows(view: View) -> Iterable[Row]:
    for line in not_placed_lines(view):
        yield {
            "name": line["entry"]["name"],
            "url": line["url"],
            "department": line["department"],
            "reason": line["entry"]["reason"],
            "instead": line["entry"]["instead"],
        }


def _document_row(document: Payload) -> Row:
    """Return what is told of a document, without its text."""
    return {field.name: document[field.name] for field in record_fields.DOCUMENTS}


def _policies(view: View) -> list[Payload]:
    return [*view.entries("documents:政策"), *view.entries("documents:解读")]


# Lists that follow from other records: what makes the data set of each, by kind.
_COMPUTED: Final[dict[str, Callable[[str], Dataset]]] = {
    ZERO: _zero_dataset,
    RULE: _rule_dataset,
    PLACING: _not_placed_dataset,
}
COMPUTED_LISTS: Final = (
    *((ZERO, slug) for slug in ZERO_NAMES),
    *((RULE, kind.key) for kind in RULE_LISTS.values()),
    (PLACING, NOT_PLACED),
)
_SPECIAL_LISTS: Final = {
    "hotline": record_fields.HOTLINE,
    "certificate-types": record_fields.CERTIFICATES,
}
_WHOLE: Final = {
    "guides": (
        gettext_lazy("全部事项"),
        gettext_lazy("每个事项的名称、部门、主题和要点；每个事项另有一份完整数据。"),
        "/guides/",
    ),
    "powers": (
        gettext_lazy("权责清单"),
        gettext_lazy("全部职权的依据、责任事项、追责情形和调整记录。"),
        "/powers/",
    ),
    "themes": (
        gettext_lazy("一件事"),
        gettext_lazy("全部一件事的成员、先后次序和引导问题。"),
        "/themes/",
    ),
    "halls": (
        gettext_lazy("办事大厅"),
        gettext_lazy("每个大厅的地址、办公时间、窗口、设施和自助终端。"),
        "/halls/",
    ),
    "departments": (
        gettext_lazy("部门"),
        gettext_lazy("每个部门的职责、联系方式和救济渠道。"),
        "/departments/",
    ),
    "benefits": (
        gettext_lazy("惠企利民政策"),
        gettext_lazy("每项政策的对象、条件、标准和兑现方式。"),
        "/benefits/",
    ),
    "policies": (
        gettext_lazy("政策文件和解读"),
        gettext_lazy("每份文件的文号、发布机构、日期和有效性；正文在它的网页上。"),
        "/policies/",
    ),
    "news": (
        gettext_lazy("公开信息"),
        gettext_lazy(
            "通知、公告、公示和工作动态的标题、日期和摘要；正文在它的网页上。"
        ),
        "/news/",
    ),
    "calendar": (
        gettext_lazy("工作日历"),
        gettext_lazy("法定假日和调休上班的日子，用来计算办理时限。"),
        "/data/#calendar",
    ),
}
WHOLE_NAMES: Final = tuple(_WHOLE)
_FIELDS: Final = {
    "guides": record_fields.GUIDES,
    "powers": record_fields.POWERS,
    "themes": record_fields.THEMES,
    "halls": record_fields.HALLS,
    "departments": record_fields.DEPARTMENTS,
    "benefits": record_fields.BENEFITS,
    "policies": record_fields.DOCUMENTS,
    "news": record_fields.DOCUMENTS,
    "calendar": record_fields.CALENDAR,
}
_SOURCES: Final[
    dict[str, tuple[Callable[[View], Iterable[Row]], Callable[[View], int]]]
] = {
    "guides": (guide_rows, lambda view: view.count(ALL)),
    "powers": (lambda view: view.entries(POWERS), lambda view: view.size("power")),
    "themes": (lambda view: view.entries(THEMES), lambda view: view.size("theme")),
    "halls": (lambda view: view.records("hall"), lambda view: view.size("hall")),
    "departments": (
        lambda view: view.records("department"),
        lambda view: view.size("department"),
    ),
    "benefits": (
        lambda view: view.records("benefit"),
        lambda view: view.size("benefit"),
    ),
    "policies": (
        lambda view: map(_document_row, _policies(view)),
        lambda view: len(_policies(view)),
    ),
    "news": (
        lambda view: map(_document_row, view.records("article")),
        lambda view: view.size("article"),
    ),
    "calendar": (_days, lambda view: len(_days(view))),
}
