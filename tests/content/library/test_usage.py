"""Keepers of the libraries see who uses a paper, a law or a certificate."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from content.library import (
    add_live_certificate_types,
    citing_powers,
    harvest_library,
    matters_relying_on,
)
from content.models import CertificateType, LegalText, PowerBasis, StandardMaterial
from portal.accounts.models import User
from tests.factories import content

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client: Client) -> User:
    """Somebody who keeps the libraries, signed in with `client`."""
    user = User.objects.create_superuser("keeper", password="tea-and-plum-blossom-7")
    client.force_login(user)
    return user


def shown(client: Client, record: Any) -> str:
    name = record._meta.model_name
    url = reverse(f"wagtailsnippets_content_{name}:edit", args=[record.pk])
    html: str = client.get(url).content.decode()
    return html


def test_paper_shows_the_matters_that_ask_for_it(client: Client, keeper: User) -> None:
    add_live_certificate_types(content.LIVE_CERTIFICATES)
    for slug in ("food", "drainage"):
        content.guide_matter(slug)
    harvest_library()
    html = shown(client, StandardMaterial.objects.get(code="STD-YYZZ-申请单位"))
    assert "(food)" in html
    assert "(drainage)" in html
    unused = StandardMaterial.objects.create(code="X", name="旧证明")
    assert "没有事项要求" in shown(client, unused)


def test_repealed_law_shows_what_has_to_be_mended(client: Client, keeper: User) -> None:
    matter = content.guide_matter("food")
    basis = matter.legal_bases.first()
    power = content.power()
    PowerBasis.objects.create(power=power, title=basis.title, doc_no=basis.doc_no)
    harvest_library()
    law = LegalText.objects.get(title=basis.title, doc_no=basis.doc_no)
    assert power.code in [page.code for page in citing_powers(law)]
    html = shown(client, law)
    assert "(food)" in html
    assert f"({power.code})" in html
    assert "须改引现行依据" not in html
    law.status = "废止"
    law.save()
    assert "本文件已废止，下列事项和职权须改引现行依据" in shown(client, law)


def test_certificate_shows_the_matters_that_rely_on_it(
    client: Client, keeper: User
) -> None:
    add_live_certificate_types(content.LIVE_CERTIFICATES)
    content.guide_matter("food")
    used = [kind for kind in CertificateType.objects.all() if matters_relying_on(kind)]
    assert used
    assert "(food)" in shown(client, used[0])


def test_long_lists_of_users_are_cut(
    client: Client, keeper: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("content.computed_panel.LINKS_SHOWN", 1)
    for slug in ("food", "drainage"):
        content.guide_matter(slug)
    harvest_library()
    html = shown(client, StandardMaterial.objects.get(code="STD-YYZZ-申请单位"))
    assert "另有 1 项未列出" in html


def test_new_record_has_no_users_to_show(client: Client, keeper: User) -> None:
    html = client.get(reverse("wagtailsnippets_content_legaltext:add"))
    assert "引用本文件" not in html.content.decode()


@pytest.mark.parametrize(
    ("library", "words", "found"),
    [
        ("legaltext", "食品安全", "食品安全法"),
        ("standardmaterial", "委托书", "STD-POA"),
        ("standardmaterial", "STD-POA", "STD-POA"),
        ("certificatetype", "营业", "营业执照"),
    ],
)
def test_libraries_are_searched_by_any_part_of_a_name(
    client: Client, keeper: User, library: str, words: str, found: str
) -> None:
    content.guide_matter("food")
    harvest_library()
    url = reverse(f"wagtailsnippets_content_{library}:list")
    assert found in client.get(url, {"q": words}).content.decode()
    assert found not in client.get(url, {"q": "没有这个"}).content.decode()
