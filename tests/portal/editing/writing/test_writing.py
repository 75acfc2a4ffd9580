"""Parts of other guides and rows of the libraries come into a draft; cases are shown."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from content.codes import MaterialNeed
from content.library import harvest_library
from content.models import (
    LegalArticle,
    MatterLegalBasis,
    MatterPage,
    StandardMaterial,
)
from content.payloads import guide_from_page
from portal.editing.writing.cases import MOST_ROWS, case_table
from tests.factories import content
from tests.portal.editing.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def food(matter: MatterPage) -> MatterPage:
    """A live guide of another department, the sample; the libraries hold its papers."""
    page = content.guide_matter("food")
    page.save_revision().publish()
    harvest_library()
    return MatterPage.objects.get(pk=page.pk)


def draft_of(page: MatterPage) -> MatterPage:
    draft: MatterPage = MatterPage.objects.get(
        pk=page.pk
    ).get_latest_revision_as_object()
    return draft


def post(client: Client, page: MatterPage, **data: object) -> str:
    address = reverse("writing:help", args=[page.pk])
    return client.post(address, data, follow=True).content.decode()


def test_parts_of_a_sample_come_after_ones_own(
    matter: MatterPage, food: MatterPage, signed_in: SignIn
) -> None:
    own = [row.name for row in matter.materials.all()]
    taken = [row.name for row in food.materials.all()]
    post(signed_in("editor"), matter, source=food.pk, part=["materials", "faq"])
    draft = draft_of(matter)
    assert [row.name for row in draft.materials.all()] == [
        *own,
        *(name for name in taken if name not in own),
    ]
    assert set(taken) - set(own)
    assert draft.faq.count() == matter.faq.count() + food.faq.count()
    assert [row.name for row in matter.materials.all()] == own
    assert [row.name for row in food.materials.all()] == taken


def test_parts_of_a_sample_take_the_place_of_ones_own(
    matter: MatterPage, food: MatterPage, signed_in: SignIn
) -> None:
    post(
        signed_in("editor"), matter, source=food.pk, part=["stages"], replace="on"
    )  # fmt: skip
    draft = draft_of(matter)
    assert [row.name for row in draft.stages.all()] == [
        row.name for row in food.stages.all()
    ]
    assert draft.promise_days == food.promise_days
    assert draft.title == matter.title


def test_nothing_chosen_says_what_to_do(
    matter: MatterPage, food: MatterPage, signed_in: SignIn
) -> None:
    before = matter.latest_revision_id
    client = signed_in("editor")
    assert "请至少选一个" in post(client, matter, source=food.pk)
    assert "没有选中新的材料" in post(client, matter)
    assert MatterPage.objects.get(pk=matter.pk).latest_revision_id == before


def test_papers_and_clauses_are_found_and_taken_once(
    matter: MatterPage, food: MatterPage, signed_in: SignIn
) -> None:
    client = signed_in("editor")
    known = {row.std_code for row in matter.materials.all()}
    paper = StandardMaterial.objects.exclude(code__in=known).first()
    clause = LegalArticle.objects.exclude(
        legal_text__title__in=matter.legal_bases.values("title")
    ).first()
    assert paper is not None
    assert clause is not None
    address = reverse("writing:help", args=[matter.pk])
    assert paper.name in client.get(address, {"q": paper.code}).content.decode()
    law = client.get(address, {"law": clause.legal_text.title}).content.decode()
    assert f'value="{clause.pk}"' in law
    post(client, matter, paper=paper.pk, clause=clause.pk)
    draft = draft_of(matter)
    assert draft.materials.last().std_code == paper.code
    basis = draft.legal_bases.last()
    assert isinstance(basis, MatterLegalBasis)
    assert (basis.title, basis.article) == (clause.legal_text.title, clause.article)
    assert "已有的不会重复加入" in post(client, matter, paper=paper.pk)


@pytest.mark.parametrize("who", ["reviewer", "other-editor", "keeper", "citizen"])
def test_others_take_nothing(
    matter: MatterPage, food: MatterPage, signed_in: SignIn, who: str
) -> None:
    before = matter.latest_revision_id
    client = signed_in(who)
    address = reverse("writing:help", args=[matter.pk])
    client.post(address, {"source": food.pk, "part": ["materials"]})
    for name in ("writing:help", "writing:cases"):
        response = client.get(reverse(name, args=[matter.pk]))
        assert response.status_code != HTTPStatus.OK
    assert MatterPage.objects.get(pk=matter.pk).latest_revision_id == before


def test_page_under_review_is_left_alone(
    draft: MatterPage, food: MatterPage, signed_in: SignIn
) -> None:
    before = draft.latest_revision_id
    post(signed_in("editor"), draft, source=food.pk, part=["materials"])
    assert MatterPage.objects.get(pk=draft.pk).latest_revision_id == before


def test_cases_show_answers_and_materials(
    matter: MatterPage, signed_in: SignIn
) -> None:
    client = signed_in("editor")
    body = client.get(reverse("writing:cases", args=[matter.pk])).content.decode()
    for question in matter.questions.all():
        assert question.text in body
    assert "任何情形都用不到的材料" not in body


def test_material_that_no_answer_asks_for_is_named(food: MatterPage) -> None:
    guide = guide_from_page(food)
    table = case_table(guide)
    assert table.unreachable == ()
    assert table.complete
    assert len(table.cases) > 1
    lost = guide["materials"][0]
    lost["need"] = MaterialNeed.SCENARIO.value
    question = guide["scenario"]["questions"][0]["code"]
    guide["scenario"]["rules"] = [
        {
            "condition": {"eq": [{"var": question}, "no such option"]},
            "effects": {"add_material": lost["order"]},
            "priority": 1,
        }
    ]
    assert case_table(guide).unreachable == (lost["name"],)


def test_guide_without_papers_is_marked_and_large_ones_are_cut() -> None:
    lone = case_table({"materials": [], "scenario": {"questions": [], "rules": []}})
    assert [case.empty for case in lone.cases] == [True]
    options = [{"code": str(number), "label": str(number)} for number in range(9)]
    questions = [
        {"code": f"q{number}", "text": "?", "kind": "single", "options": options}
        for number in range(4)
    ]
    table = case_table({"materials": [], "scenario": {"questions": questions}})
    assert table.total == 9**4
    assert not table.complete
    assert len(table.cases) == MOST_ROWS
