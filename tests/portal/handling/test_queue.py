from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.accounts.models import Absence, Duty, User
from portal.cases import services
from portal.cases.inputs import PointInput
from portal.cases.models import Case
from portal.handling.queue import Place, place_from, text_of
from tests.factories.people import Cast, make_officer
from tests.portal.handling.conftest import NOW, Filer, desk, read

POINT = PointInput(target="field:area", explanation="面积与图不一致")


def shown(html: str) -> list[str]:
    """The numbers of the cases on a page, in order."""
    return re.findall(r'<span class="code mute">(\d{12,})</span>', html)


def queue(client: Client, user: User, query: str = "") -> list[str]:
    return shown(read(client, user, f"/desk/?{query}"))


def test_queue_shows_each_post_what_waits_for_it(
    client: Client, file_case: Filer, cast: Cast
) -> None:
    received = file_case()
    under_review = file_case()
    services.accept(under_review.pk, actor=cast.olive, seen_seq=None)

    assert queue(client, cast.olive) == [received.number]
    assert queue(client, cast.rita) == [under_review.number]
    assert queue(client, cast.anna) == []


def test_queue_shows_a_reviewed_case_to_the_approver(
    client: Client, reviewed: Case, cast: Cast
) -> None:
    assert queue(client, cast.anna) == [reviewed.number]
    assert queue(client, cast.rita) == []


def test_queue_shows_a_deputy_the_cases_of_an_absent_officer(
    client: Client, reviewed: Case, cast: Cast
) -> None:
    assert queue(client, cast.dora) == []

    Absence.objects.create(staff=cast.anna.staff, from_on=date(2026, 11, 25))

    assert queue(client, cast.dora) == [reviewed.number]


@pytest.mark.parametrize(
    ("tab", "fixture"),
    [
        ("received", "case"),
        ("review", "accepted"),
        ("decide", "reviewed"),
    ],
)
def test_tab_holds_the_cases_of_its_phase(
    client: Client,
    cast: Cast,
    request: pytest.FixtureRequest,
    tab: str,
    fixture: str,
) -> None:
    case = request.getfixturevalue(fixture)

    assert queue(client, cast.sam, f"tab={tab}") == [case.number]
    for other in {"received", "review", "decide", "correction", "done"} - {tab}:
        assert queue(client, cast.sam, f"tab={other}") == []


def test_tabs_hold_waiting_and_ended_cases(
    client: Client, file_case: Filer, cast: Cast
) -> None:
    waiting, ended = file_case(), file_case()
    services.request_correction(
        waiting.pk, actor=cast.olive, seen_seq=None, points=[POINT]
    )
    services.withdraw(ended.pk, actor=cast.alice)

    assert queue(client, cast.sam, "tab=correction") == [waiting.number]
    assert queue(client, cast.sam, "tab=done") == [ended.number]


def test_queue_puts_the_most_urgent_first_and_says_how_urgent(
    client: Client, file_case: Filer, cast: Cast
) -> None:
    late = file_case(at=NOW - timedelta(days=1))
    early = file_case(at=NOW - timedelta(days=7))
    overdue = file_case(at=NOW - timedelta(days=14))

    html = read(client, cast.olive, "/desk/")

    assert shown(html) == [overdue.number, early.number, late.number]
    assert '<span class="lamp stop">超 ' in html
    assert "今天到期" in html


def test_queue_counts_every_tab(client: Client, file_case: Filer, cast: Cast) -> None:
    for _ in range(3):
        file_case()

    html = read(client, cast.olive, "/desk/")

    assert "轮到我办 3</a>" in html
    assert "待受理 3</a>" in html
    assert "已办结 0</a>" in html


def test_queue_hides_a_step_that_a_colleague_has_taken(
    client: Client, accepted: Case, cast: Cast
) -> None:
    rosa = make_officer("rosa", Duty.REVIEW, department_key="scj")
    step = accepted.steps.get()
    services.claim_step(accepted.pk, actor=rosa, seen_seq=None, step_id=step.pk)

    assert queue(client, cast.rita) == []
    assert queue(client, rosa) == [accepted.number]
    html = read(client, cast.rita, "/desk/?tab=review")
    assert rosa.staff.display_name in html


def test_queue_never_shows_own_cases(
    client: Client, file_case: Filer, cast: Cast
) -> None:
    file_case(cast.olive)

    assert queue(client, cast.olive) == []
    assert queue(client, cast.olive, "tab=received") == []


def test_queue_shows_nothing_of_other_departments(
    client: Client, case: Case, oscar: User
) -> None:
    assert queue(client, oscar, "tab=received") == []
    assert queue(client, oscar, f"q={case.number}") == []


