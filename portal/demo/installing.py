"""Bring the demo district into an empty installation, or see that it is there."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Site

from content.importers.report import Outcome
from content.importers.running import import_files
from content.models import MatterPage, SiteSettings
from content.tree import ensure_root
from portal.accounts.models import User
from portal.accounts.services import DemoLogin
from portal.demo.logins import create_demo_logins
from portal.publishing import indexing
from portal.publishing.building import ensure_built
from portal.publishing.handbook import issue_handbook
from portal.publishing.imports import publish_run
from portal.publishing.models import GuideTranslation, MatterVersion, RecordSnapshot
from portal.publishing.translations import translate
from portal.workdays.loader import load_calendar

Say = Callable[[str], None]

PROGRESS_SECONDS: Final = 2
# In this order: what later files refer to comes first.
SOURCES: Final = (
    "demo/regions.json",
    "demo/departments.json",
    "catalogue/extra_departments.json",
    "demo/halls.json",
    "demo/lists.json",
    "demo/power_items.json",
    "demo/guides",
    "catalogue/matters.csv",
    "demo/themes.json",
    "demo/placements.json",
    "demo/reform_lists.json",
    "demo/notices.json",
    "demo/benefits.json",
)


class DemoRefused(Exception):
    """The demo cannot be brought in; the message says why and what to do."""


@dataclass(kw_only=True)
class Installation:
    """What the demo found or made. `seconds` counts the whole run."""

    seconds: float = 0.0
    matters: int = 0
    pages: int = 0
    changed: bool = False
    logins: list[DemoLogin] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "seconds": round(self.seconds, 1),
            "matters": self.matters,
            "pages": self.pages,
            "changed": self.changed,
        }


def install_demo(say: Say) -> Installation:
    """Migrate, import, publish, build, index and create the cast.

    Doing it again changes nothing and only checks.

    Args:
        say: gets one line of progress at a time.

    Raises:
        DemoRefused: the profile is not the demo's, or rows of the demo were refused.
    """
    if not settings.PORTAL_DEMO:
        raise DemoRefused(
            "The demo was not brought in: PORTAL_DEMO is False in this profile; "
            "expected a demo profile. Use portal.settings.dev, never a real portal."
        )
    started = time.monotonic()
    found = Installation()
    for title, step in (
        ("数据库", _migrate),
        ("工作日历", _load_calendar),
        ("导入并发布演示内容和事项目录", _import),
        ("明白册", _issue_handbook),
        ("英文译文", _translate),
        ("生成静态页面", _build),
        ("建立搜索索引", _index),
        ("演示账号", _create_people),
    ):
        before = time.monotonic()
        changed = step(found, say)
        found.changed |= changed
        outcome = "已更新" if changed else "无变化"
        say(f"{title}：{outcome}（{time.monotonic() - before:.1f} 秒）")
    found.matters = MatterVersion.objects.filter(effective_to__isnull=True).count()
    found.seconds = time.monotonic() - started
    return found


def _migrate(_found: Installation, _say: Say) -> bool:
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", verbosity=0, interactive=False)
    return True


def _load_calendar(_found: Installation, _say: Say) -> bool:
    return load_calendar() > 0


def _import(_found: Installation, say: Say) -> bool:
    ensure_root(settings.WAGTAIL_SITE_NAME, port=8000)
    _fill_site_settings()
    run = import_files(
        [settings.FIXTURES_DIR / source for source in SOURCES],
        publish=True,
        progress=say,
    )
    if run.report.refusals:
        first = run.report.refusals[0]
        raise DemoRefused(
            f"{len(run.report.refusals)} rows of the demo content were refused, first "
            f"'{first.file}' row {first.row}: {first.message} Restore fixtures/ from "
            f"version control and run the demo again."
        )
    publish_run(run)
    return run.report.count(Outcome.SAME) != len(run.report.rows)


def _issue_handbook(_found: Installation, _say: Say) -> bool:
    """Issue one edition; later ones are the editors' business."""
    if RecordSnapshot.objects.filter(kind=RecordSnapshot.Kind.HANDBOOK).exists():
        return False
    issue_handbook()
    return True


def _translate(_found: Installation, _say: Say) -> bool:
    """Bring in the English of chosen guides; what an editor has written stays."""
    texts = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((settings.FIXTURES_DIR / "demo" / "english").glob("*.json"))
    }
    pages = MatterPage.objects.live().filter(slug__in=list(texts))
    known = set(GuideTranslation.objects.values_list("matter_key", flat=True))
    new = [page for page in pages if page.translation_key not in known]
    for page in new:
        translate(page, texts[page.slug], user=None)
    return bool(new)


def _fill_site_settings() -> None:
    """Give a new site its name, numbers and contact; an editor's own stay."""
    site_settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    if site_settings.site_id_code:
        return
    path = settings.FIXTURES_DIR / "demo" / "site.json"
    for name, value in json.loads(path.read_text(encoding="utf-8")).items():
        setattr(site_settings, name, value)
    site_settings.full_clean()
    site_settings.save()


def _build(found: Installation, say: Say) -> bool:
    shown_at = time.monotonic()

    def progress(done: int, total: int) -> None:
        nonlocal shown_at
        if time.monotonic() - shown_at > PROGRESS_SECONDS:
            shown_at = time.monotonic()
            say(f"  已生成 {done} / {total} 个文件")

    report = ensure_built(progress=progress)
    found.pages = report.pages
    return report.changed


def _index(_found: Installation, _say: Say) -> bool:
    changed = bool(indexing.forget_withdrawn())
    return indexing.catch_up() > 0 or changed


def _create_people(found: Installation, _say: Say) -> bool:
    before = User.objects.count()
    found.logins = create_demo_logins()
    return User.objects.count() != before
