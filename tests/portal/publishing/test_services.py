from __future__ import annotations

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from content.models import DepartmentPage, MatterPage
from content.payloads import load_matters
from portal.outbox.models import OutboxJob
from portal.publishing import services
from portal.publishing.errors import ImmutableVersion
from portal.publishing.models import MatterVersion, RecordSnapshot
from portal.publishing.selectors import (
    current_version,
    version_open_for_filing,
    versions_of,
)
from tests.factories import content

pytestmark = pytest.mark.django_db

START = datetime.datetime(2026, 11, 2, 1, 0, tzinfo=datetime.UTC)
CODE = "m0001"


def publish(page: MatterPage | DepartmentPage) -> None:
    page.save_revision().publish()


def rename(page: MatterPage, title: str) -> None:
    page.title = title
    publish(page)


def test_publish_records_a_version_with_payload_and_digest() -> None:
    page = content.catalogue_matter(live=False)

    publish(page)

    version = current_version(CODE)
    assert version is not None
    assert (version.number, version.source_id) == (1, "M0001")
    assert version.matter_key == page.translation_key
    assert version.payload["guide"]["name"] == page.title
    assert len(version.digest) == 64


def test_publish_again_without_a_change_adds_nothing() -> None:
    page = content.catalogue_matter()
    publish(page)
    OutboxJob.objects.all().delete()

    publish(MatterPage.objects.get(pk=page.pk))

    assert versions_of(CODE).count() == 1
    assert not OutboxJob.objects.exists()


def test_publish_of_a_change_closes_the_version_before() -> None:
    page = content.catalogue_matter()
    with time_machine.travel(START, tick=False) as clock:
        publish(page)
        clock.shift(datetime.timedelta(days=1))
        rename(page, "项目备案")

    new, old = versions_of(CODE)
    assert (new.number, new.effective_to) == (2, None)
    assert (old.number, old.effective_to) == (1, new.effective_from)
    assert old.payload["guide"]["name"] != "项目备案"


def test_publish_enqueues_one_job_for_the_matter() -> None:
    page = content.catalogue_matter()
    publish(page)
    rename(page, "项目备案")

    job = OutboxJob.objects.get(topic=services.SYNC_TOPIC, key=CODE)
    assert job.payload == {"codes": [CODE]}
    assert job.priority == services.SINGLE_PRIORITY


def test_publish_that_is_rolled_back_leaves_neither_version_nor_job() -> None:
    page = content.catalogue_matter()
    with transaction.atomic():
        publish(page)
        transaction.set_rollback(True)

    assert not MatterVersion.objects.exists()
    assert not OutboxJob.objects.exists()


def test_publish_in_the_future_records_nothing_until_wagtail_publishes_it() -> None:
    with time_machine.travel(START, tick=False) as clock:
        page = content.catalogue_matter(live=False)
        page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
        publish(page)
        assert current_version(CODE) is None

        clock.shift(datetime.timedelta(hours=2))
        call_command("publish_scheduled")

        version = current_version(CODE)
    assert version is not None
    assert version.effective_from == START + datetime.timedelta(hours=2)


def test_expiry_by_wagtails_command_withdraws() -> None:
    with time_machine.travel(START, tick=False) as clock:
        page = content.catalogue_matter(live=False)
        page.expire_at = timezone.now() + datetime.timedelta(hours=1)
        publish(page)
        assert current_version(CODE) is not None

        clock.shift(datetime.timedelta(hours=2))
        call_command("publish_scheduled")

    assert current_version(CODE) is None


def test_unpublish_closes_the_version_without_grace() -> None:
    page = content.catalogue_matter()
    publish(page)

    page.unpublish()

    version = versions_of(CODE).get()
    assert current_version(CODE) is None
    assert version.effective_to is not None
    assert version.filing_cutoff is None


def test_unpublish_and_publish_again_gives_a_new_number() -> None:
    page = content.catalogue_matter()
    publish(page)
    page.unpublish()

    publish(page)

    version = current_version(CODE)
    assert version is not None
    assert version.number == 2


def test_delete_withdraws() -> None:
    page = content.catalogue_matter()
    publish(page)

    page.delete()

    assert current_version(CODE) is None
    assert versions_of(CODE).count() == 1


def test_delete_of_a_department_withdraws_its_matters() -> None:
    page = content.catalogue_matter()
    publish(page)
    department = page.get_parent().specific
    publish(department)

    department.delete()

    assert current_version(CODE) is None
    assert not RecordSnapshot.objects.filter(kind="department").exists()


def test_move_records_the_new_department() -> None:
    page = content.catalogue_matter()
    publish(page)
    other = content.department("wjj")

    page.move(other, pos="last-child")

    version = current_version(CODE)
    assert version is not None
    assert version.payload["guide"]["department"] == "wjj"
    assert version.number == 2


def test_move_of_a_draft_records_nothing() -> None:
    page = content.catalogue_matter(live=False)

    page.move(content.department("wjj"), pos="last-child")

    assert not MatterVersion.objects.exists()


def test_publish_department_records_a_snapshot() -> None:
    department = content.department("mzj")

    publish(department)

    snapshot = RecordSnapshot.objects.get(kind="department", key="mzj")
    assert snapshot.payload["name"] == department.title


