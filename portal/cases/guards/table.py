"""The guards by the names under which the transition table asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from portal.cases.guards import acceptance, filing, work
from portal.cases.guards.request import Guard

GUARDS: Final[Mapping[str, Guard]] = {
    guard.__name__: guard
    for guard in (
        filing.version_open,
        filing.scenario_answered,
        filing.answers_valid,
        filing.materials_complete,
        filing.points_answered,
        acceptance.slots_settled,
        acceptance.files_usable,
        acceptance.clock_exhausted,
        acceptance.refusal_reasoned,
        acceptance.verdicts_sound,
        acceptance.asked_only_once,
        acceptance.points_sound,
        work.step_open,
        work.opinion_given,
        work.return_reasoned,
        work.return_target_earlier,
        work.steps_done,
        work.checker_is_not_maker,
        work.decision_reasoned,
        work.termination_reasoned,
    )
}
