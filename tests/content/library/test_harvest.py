from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from content.library import (
    add_live_certificate_types,
    citing_matters,
    harvest_library,
    matters_using,
    repealed_laws,
)
from content.models import CertificateType, LegalText, StandardMaterial
from tests.factories import content

pytestmark = pytest.mark.django_db


def test_libraries_are_filled_once_from_what_guides_cite() -> None:
    assert add_live_certificate_types(["营业执照", "居民身份证", "营业执照"]) == 2
    content.guide_matter("food")
    content.guide_matter("drainage")
    first = harvest_library()
    assert first.materials == StandardMaterial.objects.count() > 5
    assert first.laws == LegalText.objects.count() > 1
    assert first.articles > 1
    again = harvest_library()
    assert (again.materials, again.laws, again.articles) == (0, 0, 0)


def test_paper_of_two_guides_is_one_record_that_both_are_found_by() -> None:
    content.guide_matter("food")
    content.guide_matter("drainage")
    add_live_certificate_types(["营业执照"])
    harvest_library()
    licence = StandardMaterial.objects.get(code="STD-YYZZ-申请单位")
    assert licence.cert_type == CertificateType.objects.get(name="营业执照")
    assert [m.code for m in matters_using(licence)] == ["drainage", "food"]


def test_keeper_s_own_words_stay() -> None:
    StandardMaterial.objects.create(code="STD-POA", name="委托书(统一文本)")
    content.guide_matter("food")
    harvest_library()
    assert StandardMaterial.objects.get(code="STD-POA").name == "委托书(统一文本)"


def test_repealed_law_is_known_with_the_guides_that_cite_it() -> None:
    content.guide_matter("food")
    harvest_library()
    law = LegalText.objects.filter(title__contains="食品安全法").first()
    assert law is not None
    assert [matter.code for matter in citing_matters(law)] == ["food"]
    assert repealed_laws() == set()
    law.status = "废止"
    law.save()
    assert repealed_laws() == {(law.title, law.doc_no), (law.title, "")}


def test_citation_without_number_is_one_of_the_only_law_of_that_title() -> None:
    food = content.guide_matter("food")
    basis = food.legal_bases.first()
    drainage = content.guide_matter("drainage")
    row = drainage.legal_bases.first()
    row.title, row.doc_no, row.article = basis.title, "", "第九十九条"
    row.save()
    harvest_library()
    law = LegalText.objects.get(title=basis.title)
    assert law.doc_no == basis.doc_no
    assert {basis.article, "第九十九条"} <= {a.article for a in law.articles.all()}
    assert [matter.code for matter in citing_matters(law)] == ["drainage", "food"]


def test_citation_without_number_of_two_laws_is_of_neither() -> None:
    food = content.guide_matter("food")
    basis = food.legal_bases.first()
    drainage = content.guide_matter("drainage")
    row = drainage.legal_bases.first()
    row.title, row.doc_no = basis.title, ""
    row.save()
    LegalText.objects.create(title=basis.title, doc_no="1995年公布", status="废止")
    harvest_library()
    laws = LegalText.objects.filter(title=basis.title)
    assert set(laws.values_list("doc_no", flat=True)) == {
        "",
        "1995年公布",
        basis.doc_no,
    }
    old = LegalText.objects.get(doc_no="1995年公布")
    assert citing_matters(old).count() == 0
    assert repealed_laws() == {(basis.title, "1995年公布")}


def test_paper_that_a_certificate_replaces_names_it() -> None:
    paper = StandardMaterial(code="X", name="居民身份证", exempt="1")
    with pytest.raises(ValidationError, match="证照类型"):
        paper.clean()