def test_rename_of_a_department_records_its_matters_again() -> None:
    page = content.catalogue_matter()
    publish(page)
    department = page.get_parent().specific
    publish(department)
    department.title = "云溪区民政事务局"
    publish(department)
    job = OutboxJob.objects.get(topic=services.REPUBLISH_TOPIC)
    assert job.payload == {"department": "mzj"}

    services.republish_department("mzj")

    version = current_version(CODE)
    assert version is not None
    assert version.payload["guide"]["department_name"] == "云溪区民政事务局"


def test_publish_hall_refreshes_the_hall_above() -> None:
    centre = content.hall()
    publish(centre)
    street = content.hall(
        "H-CL", title="云溪街道便民服务中心", level="5", parent_hall=centre
    )

    publish(street)

    above = RecordSnapshot.objects.get(kind="hall", key="H-QU").payload
    assert [child["code"] for child in above["children"]] == ["H-CL"]


def test_publish_home_records_the_site() -> None:
    home = content.home()

    publish(home)

    assert RecordSnapshot.objects.get(kind="site").payload["name"] == "云溪区政务服务"


def test_refresh_site_twice_changes_once() -> None:
    content.home()

    assert services.refresh_site() is True
    assert services.refresh_site() is False


def test_publish_pages_records_many_with_few_queries(
    django_assert_max_num_queries,
) -> None:
    for number in range(40):
        content.catalogue_matter(f"m{number:04}", title=f"企业投资项目备案{number}")
    matters = MatterPage.objects.live()

    with django_assert_max_num_queries(40):
        report = services.publish_pages(load_matters(matters))

    assert (report.new, report.same) == (40, 0)
    assert MatterVersion.objects.filter(effective_to__isnull=True).count() == 40
    assert OutboxJob.objects.count() == 1
    again = services.publish_pages(load_matters(matters))
    assert (again.new, again.same) == (0, 40)


def test_publish_pages_leaves_drafts_out() -> None:
    content.catalogue_matter(live=False)

    report = services.publish_pages(MatterPage.objects.all())

    assert (report.new, report.same) == (0, 0)


def test_publish_pages_leaves_the_same_rows_as_publishing_one_by_one() -> None:
    page = content.catalogue_matter()
    publish(page)
    one = current_version(CODE)
    assert one is not None
    MatterVersion.objects.filter(pk=one.pk).update(effective_to=timezone.now())

    services.publish_pages(load_matters(MatterPage.objects.filter(pk=page.pk)))

    other = current_version(CODE)
    assert other is not None
    assert (other.payload_json, other.digest) == (one.payload_json, one.digest)


def test_reconcile_finds_what_no_signal_told_of() -> None:
    page = content.catalogue_matter()
    publish(page)
    missed = content.catalogue_matter("m0002")
    MatterPage.objects.filter(pk=page.pk).update(live=False)

    services.reconcile()

    assert current_version(CODE) is None
    assert current_version(missed.code) is not None


def test_superseded_version_is_open_for_filing_until_its_cut_off() -> None:
    page = content.catalogue_matter()
    with time_machine.travel(START, tick=False) as clock:
        publish(page)
        clock.shift(datetime.timedelta(days=1))
        rename(page, "项目备案")
    new, old = versions_of(CODE)
    day = datetime.timedelta(days=1)

    assert version_open_for_filing(new, START + 40 * day)
    assert not version_open_for_filing(new, START)
    assert version_open_for_filing(old, START)
    assert version_open_for_filing(old, START + 30 * day)
    assert not version_open_for_filing(old, START + 32 * day)
    assert not version_open_for_filing(old, START - day)


def test_withdrawn_version_is_closed_for_filing() -> None:
    page = content.catalogue_matter()
    publish(page)
    page.unpublish()

    version = versions_of(CODE).get()

    assert version.effective_to is not None
    assert not version_open_for_filing(version, version.effective_to)


def test_version_cannot_be_saved_changed_or_deleted() -> None:
    publish(content.catalogue_matter())
    version = versions_of(CODE).get()
    version.code = "other"

    with pytest.raises(ImmutableVersion, match="kept as it was"):
        version.save()
    with pytest.raises(ImmutableVersion, match="payload_json"):
        MatterVersion.objects.update(payload_json="{}")
    with pytest.raises(ImmutableVersion):
        version.delete()
    with pytest.raises(ImmutableVersion):
        MatterVersion.objects.all().delete()


def test_only_one_version_of_a_matter_can_be_open() -> None:
    publish(content.catalogue_matter())
    version = versions_of(CODE).get()

    with pytest.raises(IntegrityError), transaction.atomic():
        MatterVersion.objects.create(
            matter_key=version.matter_key,
            code="other",
            number=2,
            payload_json="{}",
            digest="0" * 64,
            effective_from=timezone.now(),
        )


def test_database_itself_refuses_to_change_a_version(
    matter_version_triggers: None,
) -> None:
    publish(content.catalogue_matter())
    version = versions_of(CODE).get()
    raw = models.QuerySet(MatterVersion).filter(pk=version.pk)

    for change in ({"payload_json": "{}"}, {"number": 9}, {"code": "other"}):
        with pytest.raises(Exception, match="kept as they"), transaction.atomic():
            raw.update(**change)
    with pytest.raises(Exception, match="kept as they"), transaction.atomic():
        connection.cursor().execute("DELETE FROM publishing_matterversion")

    raw.update(effective_to=timezone.now())
    with pytest.raises(Exception, match="kept as they"), transaction.atomic():
        raw.update(effective_to=None)
