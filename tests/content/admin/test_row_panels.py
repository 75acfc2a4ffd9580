"""Rows drawn from shared furniture are Wagtail's own rows, only sooner."""

from __future__ import annotations

import re

import pytest
from django.test import RequestFactory
from wagtail.admin.panels import InlinePanel

from content.models import MatterPage
from portal.accounts.models import User
from tests.content.admin.forms import edit_form, post_data
from tests.factories import content

pytestmark = pytest.mark.django_db


def rows_panels(page: MatterPage, user: User, form: object) -> list[object]:
    """Return the bound panels of child rows in the tabs of a guide's form."""
    request = RequestFactory().get("/")
    request.user = user
    bound = page.get_edit_handler().get_bound_panel(
        instance=page, request=request, form=form
    )
    tabs = [tab for tab in bound.children if hasattr(tab, "children")]
    return [
        panel
        for tab in tabs
        for panel in tab.children
        if isinstance(panel, InlinePanel.BoundPanel)
    ]


def plain(html: str) -> str:
    """Return HTML without the blanks that no reader sees."""
    return re.sub(r"\s*([<>])\s*", r"\1", re.sub(r"\s+", " ", html))


def test_rows_are_wagtails_own(editor: User) -> None:
    page = content.guide_matter("elder-allowance")
    panels = rows_panels(page, editor, edit_form(page, editor))
    assert len(panels) >= 15
    compared = 0
    for panel in panels:
        wagtails = [panel._drawn_by_wagtail(child) for child in panel.children]
        assert plain(str(panel.rows)) == plain("".join(wagtails))
        new = panel._drawn_by_wagtail(panel.empty_child)
        assert plain(panel.empty_row) == plain(new)
        compared += len(wagtails)
    assert compared > 40


def test_row_with_an_error_says_it(editor: User) -> None:
    page = content.guide_matter("elder-allowance")
    data = post_data(page, editor, **{"materials-1-copies": "-1"})
    form = edit_form(page, editor, data)
    assert not form.is_valid()
    (materials,) = (
        panel
        for panel in rows_panels(page, editor, form)
        if panel.panel.relation_name == "materials"
    )
    html = str(materials.rows)
    assert html.count('aria-invalid="true"') == 1
    assert 'id="inline_child_materials-1"' in html


def test_furniture_is_drawn_once(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    page = content.guide_matter("elder-allowance")
    for panel in rows_panels(page, editor, edit_form(page, editor)):
        assert panel.empty_row
    for panel in rows_panels(page, editor, edit_form(page, editor)):
        monkeypatch.setattr(type(panel), "_drawn_by_wagtail", None)
        assert panel.empty_row
