"""Which parts of lists an edit can change, told from the cards before and after."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.publishing.cards import FULL_GUIDES, Card, card_from_payload
from portal.publishing.touched import Effect, Place, Touched
from tests.theme_samples import payloads

NUMBERS = f"fields|{FULL_GUIDES}|code,figures"
NAMES = f"fields|{FULL_GUIDES}|url,name"
PAGE = f"page_fields|{FULL_GUIDES}|code,figures|1"


@pytest.fixture
def card() -> Card:
    return card_from_payload(payloads.guide_payload("birth-cert"), "2026-11-02", {})


def effect(touched: Touched, key: str, *, passing: bool = False) -> Effect:
    def passes(collection: str, before: Place, after: Place) -> bool:
        assert collection == FULL_GUIDES
        assert before != after
        return passing

    return touched.effect(key, passes)


def test_field_that_nobody_reads_has_no_effect(card: Card) -> None:
    touched = Touched()
    touched.edited(card, replace(card, summary="改过"))
    assert effect(touched, NUMBERS) is effect(touched, PAGE) is Effect.NONE
    assert effect(touched, f"links|{FULL_GUIDES}") is Effect.UNKNOWN


def test_field_that_is_read_is_a_change_for_sure(card: Card) -> None:
    touched = Touched()
    touched.edited(card, replace(card, figures={**card.figures, "visits": 9}))
    assert effect(touched, NUMBERS) is Effect.SURE
    assert effect(touched, PAGE) is Effect.UNKNOWN
    assert effect(touched, NAMES) is Effect.NONE


@pytest.mark.parametrize("comes", [True, False])
def test_card_that_comes_or_goes_is_a_change_for_sure(card: Card, comes: bool) -> None:
    touched = Touched()
    touched.edited(*((None, card) if comes else (card, None)))
    assert effect(touched, NUMBERS) is effect(touched, NAMES) is Effect.SURE


def test_move_counts_when_it_goes_past_another_card(card: Card) -> None:
    touched = Touched()
    touched.edited(card, replace(card, name="另名", sort_key="l"))
    assert effect(touched, NAMES) is Effect.SURE
    assert effect(touched, NUMBERS, passing=False) is Effect.NONE
    assert effect(touched, NUMBERS, passing=True) is Effect.UNKNOWN


def test_two_that_move_may_have_changed_places(card: Card) -> None:
    touched = Touched()
    other = replace(card, code="other", sort_key="b")
    touched.edited(card, replace(card, sort_key="z"))
    touched.edited(other, replace(other, sort_key="a"))
    assert effect(touched, NUMBERS, passing=False) is Effect.UNKNOWN
