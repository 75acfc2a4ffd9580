"""At the desk guides go out as GB/T 39046-2020 and come in again."""

from __future__ import annotations

import json
from http import HTTPStatus
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import Settings
from wagtail.models import Collection

from content.models import MatterPage
from portal.editing.exchange.models import Upload
from portal.editing.roles import ensure_roles
from portal.outbox.models import OutboxJob
from tests.content.importers.files import (
    report_of,
    write_guide,
    write_places,
    write_what_guides_rely_on,
)
from tests.portal.editing.conftest import SignIn
from tests.portal.editing.exchange.test_pages import exported, page_of, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(db: None, tmp_path: Path, settings: Settings) -> None:
    """A guide of the civil affairs department with halls and files that it names."""
    settings.MEDIA_ROOT = tmp_path / "media"
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    folders = [write_places(tmp_path / "district")]
    folders.append(write_what_guides_rely_on(tmp_path / "powers"))
    write_guide(tmp_path / "inbox", "elder-allowance")
    for folder in (*folders, tmp_path / "inbox"):
        assert report_of(folder, publish=True).refusals == []
    ensure_roles()
    # Nothing is to be built here.
    OutboxJob.objects.all().delete()


@pytest.mark.parametrize(
    ("form", "coding"), [("gbt39046", "gbt"), ("gbt39046-n2020", "n2020")]
)
def test_guides_go_out_and_come_in_as_the_same(
    guide: None, signed_in: SignIn, form: str, coding: str
) -> None:
    client = signed_in("editor")
    data = exported(client, kind="guides", format=form)
    document = json.loads(data)
    assert (document["coding"], document["counts"]) == (coding, {"matters": 1})

    pk = upload(client, "guides.json", data)

    counts = Upload.objects.get(pk=pk).counts
    assert counts == {"same": 1, "new": 0, "changed": 0, "refused": 0}


def test_refusal_is_shown_with_both_names(
    matter: MatterPage, signed_in: SignIn
) -> None:
    client = signed_in("editor")
    document = json.loads(exported(client, kind="guides", format="gbt39046"))
    document["matters"][0]["行使层级"] = "8"
    pk = upload(client, "guides.json", json.dumps(document).encode())
    assert "“行使层级（level）”现为“8”" in page_of(client, pk)


def test_file_is_named_by_how_it_is_imported(
    matter: MatterPage, signed_in: SignIn
) -> None:
    query = {"kind": "guides", "format": "gbt39046"}
    response = signed_in("editor").get(reverse("exchange:export"), query)
    assert response.headers["Content-Disposition"].endswith(".json")


def test_other_records_are_not_in_the_format(
    matter: MatterPage, signed_in: SignIn
) -> None:
    client = signed_in("editor")
    query = {"kind": "powers", "format": "gbt39046"}
    response = client.get(reverse("exchange:export"), query, follow=True)
    assert response.redirect_chain[0][1] == HTTPStatus.FOUND
    assert "这种格式只用于办事指南" in response.content.decode()
