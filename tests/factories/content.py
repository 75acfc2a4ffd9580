"""Content of the tests: the demo district's records, made without importing files.

Pages are made in the way an editor makes them, so that every check of the models runs.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings
from wagtail.models import Locale, Page

from content.importers.writers.guides import basic_matter_of, fill_guide
from content.library import add_live_certificate_types
from content.models import (
    DepartmentPage,
    HallPage,
    HomePage,
    MatterPage,
    OpeningBlock,
    PowerItemPage,
    Region,
    ThemePage,
    Window,
    Zone,
)
from content.powers import fill_power
from content.themes.records import fill_theme
from content.tree import department_index, ensure_root, hall_index

P = TypeVar("P", bound=Page)

DEMO = settings.FIXTURES_DIR / "demo"
LIVE_CERTIFICATES: list[str] = json.loads(
    (DEMO / "lists.json").read_text(encoding="utf-8")
)["certificate_types_live"]
GUIDE_SLUGS = sorted(path.stem for path in (DEMO / "guides").glob("*.json"))


def guide_json(slug: str) -> dict[str, Any]:
    """Return a demo guide as its file tells it."""
    text = (DEMO / "guides" / f"{slug}.json").read_text(encoding="utf-8")
    guide: dict[str, Any] = json.loads(text)
    return guide


@lru_cache(maxsize=1)
def department_records() -> dict[str, dict[str, Any]]:
    records = json.loads((DEMO / "departments.json").read_text(encoding="utf-8"))
    return {record["key"]: record for record in records["departments"]}


def home() -> HomePage:
    Locale.objects.get_or_create(language_code="zh-hans")
    return ensure_root("云溪区政务服务")


def region(code: str = "990101", **values: Any) -> Region:
    defaults = {"name": "云溪区", "short_name": "云溪", "level": "4"} | values
    found, _created = Region.objects.get_or_create(code=code, defaults=defaults)
    return found


def department(key: str = "mzj", *, live: bool = True) -> DepartmentPage:
    """Return the demo department, made below the index when it is not there."""
    found = DepartmentPage.objects.filter(key=key).first()
    if found is not None:
        return found
    home()
    record = department_records()[key]
    names = (
        "short_name uscc dept_code nature org_type status approval_unit duties address "
        "approval_unit_kind office_hours tel supervise_tel review_authority court in_hall "
        "hall_since"
    )
    page = DepartmentPage(
        title=record["name"],
        slug=key,
        live=live,
        region=region(),
        entrusting_body=record.get("entrusting_body", ""),
        provider_kind=record.get("provider_kind", ""),
        **{name: record[name] for name in names.split()},
    )
    return add_page(department_index(), page)


def hall(code: str = "H-QU", **values: Any) -> HallPage:
    """Return a hall with one zone, two windows and one opening block."""
    home()
    page = HallPage(
        **{
            "title": "云溪区政务服务中心",
            "slug": code,
            "kind": "政务服务中心",
            "level": "4",
            "region": region(),
            "address": "云溪区政通路88号",
            "transport": "公交3路到“市民中心”站",
            "tel": "0600-5558000",
            "consult_tel": "0600-5558001",
            "complaint_tel": "0600-5558009",
            "facilities": ["饮水", "轮椅"],
            "resident_departments": ["mzj"],
        }
        | values
    )
    page.opening_blocks = [
        OpeningBlock(weekday="1", opens_at="09:00", closes_at="12:00", kind="正常")
    ]
    page.zones = [Zone(code="SW", name="社会事务区")]
    page.windows = [
        Window(
            number="103",
            zone="SW",
            name="社会事务综合窗口",
            kinds=["综合受理(无差别)"],
            roles=["咨询", "受理"],
        ),
        Window(number="123", name="出件窗口", kinds=["出件(统一发证)"], roles=["出件"]),
    ]
    return add_page(hall_index(), page)


def guide_matter(slug: str = "elder-allowance", *, live: bool = True) -> MatterPage:
    """Return a matter with everything that the demo guide says."""
    raw = guide_json(slug)
    what_publishing_asks_for(raw)
    page = MatterPage(live=live)
    fill_guide(page, raw, basic=basic_matter_of(raw), keywords=["养老"])
    return add_page(department(raw["department"]), page)


def what_publishing_asks_for(raw: dict[str, Any]) -> None:
    """Make the power that a guide exercises and the certificates it relies on."""
    add_live_certificate_types(LIVE_CERTIFICATES)
    code = raw["power_item"]
    if code and not PowerItemPage.objects.filter(code=code).exists():
        power(code)


# The first of the district's list: the police's, on application, with a guide.
POWER = "YX-00000006X-10-0001"


def power(code: str = POWER, *, live: bool = True, **changes: Any) -> PowerItemPage:
    """Return a power of the demo district's list with some values of its record changed."""
    record = power_records()[code] | changes
    page = PowerItemPage(live=live)
    fill_power(page, record)
    return add_page(department(record["department"]), page)


def theme(code: str = "YJS-002", *, live: bool = True, **changes: Any) -> ThemePage:
    """Return a theme of the demo district with some values of its record changed."""
    record = theme_records()[code] | changes
    page = ThemePage(live=live)
    fill_theme(page, record)
    return add_page(department(record["lead_department"] or "zfj"), page)


@lru_cache(maxsize=1)
def power_records() -> dict[str, dict[str, Any]]:
    records = json.loads((DEMO / "power_items.json").read_text(encoding="utf-8"))
    return {record["code"]: record for record in records["items"]}


@lru_cache(maxsize=1)
def theme_records() -> dict[str, dict[str, Any]]:
    records = json.loads((DEMO / "themes.json").read_text(encoding="utf-8"))
    return {record["code"]: record for record in records["themes"]}


def catalogue_matter(code: str = "m0001", **values: Any) -> MatterPage:
    """Return a matter of which only the catalogue's facts are known."""
    page = MatterPage(
        **{
            "title": "企业投资项目备案",
            "slug": code,
            "source_id": code.upper(),
            "kind": "catalogue",
            "plain_name": "备案投资项目",
            "matter_type": "10",
            "service_objects": ["2"],
            "topics_corp": ["040"],
            "search_keywords": ["投资审批"],
            "life_event": "投资",
        }
        | values
    )
    return add_page(department(), page)


def add_page(parent: Page, page: P) -> P:
    """Add below a fresh copy of the parent: treebeard counts children on the object."""
    type(parent).objects.get(pk=parent.pk).add_child(instance=page)
    return page
