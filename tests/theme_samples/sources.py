"""One page of every kind, as publishing would ask for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from content.codes import CorporateTopic, PersonTopic
from content.themes.merging import merge_theme
from content.themes.steps import plan_theme
from portal.publishing.cards import place_in_order
from portal.scenarios import pages as scenario_pages
from portal.scenarios.situations import situation_of
from portal.theming import (
    guide_pages,
    hall_pages,
    list_pages,
    notice_pages,
    place_pages,
    search_pages,
    styleguide,
    text_pages,
    theme_step_pages,
)
from portal.theming.contexts import Frame, Link, PageSource, TopicGroup
from portal.theming.facts import guide_link
from portal.theming.paging import PAGE_SIZE, ListPage
from portal.theming.pinyin import sort_key
from portal.theming.rendering import render_page
from tests.theme_samples import payloads

FRAME = Frame(site=payloads.SITE, base_url="https://zwfw.yunxi.example")
TOTALS = list_pages.Totals(
    guides=48, matters=1941, online=44, departments=39, halls=110
)


def data_row() -> text_pages.DataRow:
    """Return a data set of the page of open data."""
    forms = (
        ("json", "JSON"),
        ("csv", "CSV"),
        ("xlsx", "XLSX"),
        ("jsonl", "JSON Lines"),
    )
    schemas = (("schema.json", "JSON Schema"), ("columns.json", "表格列说明"))
    return text_pages.DataRow(
        key="guides",
        name="全部事项",
        text="每个事项的名称、部门、主题和要点；每个事项另有一份完整数据。",
        page="/guides/",
        amount=1943,
        forms=[
            text_pages.DataForm(url=f"/data/guides.{form}", name=name)
            for form, name in forms
        ],
        schemas=[
            text_pages.DataForm(url=f"/data/guides.{form}", name=name)
            for form, name in schemas
        ],
    )


def guide(code: str) -> PageSource:
    """Return the guide page of a demonstration guide."""
    payload = payloads.guide_payload(code)
    known = payloads.guide_codes()
    related = [each for each in payload["guide"]["related"] if each in known]
    return guide_pages.guide_page(
        FRAME,
        payload=payload,
        version=payloads.VERSION,
        department=payloads.departments()[payload["guide"]["department"]],
        halls=payloads.halls(),
        around=guide_pages.Around(
            asks=True,
            related=[guide_link(payloads.guide_payload(each)) for each in related],
        ),
    )


def catalogue_guide() -> PageSource:
    """Return the page of a matter with basic information only."""
    payload = payloads.catalogue_payload()
    return guide_pages.guide_page(
        FRAME,
        payload=payload,
        version=payloads.VERSION,
        department=payloads.departments()["jyj"],
        halls={},
    )


def notice(code: str) -> PageSource:
    """Return the one-off notification of a demonstration guide."""
    payload = payloads.guide_payload(code)
    return notice_pages.notice_page(
        FRAME,
        payload=payload,
        version=payloads.VERSION,
        department=payloads.departments()[payload["guide"]["department"]],
        halls=payloads.halls(),
    )


def questions(code: str) -> PageSource:
    """Return the questions of a demonstration guide."""
    return scenario_pages.questions_page(
        FRAME, payload=payloads.guide_payload(code), version=payloads.VERSION
    )


def own_list(code: str, situation: str) -> PageSource:
    """Return the list of a demonstration guide for these answers."""
    payload = payloads.guide_payload(code)
    found = situation_of(payload["guide"], situation)
    if found is None:
        raise LookupError(f"Guide '{code}' has no answers '{situation}'.")
    return scenario_pages.own_list_page(
        FRAME,
        payload=payload,
        version=payloads.VERSION,
        department=payloads.departments()[payload["guide"]["department"]],
        halls=payloads.halls(),
        situation=found,
    )


def links() -> list[Link]:
    """Return the lines of all demonstration guides."""
    guides = [
        guide_link(payloads.guide_payload(each)) for each in payloads.guide_codes()
    ]
    return [*guides, guide_link(payloads.catalogue_payload())]


def topics() -> list[TopicGroup]:
    """Return the topics of the demonstration guides with their numbers."""
    groups: list[TopicGroup] = []
    for side, key, codes in (
        ("person", "topics_person", PersonTopic),
        ("company", "topics_corp", CorporateTopic),
    ):
        counted = Counter(
            topic
            for code in payloads.guide_codes()
            for topic in payloads.guide_payload(code)["guide"][key]
        )
        groups += [
            TopicGroup(
                side=side,
                code=topic,
                name=str(codes(topic).label),
                amount=counted[topic],
            )
            for topic in sorted(counted)
        ]
    return groups


def hall(code: str) -> PageSource:
    """Return the page of a demonstration hall."""
    payload = payloads.halls()[code]
    guides = [payloads.guide_payload(each) for each in payloads.guide_codes()]
    by_code = {each["code"]: guide_link(each) for each in guides}
    accepted = hall_pages.accepted_codes(payload)
    return hall_pages.hall_page(
        FRAME,
        hall=payload,
        departments={
            key: Link(url=each["url"], name=each["name"])
            for key, each in payloads.departments().items()
        },
        accepted=[by_code[each] for each in accepted if each in by_code],
        by_rule=dict.fromkeys(hall_pages.accepted_rules(payload), 14),
        around=[
            payloads.halls()[each]
            for each in (
                payload["parent_hall"],
                *(child["code"] for child in payload["children"]),
            )
            if each
        ],
    )


def places(code: str) -> PageSource:
    """Return the page of the places of a demonstration guide."""
    payload = payloads.guide_payload(code)
    levels = {"all_street_halls": "5", "all_community_stations": "6"}
    found = {}
    for location in payload["guide"]["locations"]:
        level = levels.get(location.get("rule") or "")
        for key, each in payloads.halls().items():
            if key == location.get("hall") or each["level"] == level:
                found[key] = place_pages.PlaceHall(hall=each, location=location)
    return place_pages.place_page(
        FRAME,
        payload=payload,
        halls=list(found.values()),
        streets={"990101001": "云溪街道"},
    )


def theme(code: str, **changes: object) -> PageSource:
    """Return the page of a demonstration theme, with changes in each member's guide."""
    payload = payloads.theme(code)
    known = payloads.guide_codes()
    codes = [row["guide"] for row in payload["members"] if row["guide"] in known]
    guides = {each: payloads.guide_payload(each)["guide"] | changes for each in codes}
    merged = merge_theme(payload, guides)
    return theme_step_pages.theme_steps_page(
        FRAME,
        theme=payload,
        merged=merged,
        plan=plan_theme(merged["members"], guides),
        around=theme_step_pages.ThemeAround(
            guides=guides,
            links={
                row["order"]: guide_link(payloads.guide_payload(row["guide"]))
                for row in payload["members"]
                if row["guide"] in known
            },
            halls=payloads.halls(),
            lead=payloads.departments()[payload["lead_department"]],
            joined=[],
        ),
    )


