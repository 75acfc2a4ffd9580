"""Rule L228: questions, conditions and branches of a guide that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from content.codes import QuestionKind
from content.expressions import variables
from content.lint.rules import Hit, Record, rule
from content.lint.world import World
from content.scenario_walk import Walk, comparisons

Questions = Mapping[str, Mapping[str, Any]]


@rule("L228", "E", "情形引导存在走不通的选项:{}", fix="改正条件、选项或者情形")
def scenario(record: Record, _world: World) -> Iterator[Hit]:
    """Conditions, sets and options that lead nowhere, and branches without an end."""
    guidance = record["scenario"]
    questions: Questions = {row["code"]: row for row in guidance["questions"] or ()}
    problems = [
        *_unknown(guidance, questions),
        *_sets(guidance, questions),
        *_branches(record),
    ]
    # What names unknown questions cannot be walked.
    if not problems:
        problems += _walked(guidance)
    for problem in problems:
        yield "scenario", problem


def _unknown(guidance: Record, questions: Questions) -> Iterator[str]:
    """Yield conditions on questions or options that are not there."""
    for row in guidance["rules"] or ():
        for code in sorted(variables(row["condition"]) - questions.keys()):
            yield f"规则“{row['name']}”用到不存在的问题“{code}”"
        for code, value in comparisons(row["condition"]):
            if code in questions and not _can_be(questions[code], value):
                yield f"规则“{row['name']}”用到不存在的选项“{code} == {value}”"
    for question in questions.values():
        condition = question.get("show_if")
        if not condition:
            continue
        for code in sorted(variables(condition) - questions.keys()):
            yield f"问题“{question['text']}”的显示条件用到不存在的问题“{code}”"
        for code, value in comparisons(condition):
            if code in questions and not _can_be(questions[code], value):
                yield f"问题“{question['text']}”要等不存在的选项“{code} == {value}”"


def _sets(guidance: Record, questions: Questions) -> Iterator[str]:
    for row in guidance["sets"] or ():
        for code, value in row["answers"].items():
            if code not in questions or not _can_be(questions[code], value):
                yield f"情形“{row['name']}”用到不存在的选项“{code} == {value}”"


def _branches(record: Record) -> Iterator[str]:
    """Yield effects that end nowhere: papers that are not there, empty stops."""
    orders = {material["order"] for material in record["materials"]}
    for row in record["scenario"]["rules"] or ():
        for name in ("add_material", "remove_material"):
            order = row["effects"].get(name)
            if order is not None and order not in orders:
                yield f"规则“{row['name']}”的材料{order}不存在"
        for name, label in (("stop", "终止原因"), ("jump", "转办事项")):
            if name in row["effects"] and not row["effects"][name]:
                yield f"规则“{row['name']}”没有写{label}"


def _walked(guidance: Record) -> Iterator[str]:
    walk = Walk(guidance)
    for question in walk.unanswerable():
        yield f"问题“{question['text']}”没有可选的选项"
    for question in walk.hidden_questions():
        yield f"问题“{question['text']}”永远不会出现"
    for row in walk.dead_rules():
        yield f"规则“{row['name']}”永远不会成立"


def _can_be(question: Mapping[str, Any], value: Any) -> bool:
    if question["kind"] not in {QuestionKind.SINGLE, QuestionKind.MULTI}:
        return True
    options = {str(option["code"]) for option in question.get("options") or ()}
    given = value if isinstance(value, list) else [value]
    return all(str(each) in options for each in given)
