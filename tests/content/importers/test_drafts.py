from __future__ import annotations

from pathlib import Path

from content.models import MatterPage
from tests.content.importers.files import (
    DEMO,
    counts,
    guide,
    report_of,
    rules,
    write_guide,
)


def test_draft_may_contradict_itself_but_is_not_published(
    district: Path, inbox: Path
) -> None:
    write_guide(inbox, "elder-allowance", promise_days=0, case_kind="2")

    published = report_of(inbox, publish=True)
    drafted = report_of(inbox)

    assert {found.rule for found in published.refusals} == {"L202", "L203"}
    assert counts(drafted) == {"new": 1}
    assert not MatterPage.objects.get().live
    again = report_of(inbox, publish=True)
    assert {found.rule for found in again.refusals} == {"L202", "L203"}


def test_faulty_guides_are_taken_as_drafts_and_not_published(db: None) -> None:
    places = [DEMO / f"{name}.json" for name in ("regions", "departments", "halls")]

    report = report_of(*places, DEMO / "guides-faulty")

    # Only a code that cannot identify a matter keeps a draft out.
    assert [(r.file, r.field, r.rule) for r in report.refusals] == [
        ("faulty-codes-basis.json", "item_code", "V-ITEM")
    ]
    assert MatterPage.objects.count() == 5
    assert not MatterPage.objects.live().exists()

    published = report_of(DEMO / "guides-faulty", publish=True)

    assert {refusal.file for refusal in published.refusals} == {
        f"faulty-{name}.json"
        for name in (
            "channel-contact",
            "codes-basis",
            "forms-privacy",
            "scenario-scope",
            "time-contradiction",
            "vague-wording",
        )
    }
    assert not MatterPage.objects.live().exists()


def test_new_faulty_guide_is_not_published(district: Path, inbox: Path) -> None:
    write_guide(inbox, "elder-allowance", promise_days=0, case_kind="2")
    write_guide(inbox, "food")

    assert {field for _row, field, _rule in rules(report_of(inbox, publish=True))} == {
        "case_kind", "stages",
    }  # fmt: skip
    assert MatterPage.objects.get().code == "food"


def test_imported_drafts_are_published_later(district: Path, inbox: Path) -> None:
    write_guide(inbox, "food")
    write_guide(inbox, "elder-allowance")
    report_of(inbox)
    edited = MatterPage.objects.get(code="food")
    edited.summary = "编辑写的摘要"
    edited.save_revision()

    report = report_of(inbox, publish=True)

    assert counts(report) == {"changed": 2}
    assert {change.field for row in report.rows for change in row.changes} == {"live"}
    assert MatterPage.objects.live().count() == 2
    assert MatterPage.objects.get(code="food").summary == "编辑写的摘要"
    assert counts(report_of(inbox, publish=True)) == {"same": 2}


def _edit_draft(**values: object) -> None:
    page = MatterPage.objects.get()
    page.checks_publishing = False
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision()


def test_draft_that_editors_have_mended_is_published(
    district: Path, inbox: Path
) -> None:
    good = guide("elder-allowance")
    write_guide(inbox, "elder-allowance", promise_days=0, case_kind="2")
    report_of(inbox)
    _edit_draft(promise_days=good["promise_days"], case_kind=good["case_kind"])

    assert counts(report_of(inbox, publish=True)) == {"changed": 1}
    page = MatterPage.objects.get()
    assert (page.live, page.promise_days) == (True, good["promise_days"])


def test_draft_that_editors_have_spoilt_is_not_published(
    district: Path, inbox: Path
) -> None:
    write_guide(inbox, "elder-allowance")
    report_of(inbox)
    _edit_draft(promise_days=0, case_kind="2")

    report = report_of(inbox, publish=True)

    assert rules(report) == [(1, "case_kind", "L202"), (1, "stages", "L203")]
    assert not MatterPage.objects.get().live
