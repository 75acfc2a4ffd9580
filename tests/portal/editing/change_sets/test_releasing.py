"""A change set is public as a whole, at its time, or not at all."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from content.models import MatterPage
from portal.accounts.models import User
from portal.editing.change_sets import services
from portal.editing.change_sets.errors import ChangeSetRefused
from portal.editing.change_sets.models import ChangeSet, ChangeSetItem
from portal.publishing import staging
from portal.publishing.models import MatterVersion
from portal.publishing.releases import Releases
from portal.publishing.verifying import damaged_outputs
from tests.factories import content
from tests.portal.editing.change_sets.conftest import CODES, Person

pytestmark = pytest.mark.django_db

State = ChangeSet.State


def approved(change_set: ChangeSet, person: Person) -> ChangeSet:
    services.submit(change_set.pk, person("editor"))
    services.approve(change_set.pk, person("reviewer"))
    return services.approve(change_set.pk, person("publisher"))


def shown() -> dict[str, str]:
    """Return the summaries in the served JSON of the three guides."""
    release = Releases.configured().require_current()
    return {
        code: json.loads((release.root / f"guides/{code}/index.json").read_bytes())[
            "matter"
        ]["guide"]["summary"]
        for code in CODES
    }


def test_change_set_is_public_at_its_second_and_not_before(
    change_set: ChangeSet, person: Person
) -> None:
    approved(change_set, person)
    before = shown()
    moment = timezone.now() + dt.timedelta(minutes=1)
    services.schedule(change_set.pk, person("publisher"), moment)

    services.release_due()
    assert staging.staged(str(change_set.pk)) is not None
    assert shown() == before

    with time_machine.travel(moment, tick=False):
        services.release_due()

    assert all(summary.endswith("的新摘要") for summary in shown().values())
    change_set.refresh_from_db()
    assert change_set.state == State.RELEASED
    versions = MatterVersion.objects.filter(effective_to=None, code__in=CODES)
    assert {version.effective_from for version in versions} == {moment}
    assert {version.number for version in versions} == {2}
    for page in MatterPage.objects.filter(code__in=CODES):
        assert page.summary.endswith("的新摘要")
        assert not page.has_unpublished_changes
    release = Releases.configured().require_current()
    with release.open_manifest() as manifest:
        assert damaged_outputs(release.root, manifest) == []
    assert any("guides/dibao/index.html" in a for a in change_set.receipt["addresses"])


def test_released_again_after_a_kill_changes_nothing(
    change_set: ChangeSet, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(change_set, person)
    services.release_now(change_set.pk, person("publisher"))

    class Killed(BaseException):
        pass

    def die(*_args: object, **_kwargs: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Releases, "switch", die)
        with pytest.raises(Killed):
            services.release_due()
    assert not any(summary.endswith("的新摘要") for summary in shown().values())

    services.release_due()
    assert all(summary.endswith("的新摘要") for summary in shown().values())
    assert MatterVersion.objects.filter(code__in=CODES).count() == 6


def test_one_faulty_draft_stops_all(
    change_set: ChangeSet, guides: list[MatterPage], person: Person
) -> None:
    before = shown()
    page = MatterPage.objects.get(pk=guides[0].pk)
    page.visits = 0
    page.handle_forms = ["1"]
    page.save_revision(user=person("editor"))
    with pytest.raises(ChangeSetRefused, match="L205"):
        services.submit(change_set.pk, person("editor"))
    assert shown() == before


def test_fault_found_at_the_moment_itself_leaves_the_old_state_and_says_why(
    change_set: ChangeSet, person: Person
) -> None:
    approved(change_set, person)
    before = shown()
    services.release_now(change_set.pk, person("publisher"))
    content.PowerItemPage.objects.update(live=False)

    services.release_due()

    change_set.refresh_from_db()
    assert change_set.state == State.FAILED
    assert "L119" in change_set.error
    assert shown() == before
    assert MatterVersion.objects.filter(code__in=CODES, number=2).count() == 0


@pytest.mark.parametrize("who", ["editor", "stranger", "publisher"])
def test_legal_review_of_a_set_is_refused_to_others(
    change_set: ChangeSet, person: Person, who: str
) -> None:
    services.submit(change_set.pk, person("editor"))
    with pytest.raises(ChangeSetRefused):
        services.approve(change_set.pk, person(who))


def test_one_person_never_gives_both_approvals(
    change_set: ChangeSet, person: Person
) -> None:
    chief = person("chief")
    chief.is_superuser = True
    chief.save()
    services.submit(change_set.pk, person("editor"))
    services.approve(change_set.pk, chief)
    with pytest.raises(ChangeSetRefused, match="两个人"):
        services.approve(change_set.pk, chief)


def test_author_of_a_draft_never_approves_the_set(
    change_set: ChangeSet, guides: list[MatterPage], person: Person
) -> None:
    reviewer: User = person("reviewer")
    page = MatterPage.objects.get(pk=guides[1].pk)
    page.save_revision(user=reviewer)
    services.submit(change_set.pk, person("editor"))
    with pytest.raises(ChangeSetRefused, match="自己参与"):
        services.approve(change_set.pk, reviewer)


def test_page_is_in_one_open_change_set_only(
    change_set: ChangeSet, guides: list[MatterPage], person: Person
) -> None:
    other = services.create(person("editor"), title="另一份", reason="试试")
    page = MatterPage.objects.get(pk=guides[0].pk)
    with pytest.raises(ChangeSetRefused, match="已在变更单"):
        services.add_pages(other.pk, [page], person("editor"))
    services.withdraw(change_set.pk, person("editor"))
    assert services.add_pages(other.pk, [page], person("editor")) == 1
    assert not ChangeSetItem.objects.filter(change_set=change_set, open=True).exists()


def test_page_of_another_department_is_refused(
    change_set: ChangeSet, person: Person
) -> None:
    strange = content.guide_matter("food")
    strange.save_revision()
    page = MatterPage.objects.get(pk=strange.pk)
    with pytest.raises(ChangeSetRefused, match="不能修改"):
        services.add_pages(change_set.pk, [page], person("editor"))


def test_past_moment_is_refused(change_set: ChangeSet, person: Person) -> None:
    approved(change_set, person)
    past = timezone.now() - dt.timedelta(minutes=1)
    with pytest.raises(ChangeSetRefused, match="已过"):
        services.schedule(change_set.pk, person("publisher"), past)


def test_set_without_approval_is_not_released(
    change_set: ChangeSet, person: Person
) -> None:
    services.submit(change_set.pk, person("editor"))
    with pytest.raises(ChangeSetRefused, match="审核中"):
        services.release_now(change_set.pk, person("publisher"))


def test_preview_link_shows_the_changed_site_to_anybody_and_dies(
    change_set: ChangeSet, person: Person, client: Client
) -> None:
    token = services.preview_link(change_set, person("editor"), dt.timedelta(days=1))
    address = f"/preview/{token}/guides/dibao/"

    seen = client.get(address)
    page = seen.content.decode()
    assert seen.status_code == 200
    assert "的新摘要" in page or "新摘要" in page
    assert "预览，尚未公布" in page
    assert f'href="/preview/{token}/guides/' in page
    assert 'href="/guides/' not in page
    assert seen["X-Robots-Tag"] == "noindex, nofollow"
    data = client.get(f"{address}index.json").content
    assert json.loads(data)["matter"]["guide"]["summary"].endswith("的新摘要")
    assert not any(summary.endswith("的新摘要") for summary in shown().values())

    with time_machine.travel(timezone.now() + dt.timedelta(days=1, seconds=1)):
        gone = client.get(address)
    assert gone.status_code == 410
    assert "预览已失效" in gone.content.decode()


def test_unknown_token_shows_nothing(change_set: ChangeSet, client: Client) -> None:
    assert client.get("/preview/x/guides/dibao/").status_code == 404


def test_what_the_preview_shows_is_what_is_then_published(
    change_set: ChangeSet, person: Person
) -> None:
    approved(change_set, person)
    moment = timezone.now() + dt.timedelta(minutes=1)
    services.schedule(change_set.pk, person("publisher"), moment)
    services.release_due()
    staged = staging.staged(str(change_set.pk))
    assert staged is not None
    names = [f"guides/{code}/index.html" for code in CODES]
    previewed = {name: (staged.root / name).read_bytes() for name in names}
    with time_machine.travel(moment, tick=False):
        services.release_due()
    release = Releases.configured().require_current()
    assert {n: (release.root / n).read_bytes() for n in names} == previewed


def test_public_note_is_told_on_every_guide(
    change_set: ChangeSet, person: Person
) -> None:
    change_set.public_note = "收费标准自2027年1月1日起调整"
    change_set.save()
    approved(change_set, person)
    services.release(services.release_now(change_set.pk, person("publisher")))
    release = Releases.configured().require_current()
    for code in CODES:
        told = json.loads((release.root / f"guides/{code}/index.json").read_bytes())
        assert [each["note"] for each in told["matter"]["updates"]] == [
            "收费标准自2027年1月1日起调整"
        ]
        page = (release.root / f"guides/{code}/index.html").read_text("utf-8")
        assert "收费标准自2027年1月1日起调整" in page
        assert "已通过规范检查" in page
