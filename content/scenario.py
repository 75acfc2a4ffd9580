"""From the answers of one applicant to her own list: materials, notes, limits, stops.

Pure functions of a published guide and the answers, so that a case can be resolved again
from what it stores. Without answers every scenario material stays in the list, marked
"by scenario": a citizen never sees fewer papers than she may need.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from content.codes import MaterialNeed, QuestionKind
from content.expressions import decide, variables

Answers = Mapping[str, Any]
# A rule, and whether its condition holds.
_Decided = tuple[Mapping[str, Any], bool | None]


@dataclass(frozen=True, slots=True)
class Stop:
    """A reason why this matter cannot be applied for, with its legal basis."""

    reason: str
    basis_title: str = ""
    basis_article: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a form needs to know to go on: the questions to show, or why there are none.

    Attributes:
        questions: Codes of the questions to show, in order.
        stop: Why the application ends here; None to go on.
    """

    questions: tuple[str, ...]
    stop: Stop | None


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """What follows from the answers.

    Attributes:
        required: Orders of the materials that this applicant hands in.
        optional: Orders of materials that depend on questions still open.
        later: Orders of materials that may follow after acceptance (容缺后补).
        notes: Texts to show, in the order of the rules.
        stop: Why the application ends here; None to go on.
        promise_days: Committed limit of this scenario; None keeps the guide's.
        fee_yuan: Fee of this scenario; None keeps the guide's.
        jump: Name of the matter to apply for instead, or "".
        questions: Codes of the questions to show, in order.
        unanswered: Codes of the shown, required questions without an answer.
    """

    required: tuple[int, ...]
    optional: tuple[int, ...]
    later: tuple[int, ...]
    notes: tuple[str, ...]
    stop: Stop | None
    promise_days: int | None
    fee_yuan: float | None
    jump: str
    questions: tuple[str, ...]
    unanswered: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether every question that matters has an answer."""
        return not self.unanswered


def resolve(guide: Mapping[str, Any], answers: Answers) -> ScenarioResult:
    """Apply the scenario rules of a guide (the demo guide shape) to the answers.

    Answers to questions that are not shown are ignored. When several rules set the same
    thing, the one with the smallest priority number wins.
    """
    shown, known = _shown_questions(guide, answers)
    decided = _decided_rules(guide, known)
    fired = [rule for rule, holds in decided if holds is True]
    effects = [rule["effects"] for rule in fired]
    required, optional, later = _materials(guide, decided, known)
    fee = _first(effects, "set_fee")
    promise = _first(effects, "set_promise")
    return ScenarioResult(
        required=required,
        optional=optional,
        later=later,
        notes=tuple(effect["set_note"] for effect in effects if "set_note" in effect),
        stop=next(_stops(decided), None),
        promise_days=None if promise is None else int(promise),
        fee_yuan=None if fee is None else float(fee),
        jump=str(_first(effects, "jump") or ""),
        questions=tuple(question["code"] for question in shown),
        unanswered=tuple(
            question["code"]
            for question in shown
            if question.get("required", True)
            and known.given.get(question["code"]) is None
        ),
    )


def asking(guide: Mapping[str, Any], answers: Answers) -> Asking:
    """Return which questions `resolve` would show, and why it would end the asking."""
    shown, known = _shown_questions(guide, answers)
    return Asking(
        questions=tuple(question["code"] for question in shown),
        stop=next(_stops(_decided_rules(guide, known)), None),
    )


def answer_errors(guide: Mapping[str, Any], answers: Answers) -> dict[str, str]:
    """Return what is wrong with given answers, by question code; silence is not wrong."""
    scenario = guide.get("scenario") or {}
    questions = {
        question["code"]: question for question in scenario.get("questions") or []
    }
    errors: dict[str, str] = {}
    for code, answer in answers.items():
        question = questions.get(code)
        if question is None:
            errors[code] = _("没有问题“%(code)s”") % {"code": code}
        elif not _is_empty(answer):
            message = _answer_error(question, answer)
            if message:
                errors[code] = message
    return errors


@dataclass(frozen=True, slots=True)
class _Known:
    """Answers in force, and the questions that are certainly not asked."""

    given: dict[str, Any]
    hidden: frozenset[str]


def _shown_questions(
    guide: Mapping[str, Any], answers: Answers
) -> tuple[list[Mapping[str, Any]], _Known]:
    """Walk the questions in order; a question may depend on earlier ones only."""
    shown: list[Mapping[str, Any]] = []
    given: dict[str, Any] = {}
    hidden: set[str] = set()
    for question in (guide.get("scenario") or {}).get("questions") or []:
        condition = question.get("show_if")
        known = _Known(given, frozenset(hidden))
        visible = True if not condition else _holds(condition, known)
        if visible is True:
            shown.append(question)
            if not _is_empty(answers.get(question["code"])):
                given[question["code"]] = answers[question["code"]]
        elif visible is False:
            hidden.add(question["code"])
    return shown, _Known(given, frozenset(hidden))


def _holds(condition: Mapping[str, Any], known: _Known) -> bool | None:
    """Like `decide`; a question that is not asked leaves nothing open."""
    expr = dict(condition)
    decided = decide(expr, known.given)
    if decided is None and variables(expr) - set(known.given) <= known.hidden:
        return False
    return decided


def _decided_rules(guide: Mapping[str, Any], known: _Known) -> list[_Decided]:
    """Return the rules, the most important first, each with whether it holds."""
    rules = (guide.get("scenario") or {}).get("rules") or []
    ordered = sorted(rules, key=lambda rule: int(rule.get("priority", 0)))
    return [(rule, _holds(rule["condition"], known)) for rule in ordered]


def _materials(
    guide: Mapping[str, Any], decided: list[_Decided], known: _Known
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    required: list[int] = []
    optional: list[int] = []
    later: list[int] = []
    for material in guide.get("materials") or []:
        order = int(material["order"])
        state = _need(material, decided, known)
        if state is True:
            need_later = material["need"] == MaterialNeed.LATER
            (later if need_later else required).append(order)
        elif state is None:
            optional.append(order)
    return tuple(required), tuple(optional), tuple(later)


def _need(
    material: Mapping[str, Any], decided: list[_Decided], known: _Known
) -> bool | None:
    """Whether the material is needed: True, False, or None while that is open."""
    removed = _naming(decided, "remove_material", material)
    if True in removed:
        return False
    needed = True
    if material["need"] == MaterialNeed.SCENARIO:
        causes = _naming(decided, "add_material", material)
        if material.get("need_condition"):
            causes.append(_holds(material["need_condition"], known))
        if True not in causes:
            needed = False
            if None in causes or not causes:
                return None
    return None if needed and None in removed else needed


def _naming(
    decided: list[_Decided], effect: str, material: Mapping[str, Any]
) -> list[bool | None]:
    """Return whether the rules hold that do something to a material."""
    order = material["order"]
    return [holds for rule, holds in decided if rule["effects"].get(effect) == order]


def _stops(decided: list[_Decided]) -> Iterator[Stop]:
    for rule, holds in decided:
        if holds is True and "stop" in rule["effects"]:
            yield _stop(rule)


def _stop(rule: Mapping[str, Any]) -> Stop:
    basis = rule.get("basis") or {}
    return Stop(
        reason=str(rule["effects"]["stop"]),
        basis_title=str(basis.get("title", "")),
        basis_article=str(basis.get("article", "")),
    )


def _first(effects: list[Mapping[str, Any]], name: str) -> Any:
    return next((effect[name] for effect in effects if name in effect), None)


def _is_empty(answer: Any) -> bool:
    return answer is None or answer in ("", [], ())


def _answer_error(question: Mapping[str, Any], answer: Any) -> str:
    kind = question.get("kind")
    if kind in (QuestionKind.SINGLE, QuestionKind.MULTI):
        return _choice_error(question, answer)
    if kind == QuestionKind.NUMBER:
        return _number_error(question, answer)
    return ""


def _choice_error(question: Mapping[str, Any], answer: Any) -> str:
    several = question["kind"] == QuestionKind.MULTI
    chosen = list(answer) if isinstance(answer, (list, tuple)) else [answer]
    if not several and len(chosen) > 1:
        return _("“%(text)s”只能选一项") % {"text": question["text"]}
    known = {option["code"] for option in question.get("options") or []}
    unknown = [str(code) for code in chosen if code not in known]
    if unknown:
        return _("“%(text)s”没有选项“%(answer)s”,请在所列选项中选择") % {
            "text": question["text"],
            "answer": "、".join(unknown)[:50],
        }
    return ""


def _number_error(question: Mapping[str, Any], answer: Any) -> str:
    limits = question.get("validation") or {}
    low, high = limits.get("min"), limits.get("max")
    try:
        number = float(answer)
    except (TypeError, ValueError):
        return _("“%(text)s”应填数字") % {"text": question["text"]}
    too_low = low is not None and number < low
    too_high = high is not None and number > high
    if too_low or too_high or math.isnan(number):
        return _("“%(text)s”应在%(low)s至%(high)s之间") % {
            "text": question["text"],
            "low": "" if low is None else f"{low:g}",
            "high": "" if high is None else f"{high:g}",
        }
    return ""
