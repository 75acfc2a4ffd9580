from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from wagtail.models import Locale, Page, Site

from content import seams
from content.models import DepartmentIndexPage, HallIndexPage, HomePage
from content.tree import ensure_root
from tests.factories import content

pytestmark = pytest.mark.django_db


def test_empty_database_gets_site_home_and_indexes() -> None:
    home = ensure_root("云溪区政务服务", hostname="yunxi.example", port=443)
    site = Site.objects.get()
    assert site.root_page_id == home.pk
    assert site.is_default_site
    assert DepartmentIndexPage.objects.get().get_parent().pk == home.pk
    assert HallIndexPage.objects.get().get_parent().pk == home.pk


def test_doing_it_again_changes_nothing() -> None:
    first = ensure_root("云溪区政务服务")
    count = Page.objects.count()
    assert ensure_root("别的名字").pk == first.pk
    assert Page.objects.count() == count
    assert Site.objects.get().site_name == "云溪区政务服务"


def test_welcome_page_of_a_fresh_installation_is_replaced() -> None:
    Locale.objects.get_or_create(language_code="zh-hans")
    root = Page.add_root(instance=Page(title="Root", slug="root"))
    welcome = root.add_child(instance=Page(title="Welcome", slug="home"))
    Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)
    home = ensure_root("云溪区政务服务")
    assert Site.objects.get().root_page_id == home.pk
    assert not Page.objects.filter(pk=welcome.pk).exists()


def test_pages_know_their_static_addresses() -> None:
    home = content.home()
    addresses = {
        home: "/",
        DepartmentIndexPage.objects.get(): "/departments/",
        HallIndexPage.objects.get(): "/halls/",
        content.department("mzj"): "/departments/mzj/",
        content.hall("H-QU"): "/halls/H-QU/",
        content.catalogue_matter("m0001"): "/guides/m0001/",
    }
    for page, address in addresses.items():
        assert page.get_url() == address
        assert page.full_url == f"http://localhost{address}"


def test_page_outside_any_site_has_no_address() -> None:
    home = content.home()
    Site.objects.all().delete()
    assert HomePage.objects.get(pk=home.pk).get_url() is None


def test_page_that_wagtail_serves_leads_to_its_file() -> None:
    page = content.catalogue_matter("m0001")
    response = page.serve(RequestFactory().get("/anything/"))
    assert response.status_code == 302
    assert response.headers["Location"] == "/guides/m0001/"


def test_preview_without_a_renderer_says_what_to_do() -> None:
    page = content.catalogue_matter("m0001")
    before = seams.preview_renderer()
    seams.register_preview_renderer(None)
    try:
        with pytest.raises(ImproperlyConfigured, match=r"portal\.publishing"):
            page.serve_preview(RequestFactory().get("/"), "")
    finally:
        seams.register_preview_renderer(before)


def test_tree_lets_only_fitting_pages_in(settings: Any) -> None:
    department, hall = content.department(), content.hall()
    names = {model.__name__ for model in department.allowed_subpage_models()}
    assert names == {
        "ArticlePage",
        "BenefitPage",
        "CrossListPage",
        "InterpretationPage",
        "MatterListPage",
        "MatterPage",
        "PolicyPage",
        "PowerItemPage",
        "ThemePage",
    }
    assert hall.allowed_subpage_models() == []