def test_search_finds_by_number_and_by_name_in_every_tab(
    client: Client, case: Case, cast: Cast
) -> None:
    services.withdraw(case.pk, actor=cast.alice)

    assert queue(client, cast.olive, f"q={case.number}") == [case.number]
    assert queue(client, cast.olive, f"q={case.number[:10]}") == [case.number]
    assert queue(client, cast.olive, "q=陈晓雨") == [case.number]


@pytest.mark.parametrize("text", ["999", "%00", "'; drop", "x" * 5000, "？"])
def test_search_that_finds_nothing_says_what_to_try(
    client: Client, cast: Cast, text: str
) -> None:
    html = read(client, cast.olive, f"/desk/?q={text}")

    assert "没有" in html


def test_search_text_is_escaped(client: Client, cast: Cast) -> None:
    assert "<b>x" not in read(client, cast.olive, "/desk/?q=<b>x")


def test_pages_go_on_from_the_last_case_without_gap_or_repeat(
    client: Client, file_case: Filer, cast: Cast
) -> None:
    filed = [file_case(at=NOW - timedelta(days=n % 4)).number for n in range(53)]

    seen: list[str] = []
    address = "/desk/?tab=received"
    while address:
        html = read(client, cast.olive, address)
        seen += shown(html)
        following = re.search(r'href="(/desk/[^"]*after=[^"]*)" rel="next"', html)
        address = following[1].replace("&amp;", "&") if following else ""

    assert sorted(seen) == sorted(filed)
    assert len(seen) == len(set(seen))


def test_pages_of_ended_cases_go_back_in_time(
    client: Client, file_case: Filer, cast: Cast
) -> None:
    for number in range(27):
        case = file_case(at=NOW - timedelta(hours=number))
        services.withdraw(case.pk, actor=cast.alice)

    html = read(client, cast.olive, "/desk/?tab=done")
    following = re.search(r'href="(/desk/[^"]*)" rel="next"', html)

    assert following is not None
    assert len(shown(html)) == 25
    rest = queue(client, cast.olive, following[1].split("?")[1].replace("&amp;", "&"))
    assert len(rest) == 2


@pytest.mark.parametrize("after", ["abc", "%00", "w4A", "x" * 3000, "fHw", "好"])
def test_damaged_place_starts_from_the_first_case_and_says_so(
    client: Client, case: Case, cast: Cast, after: str
) -> None:
    html = read(client, cast.olive, f"/desk/?after={after}")

    assert shown(html) == [case.number]
    assert "翻页地址不完整" in html


def test_unknown_tab_shows_mine_and_says_so(
    client: Client, case: Case, cast: Cast
) -> None:
    html = read(client, cast.olive, "/desk/?tab=everything")

    assert shown(html) == [case.number]
    assert "没有“everything”这一栏" in html


def test_empty_queue_says_so(client: Client, cast: Cast) -> None:
    assert "没有轮到您办的办件" in read(client, cast.olive, "/desk/")


def test_queue_costs_the_same_for_one_case_and_for_many(
    client: Client,
    file_case: Filer,
    cast: Cast,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    file_case()
    client.force_login(cast.olive)
    client.get("/desk/")
    with django_assert_num_queries(16):
        client.get("/desk/")
    for _ in range(20):
        file_case()
    with django_assert_num_queries(16):
        assert len(shown(client.get("/desk/").content.decode())) == 21


def test_queue_is_for_officers_only(client: Client, cast: Cast) -> None:
    response = client.get("/desk/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=/desk/")

    for person in (cast.alice, cast.charlie):
        assert "这里只给工作人员用" in read(client, person, "/desk/", status=403)


def test_queue_refuses_post(client: Client, cast: Cast) -> None:
    client.force_login(cast.olive)

    assert client.post("/desk/").status_code == 405


def test_officer_without_a_post_sees_an_empty_desk(
    client: Client, case: Case, cast: Cast
) -> None:
    idle = make_officer("idle", department_key="scj")

    assert queue(client, idle, "tab=received") == []
    read(client, idle, desk(case), status=404)


@pytest.mark.parametrize("due_on", [None, date(2026, 12, 2)])
def test_place_survives_its_address(case: Case, due_on: date | None) -> None:
    place = Place(due_on=due_on, filed_at=case.filed_at, case_id=case.pk)

    assert place_from(text_of(place)) == place


def test_days_left_follow_the_calendar(client: Client, case: Case, cast: Cast) -> None:
    with time_machine.travel(datetime(2026, 12, 2, 2, 0, tzinfo=UTC)):
        assert "今天到期" in read(client, cast.olive, desk(case))
    with time_machine.travel(datetime(2026, 12, 3, 2, 0, tzinfo=UTC)):
        assert "超 1 个工作日" in read(client, cast.olive, desk(case))
