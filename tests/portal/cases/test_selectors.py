from __future__ import annotations

from datetime import date, timedelta
from unittest import mock

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from portal.accounts.models import Membership, User
from portal.cases import selectors, services
from portal.cases.clocks import clocks_of
from portal.cases.models import Case
from portal.cases.transitions import Command
from tests.factories.people import Cast
from tests.portal.cases.acting import GIVE, NOW
from tests.portal.cases.conftest import Filer


def test_people_see_their_own_cases_and_those_of_their_organisation(
    file_case: Filer, cast: Cast
) -> None:
    private, ours = file_case(), file_case(organisation=cast.organisation)
    assert set(selectors.cases_of(cast.alice)) == {private, ours}
    assert set(selectors.cases_of(cast.bob)) == {ours}
    assert set(selectors.cases_of(cast.charlie)) == set()
    for user, case, seen in (
        (cast.alice, private, True),
        (cast.bob, ours, True),
        (cast.bob, private, False),
        (cast.charlie, ours, False),
        (cast.olive, ours, False),
    ):
        found = selectors.case_for_applicant(user, case.pk)
        assert (found == case) is seen


def test_who_left_the_organisation_sees_its_cases_no_more(
    file_case: Filer, cast: Cast
) -> None:
    ours = file_case(organisation=cast.organisation)
    Membership.objects.filter(user=cast.alice).delete()
    assert selectors.case_for_applicant(cast.alice, ours.pk) is None
    assert selectors.allowed_commands(ours, cast.alice) == []


def test_lists_cost_the_same_for_one_case_and_for_many(
    file_case: Filer,
    cast: Cast,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(4):
        file_case(organisation=cast.organisation)
        with django_assert_num_queries(1):
            [str(case.organisation) for case in selectors.cases_of(cast.bob)]
        with django_assert_num_queries(5):
            cases = Case.objects.prefetch_related("timers__spans")
            assert all(view.due_on for view in clocks_of(cases))
    case = Case.objects.all()[0]
    with django_assert_num_queries(1):
        found = selectors.case_for_applicant(cast.bob, case.pk)
        assert found is not None
        assert found.version.payload["guide"]["name"]
        assert (found.applicant, found.organisation) == (cast.alice, cast.organisation)


def allowed(case: Case, user: User) -> set[str]:
    return set(selectors.allowed_commands(case, user))


def test_allowed_commands_follow_phase_and_duty(received: Case, cast: Cast) -> None:
    assert allowed(received, cast.alice) == {"withdraw"}
    assert allowed(received, cast.olive) == {
        "accept",
        "refuse_acceptance",
        "check_materials",
        "request_correction",
    }
    assert allowed(received, cast.sam) == {"request_correction"}
    assert allowed(received, cast.rita) == allowed(received, cast.charlie) == set()
    accepted = services.accept(received.pk, actor=cast.olive, seen_seq=None)
    assert allowed(accepted, cast.rita) == {
        "claim_step",
        "complete_step",
        "return_step",
    }
    assert allowed(accepted, cast.anna) == {"decide", "terminate"}


def test_officer_has_the_applicants_commands_alone_on_an_own_case(
    file_case: Filer, cast: Cast
) -> None:
    assert allowed(file_case(applicant=cast.olive), cast.olive) == {"withdraw"}


def test_clock_says_what_is_left(
    received: Case, cast: Cast, clock: time_machine.Coordinates
) -> None:
    view = selectors.clock_of(received)
    assert (view.purpose, view.budget, view.due_on) == (
        "acceptance",
        5,
        date(2026, 12, 2),
    )
    lights = []
    for days in range(9):
        clock.move_to(NOW + timedelta(days=days))
        view = selectors.clock_of(received)
        lights.append((view.days_left, view.light))
    assert lights == [
        (5, "green"),
        (4, "green"),
        (3, "green"),
        (3, "green"),
        (3, "green"),
        (2, "yellow"),
        (1, "yellow"),
        (0, "red"),
        (-1, "black"),
    ]


def test_clock_of_a_pause_and_of_an_ended_case(received: Case, cast: Cast) -> None:
    case = GIVE[Command.REQUEST_CORRECTION](
        received.pk, actor=cast.olive, seen_seq=None
    )
    view = selectors.clock_of(case)
    assert (view.purpose, view.light, view.due_on) == (
        "correction",
        "blue",
        date(2026, 12, 16),
    )
    ended = services.withdraw(case.pk, actor=cast.alice)
    assert selectors.clock_of(ended).light == "none"
    assert selectors.clock_of(ended).days_left is None


def test_due_date_in_a_year_without_a_notice_is_provisional(
    file_case: Filer, clock: time_machine.Coordinates
) -> None:
    clock.move_to(NOW + timedelta(days=35))
    case = file_case()
    assert case.due_on == date(2027, 1, 6)
    assert selectors.clock_of(case).provisional
    assert case.documents.get().content["acceptance"]["provisional"] is True


def test_timeline_names_no_officer_and_no_opinion(
    reviewed: Case, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        entries = selectors.timeline(reviewed)
    assert [(entry.label, entry.by) for entry in entries] == [
        ("提交申请，已收件", "applicant"),
        ("受理", "office"),
        ("完成环节：审查", "office"),
        ("完成环节：公示", "office"),
    ]
    assert [entry.seq for entry in entries] == sorted(entry.seq for entry in entries)
    text = repr(entries)
    for hidden in ("rita", "olive", "材料属实", "陈晓雨"):
        assert hidden not in text


def test_number_and_key_track_a_case(reviewed: Case) -> None:
    key = f" {reviewed.query_key[:6].lower()}-{reviewed.query_key[6:]} "
    tracked = selectors.track(f" {reviewed.number}", key)
    assert tracked is not None
    assert (tracked.number, tracked.phase) == (reviewed.number, "accepted")
    assert tracked.matter_url == "/guides/food/"
    assert tracked.consult_tel == "0600-5551200"
    assert len(tracked.timeline) == 4
    text = repr(tracked)
    for hidden in ("陈晓雨", "alice", "rita", reviewed.query_key, "书香路"):
        assert hidden not in text


@pytest.mark.parametrize("key", ["", "AAAAAAAAAAAA", "000000000000", "键" * 12])
def test_wrong_key_and_unknown_number_do_the_same_work(
    received: Case, key: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    compared = []
    for number in (received.number, "9" * 21, "", "x' OR 1=1"):
        with (
            django_assert_num_queries(1),
            mock.patch(
                "portal.cases.selectors.hmac.compare_digest", return_value=False
            ) as compare,
        ):
            assert selectors.track(number, key) is None
        compared.append(len(compare.call_args.args[1]))
        assert selectors.track(number, key) is None
    assert compared == [12] * 4
