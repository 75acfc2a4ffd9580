"""The bones of the page tree: site, home page and the two indexes."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site

from content.models import (
    DepartmentIndexPage,
    HallIndexPage,
    HomePage,
    SiteSettings,
)
from content.models.static_page import StaticPage

_INDEXES: Final[tuple[tuple[type[StaticPage], str, str], ...]] = (
    (DepartmentIndexPage, "departments", _("部门")),
    (HallIndexPage, "halls", _("办事大厅")),
)


def ensure_root(
    site_name: str, *, hostname: str = "localhost", port: int = 80
) -> HomePage:
    """Return the home page, making root, site, home and indexes where they lack.

    Doing it again changes nothing. Wagtail's own welcome page is removed once the site
    points to the new home.
    """
    with transaction.atomic():
        home = HomePage.objects.first() or _add_home(site_name)
        _ensure_site(home, site_name, hostname, port)
        for model, slug, title in _INDEXES:
            if not model.objects.exists():
                home.add_child(instance=model(title=title, slug=slug, live=True))
                home.refresh_from_db()
    return home


def department_index() -> DepartmentIndexPage:
    """Return the page below which departments are.

    Raises:
        DepartmentIndexPage.DoesNotExist: before `ensure_root`.
    """
    index: DepartmentIndexPage = DepartmentIndexPage.objects.get()
    return index


def hall_index() -> HallIndexPage:
    """Return the page below which halls are.

    Raises:
        HallIndexPage.DoesNotExist: before `ensure_root`.
    """
    index: HallIndexPage = HallIndexPage.objects.get()
    return index


def _add_home(title: str) -> HomePage:
    root = Page.get_first_root_node()
    if root is None:
        Locale.objects.get_or_create(language_code="zh-hans")
        root = Page.add_root(instance=Page(title="Root", slug="root"))
    home = HomePage(title=title, slug="portal-home", live=True)
    root.add_child(instance=home)
    return home


def _ensure_site(home: HomePage, name: str, hostname: str, port: int) -> None:
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site.objects.create(
            hostname=hostname,
            port=port,
            site_name=name,
            root_page=home,
            is_default_site=True,
        )
    elif site.root_page_id != home.pk:
        welcome = site.root_page
        site.root_page = home
        site.hostname, site.port, site.site_name = hostname, port, name
        site.save()
        _remove_welcome_page(welcome)
    SiteSettings.objects.get_or_create(site=site, defaults={"name": name})


def _remove_welcome_page(page: Page) -> None:
    if page.specific_class is Page and not page.get_children().exists():
        page.delete()
