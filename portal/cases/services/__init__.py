"""Every way in which a case changes; each one transaction and one event."""

from __future__ import annotations

from portal.cases.services.acceptance import (
    accept,
    check_materials,
    deemed_accept,
    refuse_acceptance,
)
from portal.cases.services.correction import (
    answer_correction,
    lapse_correction,
    request_correction,
)
from portal.cases.services.ending import close, decide, terminate, withdraw
from portal.cases.services.filing import file_case
from portal.cases.services.firing import fire_due_timers
from portal.cases.services.work import claim_step, complete_step, return_step

__all__ = [
    "accept",
    "answer_correction",
    "check_materials",
    "claim_step",
    "close",
    "complete_step",
    "decide",
    "deemed_accept",
    "file_case",
    "fire_due_timers",
    "lapse_correction",
    "refuse_acceptance",
    "request_correction",
    "return_step",
    "terminate",
    "withdraw",
]