def department_entries() -> list[list_pages.DepartmentEntry]:
    """Return the demonstration departments with the number of their guides."""
    counted = Counter(
        payloads.guide_payload(code)["guide"]["department"]
        for code in payloads.guide_codes()
    )
    return [
        list_pages.DepartmentEntry(department=each, amount=counted[key])
        for key, each in payloads.departments().items()
    ]


def list_pages_of(given: Iterable[Link]) -> list[ListPage]:
    """Return the pages of a list as a release has them: by sound, 100 lines each."""
    ordered = sorted(given, key=lambda link: sort_key(link["name"]))
    starts = range(0, max(len(ordered), 1), PAGE_SIZE)
    return [
        ListPage(
            number=start // PAGE_SIZE + 1,
            amount=len(ordered),
            links=ordered[start : start + PAGE_SIZE],
        )
        for start in starts
    ]


def guide_index(given: Sequence[Link]) -> list[PageSource]:
    """Return the pages of the list of all matters."""
    letters = Counter(place_in_order(link["name"])[1][0] for link in given)
    ordered = dict(sorted(letters.items()))
    return [
        list_pages.guide_index_page(FRAME, page, ordered)
        for page in list_pages_of(given)
    ]


def page_kinds() -> dict[str, PageSource]:
    """Return one page of every kind by a short name."""
    department = payloads.departments()["mzj"]
    main_halls = [each for each in payloads.halls().values() if each["level"] == "4"]
    many = [Link(url=f"/guides/m{n:04}/", name=f"事项{n}") for n in range(260)]
    return {
        "home": list_pages.home_page(
            FRAME,
            hot=links()[:10],
            topics=topics(),
            departments=department_entries(),
            main_halls=main_halls,
            totals=TOTALS,
        ),
        "guides": guide_index(links())[0],
        "guides-page-2": guide_index(many)[1],
        "guide": guide("food"),
        "guide-fee": guide("id-renew"),
        "guide-window": guide("divorce"),
        "guide-catalogue": catalogue_guide(),
        "notice": notice("food"),
        "questions": questions("food"),
        "own-list": own_list("food", "mid-pipe-yes-yes"),
        "own-list-stop": own_list("elder-allowance", "lt80"),
        "departments": list_pages.department_index_page(FRAME, department_entries()),
        "department": list_pages.department_page(
            FRAME, department=department, page=list_pages_of(links())[0]
        ),
        "department-empty": list_pages.department_page(
            FRAME, department=department, page=list_pages_of([])[0]
        ),
        "topics": list_pages.topic_index_page(FRAME, topics()),
        "topic": list_pages.topic_page(
            FRAME, topic=topics()[0], page=list_pages_of(links()[:7])[0]
        ),
        "halls": hall_pages.hall_index_page(FRAME, list(payloads.halls().values())),
        "hall": hall("H-QU"),
        "hall-street": hall("H-JD01"),
        "hall-community": hall("H-SQ0104"),
        "places": places("elder-allowance"),
        "places-few": places("id-renew"),
        "theme": theme("YJS-006"),
        "about": text_pages.about_page(FRAME, totals=TOTALS),
        "help": text_pages.help_page(FRAME),
        "accessibility": text_pages.accessibility_page(FRAME),
        "privacy": text_pages.privacy_page(FRAME),
        "data": text_pages.data_page(
            FRAME,
            groups=[
                text_pages.DataGroup(key="whole", title="数据集", rows=[data_row()])
            ],
            notes=[
                text_pages.DataNote(
                    url="/data/catalog.jsonld",
                    name="数据目录",
                    text="每个数据集的说明和许可",
                    format="JSON-LD",
                )
            ],
            licence=text_pages.DataForm(
                url="https://creativecommons.org/licenses/by/4.0/", name="CC BY 4.0"
            ),
        ),
        "not-found": text_pages.not_found_page(FRAME, topics=topics()),
        "search-without-server": search_pages.stand_in_page(
            FRAME, letters={"A": 12, "B": 120, "~": 3}
        ),
        "server-error": text_pages.server_error_page(FRAME),
        "styleguide": styleguide.styleguide_page(FRAME),
    }


def page_with_guide(source: PageSource, guide: dict[str, object]) -> str:
    """Render a guide page with another record in its context."""
    return render_page(source.template, source.context | {"guide": guide})
