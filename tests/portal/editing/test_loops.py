"""Matters that need each other first are drawn with the reasons."""

from __future__ import annotations

from http import HTTPStatus

import pytest

from content.codes import RelationKind
from content.models import MatterPage, RelatedMatter
from tests.factories import content
from tests.portal.editing.conftest import SignIn

pytestmark = pytest.mark.django_db
LOOPS = "/admin/reports/loops/"


@pytest.fixture
def circle(matter: MatterPage) -> list[MatterPage]:
    """Two guides, each of which names the other as its prerequisite."""
    other = content.guide_matter("dibao")
    for one, two in ((matter, other), (other, matter)):
        RelatedMatter.objects.create(
            matter=one, code=two.slug, relation=RelationKind.PRECEDES
        )
    return [matter, other]


def test_no_circle_is_said(matter: MatterPage, signed_in: SignIn) -> None:
    body = signed_in("editor").get(LOOPS).content.decode()
    assert "没有互为前置的事项" in body
    assert LOOPS in signed_in("editor").get("/admin/").content.decode()


def test_circle_is_drawn_with_its_reasons(
    circle: list[MatterPage], signed_in: SignIn
) -> None:
    body = signed_in("editor").get(LOOPS).content.decode()
    assert body.count("<circle ") == 2
    assert body.count("<line ") == 2
    assert body.count("：前置事项") == 2
    for page in circle:
        assert page.title in body
    assert "style=" not in body[body.index("<svg viewBox") : body.index("</svg>\n<ol>")]


def test_circle_with_anothers_draft_is_not_shown(
    circle: list[MatterPage], signed_in: SignIn
) -> None:
    circle[1].unpublish()
    assert "<circle " not in signed_in("other-editor").get(LOOPS).content.decode()
    assert signed_in("citizen").get(LOOPS).status_code != HTTPStatus.OK
