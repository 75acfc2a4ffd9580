"""Every number of the figures page, by queries over what is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from content.power_codes import PowerCategory
from portal.publishing.cards import ALL, FULL_GUIDES, ONLINE, zero_list
from portal.publishing.record_cards import POWERS, THEMES
from portal.publishing.store import Fields, Payload, View
from portal.theming.figure_pages import Figure, FigureGroup
from portal.theming.zero_pages import ZERO_NAMES, zero_folder

_DISTRICT, _STREET, _COMMUNITY = "4", "5", "6"
_CONVENIENCE = "20"


def figure_groups(view: View) -> list[FigureGroup]:
    """Return the figures in groups."""
    return [
        FigureGroup(id="halls", name="大厅和窗口", figures=_halls(view)),
        FigureGroup(id="placement", name="事项进驻", figures=_placement(view)),
        FigureGroup(id="matters", name="事项", figures=_matters(view)),
        FigureGroup(id="reform", name="改革成效", figures=_reform(view)),
        FigureGroup(id="zero", name="四零", figures=_zero(view)),
        FigureGroup(id="themes", name="一件事", figures=_themes(view)),
        FigureGroup(id="cross", name="通办和其他清单", figures=_lists(view)),
        FigureGroup(id="powers", name="权责清单", figures=_powers(view)),
    ]


def department_matrix(view: View) -> list[dict[str, object]]:
    """Return departments with their numbers of matters and powers."""
    cards = view.fields(FULL_GUIDES, "department_key,online,figures")
    hall = Counter(c["department_key"] for c in cards if c["figures"].get("in_hall"))
    online = Counter(card["department_key"] for card in cards if card["online"])
    powers = view.counts("powers:department")
    counts = view.counts("department")
    return [
        {
            "name": row["name"],
            "url": row["url"],
            "guides": counts.get(row["key"], 0),
            "hall": hall[row["key"]],
            "online": online[row["key"]],
            "powers": powers.get(row["key"], 0),
        }
        for row in view.records("department")
    ]


def _figure(name: str, value: object, formula: str, url: str = "") -> Figure:
    return Figure(name=name, value=str(value), formula=formula, url=url)


def _halls(view: View) -> list[Figure]:
    halls = view.records("hall")

    def of(test: Callable[[Payload], bool]) -> int:
        return sum(map(test, halls))

    windows = [window for hall in halls for window in hall["windows"]]
    return [
        _figure(
            "区级大厅",
            of(lambda h: h["kind"] == "政务服务中心"),
            "类型为政务服务中心的大厅数",
            "/halls/",
        ),
        _figure(
            "街道中心",
            of(lambda h: h["level"] == _STREET),
            "镇街级大厅数",
            "/halls/",
        ),
        _figure(
            "社区站",
            of(lambda h: h["level"] == _COMMUNITY),
            "社区级大厅数",
            "/halls/",
        ),
        _figure(
            "专业大厅",
            of(lambda h: h["kind"] == "部门专业大厅"),
            "类型为部门专业大厅的大厅数",
            "/halls/",
        ),
        _figure(
            "园区分中心",
            of(lambda h: h["kind"] == "园区分中心"),
            "类型为园区分中心的大厅数",
            "/halls/",
        ),
        _figure("窗口", len(windows), "各大厅窗口数之和", "/halls/"),
        _figure(
            "综合窗口",
            sum(window["comprehensive"] for window in windows),
            "标为综合窗口的窗口数之和",
            "/halls/",
        ),
        _figure(
            "便民设施种类",
            len({name for hall in halls for name in hall["facilities"]}),
            "各大厅便民设施去重后的种类数",
            "/halls/",
        ),
    ]


def _placement(view: View) -> list[Figure]:
    placement = view.record("list", "placement")
    if placement is None:
        return []
    url = placement["url"]
    levels = Counter(entry["place_level"] for entry in placement["items"])
    total, left = len(placement["items"]), levels["not_placed"]
    placed = total - left
    rate = round(100 * placed / total) if total else 0
    names = (
        ("district", "区级大厅"),
        ("street", "街道中心"),
        ("community", "社区站"),
        ("special", "专业大厅"),
    )
    return [
        _figure("列入进驻方案的事项", total, "进驻清单的事项数", url),
        *(
            _figure(f"进驻{name}", levels[level], "进驻清单中该层级的事项数", url)
            for level, name in names
        ),
        _figure(
            "未进驻",
            left,
            "进驻清单中未进驻的事项数，每项写明原因",
            "/lists/not-placed/",
        ),
        _figure("进驻率", f"{rate}%", f"已进驻 {placed} ÷ 全部 {total}", url),
    ]


def _matters(view: View) -> list[Figure]:
    types = view.counts("type")
    convenience = types.get(_CONVENIENCE, 0)
    full = view.count(FULL_GUIDES)
    return [
        _figure("全部事项", view.count(ALL), "公布的事项数", "/guides/"),
        _figure("完整办事指南", full, "要素齐全的事项数", "/guides/"),
        _figure(
            "审批和其他行政权力事项",
            view.count(ALL) - convenience,
            "除公共服务以外的事项数",
            "/guides/",
        ),
        _figure("便民服务事项", convenience, "类型为公共服务的事项数", "/guides/"),
        _figure("可在本站申请", view.count(ONLINE), "有网上申请表的事项数", "/guides/"),
        _figure(
            "全程网办",
            view.count("full_online"),
            "网办深度到结果反馈且不用到现场的完整指南数",
            "/guides/",
        ),
        _figure(
            "部门和公用企业", view.size("department"), "公布的部门数", "/departments/"
        ),
    ]


def _reform(view: View) -> list[Figure]:
    cards = [card["figures"] for card in view.fields(FULL_GUIDES, "figures")]
    instant = view.count("instant")
    saved = _differences(cards, "steps_before", "steps_after")
    limited = [
        (statutory, promise)
        for card in cards
        if (statutory := card.get("statutory"))
        and (promise := card.get("promise")) is not None
    ]
    law = sum(statutory for statutory, _promise in limited)
    promised = sum(promise for _statutory, promise in limited)
    visits = [card["visits"] or 0 for card in cards]
    return [
        _figure(
            "即办率",
            _share(instant, len(cards)),
            f"即办件 {instant} ÷ 完整指南 {len(cards)}",
            "/lists/zero/time/",
        ),
        _figure(
            "平均减环节",
            _mean(saved),
            f"{len(saved)} 个事项改革前环节数减现在环节数的平均",
            "/guides/",
        ),
        _figure(
            "承诺时限压缩",
            _share(law - promised, law),
            f"1 − 承诺 {promised} ÷ 法定 {law}（{len(limited)} 个有法定时限的事项，同一单位）",
            "/guides/",
        ),
        _figure(
            "平均跑动次数",
            _mean(visits),
            f"{len(visits)} 个完整指南到现场次数的平均",
            "/guides/",
        ),
    ]


def _zero(view: View) -> list[Figure]:
    return [
        _figure(
            name,
            sum(
                any(
                    kind == name and "默认情形" in scenario
                    for kind, scenario, _ in card["zero"]
                )
                for card in view.fields(zero_list(slug), "zero")
            ),
            "默认情形（本人办理）下符合判定的事项数",
            zero_folder(slug),
        )
        for slug, (name, _test) in ZERO_NAMES.items()
    ]


def _themes(view: View) -> list[Figure]:
    themes = view.entries(THEMES)
    return [
        _figure("一件事", len(themes), "公布的一件事数", "/themes/"),
        _figure(
            "高频",
            sum(t["highlight"] for t in themes),
            "标为高频的一件事数",
            "/themes/",
        ),
        _figure(
            "镇街可办",
            sum(t["town_level"] for t in themes),
            "标为镇街可办的一件事数",
            "/themes/",
        ),
    ]


def _lists(view: View) -> list[Figure]:
    return [
        _figure(row["name"], len(row["items"]), "清单的条目数", row["url"])
        for kind in ("cross_list", "list")
        for row in view.records(kind)
        if row["key"] != "placement"
    ]


def _powers(view: View) -> list[Figure]:
    counts = view.counts("powers:category")
    return [
        _figure("全部职权", view.count(POWERS), "公布的职权数", "/powers/"),
        *(
            _figure(
                str(category.label),
                counts.get(category.value, 0),
                "该类职权数",
                f"/powers/category/{category.value}/",
            )
            for category in PowerCategory
            if counts.get(category.value)
        ),
    ]


def _differences(cards: Iterable[Fields], before: str, after: str) -> list[int]:
    return [
        card[before] - card[after]
        for card in cards
        if card.get(before) is not None and card.get(after) is not None
    ]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "0%"


def _mean(values: Sequence[int]) -> str:
    return f"{sum(values) / len(values):.2f}" if values else "0"
