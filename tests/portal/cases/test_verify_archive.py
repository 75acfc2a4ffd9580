from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from portal.audit import blobs, triggers
from portal.audit.models import Event, EventPayload
from portal.audit.services import seal_now
from portal.cases.models import Case, MaterialFile, MaterialSlot, Submission
from tests.portal.cases.conftest import Filer


@pytest.fixture(autouse=True)
def open_tables(db: None) -> None:
    """Takes the triggers off, as somebody with the owner's rights would."""
    triggers.drop(connection)


def report(status: int = 0) -> dict[str, Any]:
    out = StringIO()
    if status:
        with pytest.raises(SystemExit) as ended:
            call_command("verify_archive", json=True, stdout=out)
        assert ended.value.code == status
    else:
        call_command("verify_archive", json=True, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def broken_at() -> tuple[str, int, str]:
    found = report(status=1)["first_break"]
    return found["case"], found["seq"], found["reason"]


def test_whole_archive_is_counted(reviewed: Case, file_case: Filer) -> None:
    file_case()
    seal_now()
    assert report() == {
        "ok": True,
        "cases": 2,
        "events": 5,
        "seals": 1,
        "first_break": None,
    }
    out = StringIO()
    call_command("verify_archive", stdout=out)
    assert out.getvalue().strip() == "2 cases, 5 events, 1 seals: whole."


def test_empty_archive_is_whole() -> None:
    assert report()["ok"] is True


def test_text_names_case_and_event(reviewed: Case) -> None:
    Event.objects.filter(seq=3).update(actor="user:0")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_archive", stdout=out)
    assert f"Case {reviewed.number}, event 3: hash does not fit" in out.getvalue()


def test_changed_opinion_is_found_at_the_step_that_gave_it(reviewed: Case) -> None:
    reviewed.steps.filter(sequence=1).update(opinion="材料不属实")
    assert broken_at() == (
        reviewed.number,
        3,
        "'opinion_sha256' of the row 'step:1' is not what the events tell",
    )


def test_changed_answer_and_its_hash_are_found(reviewed: Case) -> None:
    row = Submission.objects.get()
    Submission.objects.filter(pk=row.pk).update(
        answers_json=row.answers_json.replace("120", "129")
    )
    number, seq, reason = broken_at()
    assert (number, seq) == (reviewed.number, 1)
    assert "answers_json" in reason


def test_changed_slot_is_found_at_its_last_event(reviewed: Case) -> None:
    MaterialSlot.objects.filter(order=3).update(state="waived")
    number, seq, reason = broken_at()
    assert (number, seq) == (reviewed.number, 2)
    assert "slot:3" in reason


def test_inserted_and_deleted_rows_are_found(reviewed: Case) -> None:
    extra = MaterialSlot.objects.create(
        case=reviewed, order=77, name="夹带", required=False, state="checked"
    )
    assert "no event tells" in broken_at()[2]
    extra.delete()
    assert report()["ok"]
    MaterialFile.objects.all()[0].delete()
    assert "is missing" in broken_at()[2]


@pytest.mark.parametrize("content", [None, b"%PDF-1.7 other"])
def test_missing_and_changed_file_are_told_apart(
    reviewed: Case, content: bytes | None
) -> None:
    digest = MaterialFile.objects.all()[0].digest
    path = blobs.blob_path(digest)
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    fault = "has other bytes" if content else "is missing"
    assert broken_at() == (reviewed.number, 1, f"stored file {digest} {fault}")


def test_deleted_event_is_found_at_its_place(reviewed: Case) -> None:
    EventPayload.objects.filter(event__seq=2).delete()
    Event.objects.filter(seq=2).delete()
    number, seq, reason = broken_at()
    assert (number, seq) == (reviewed.number, 2)
    assert "event 2 is missing" in reason


def test_case_deleted_as_a_whole_is_found_by_its_number(file_case: Filer) -> None:
    lost, kept = file_case(), file_case()
    for rows in (lost.timers, lost.documents, lost.submissions):
        rows.all().delete()
    MaterialFile.objects.filter(slot__case=lost).delete()
    lost.slots.all().delete()
    EventPayload.objects.filter(event__stream=lost.pk).delete()
    Event.objects.filter(stream=lost.pk).delete()
    Case.objects.filter(pk=lost.pk).delete()
    number, seq, _reason = broken_at()
    assert lost.number.startswith(number)
    assert (seq, Case.objects.get()) == (0, kept)
