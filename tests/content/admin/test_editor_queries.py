"""The editor of a guide asks the database as often for thirty rows as for five."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.models import MatterPage
from portal.accounts.models import User
from portal.demo.benchmarks import editing
from portal.demo.benchmarks.forms import sent_fields
from tests.content.admin.forms import post_data
from tests.factories import content

pytestmark = pytest.mark.django_db

OPEN_QUERIES = 70
SAVE_QUERIES = 130


@pytest.fixture
def guide(editor: User) -> MatterPage:
    page = content.guide_matter("elder-allowance")
    page.save_revision(user=editor)
    return page


def counts(client: Client, page: MatterPage) -> tuple[int, int]:
    """Return how many queries opening and saving take, caches warm."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = client.get(address).content.decode()
    with CaptureQueriesContext(connection) as opening:
        client.get(address)
    fields = sent_fields(html, "page-edit-form")
    assert client.post(address, fields).status_code == 302
    with CaptureQueriesContext(connection) as saving:
        client.post(address, fields)
    return len(opening), len(saving)


def test_queries_do_not_grow_with_rows(client: Client, guide: MatterPage) -> None:
    few = counts(client, guide)
    rows = editing.grow(guide)
    assert rows == {"materials": 30, "stages": 12, "conditions": 20}
    many = counts(client, guide)
    assert many[0] <= few[0]
    assert many[1] <= few[1]
    assert many[0] <= OPEN_QUERIES
    assert many[1] <= SAVE_QUERIES


def test_draft_of_a_browser_is_saved_as_it_was(
    client: Client, guide: MatterPage
) -> None:
    editing.grow(guide)
    before = MatterPage.objects.get(pk=guide.pk).get_latest_revision().content
    counts(client, guide)
    after = MatterPage.objects.get(pk=guide.pk).get_latest_revision().content
    names = [row["name"] for row in before["materials"]]
    assert [row["name"] for row in after["materials"]] == names
    assert len(after["scenario_rules"]) == 20


def test_sent_fields_are_those_of_the_form(
    client: Client, guide: MatterPage, editor: User
) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[guide.pk])
    sent = sent_fields(client.get(address).content.decode(), "page-edit-form")
    expected = dict(post_data(guide, editor).lists())
    differing = {
        name
        for name, values in expected.items()
        if sorted(sent.get(name, [""])) != sorted(values) and values not in ([], [""])
    }
    assert differing == set()


def test_benchmark_without_the_demo_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="demo --no-serve"):
        call_command("benchmark", "editing")


def test_benchmark_leaves_nothing(
    client: Client, guide: MatterPage, capsys: pytest.CaptureFixture[str]
) -> None:
    content.catalogue_matter(live=True)
    revisions = guide.revisions.count()
    call_command("benchmark", "editing", "--repeats", "1", "--json")
    told = capsys.readouterr().out
    assert '"open_ratio"' in told
    assert guide.revisions.count() == revisions
    assert not User.objects.filter(username="benchmark-editor").exists()
