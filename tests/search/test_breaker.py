from __future__ import annotations

from search.breaker import Breaker


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_breaker_stays_closed_while_all_is_well() -> None:
    breaker = Breaker()
    assert breaker.allows()
    breaker.succeeded()
    assert breaker.allows()


def test_breaker_keeps_everybody_out_after_a_failure() -> None:
    clock = Clock()
    breaker = Breaker(pause_seconds=5, clock=clock)
    breaker.failed()
    clock.now += 4.9
    assert not breaker.allows()


def test_breaker_lets_one_try_after_the_pause() -> None:
    clock = Clock()
    breaker = Breaker(pause_seconds=5, clock=clock)
    breaker.failed()
    clock.now += 5
    assert [breaker.allows(), breaker.allows()] == [True, False]


def test_breaker_opens_again_on_success_only() -> None:
    clock = Clock()
    breaker = Breaker(pause_seconds=5, clock=clock)
    breaker.failed()
    clock.now += 5
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()
    clock.now += 5
    assert breaker.allows()
    breaker.succeeded()
    assert [breaker.allows(), breaker.allows()] == [True, True]
