"""Turn problems into refusals that an editor can act on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from content.importers.kinds import Problem
from content.importers.report import JsonValue, Refusal, shown
from content.importers.sources import SourceRow
from content.lint.rules import RULES


def refusals_of(source: SourceRow, problems: Iterable[Problem]) -> list[Refusal]:
    """Write one refusal for each problem of a row."""
    return [_refusal(source, problem) for problem in problems]


def problems_of_model(
    error: ValidationError,
    prefix: str = "",
    values: Mapping[str, JsonValue] | None = None,
) -> Iterator[Problem]:
    """List what a model refused, as problems.

    Args:
        error: What the model raised.
        prefix: Path of the record that was refused.
        values: The record's values by field, as far as they are to be shown.
    """
    if not hasattr(error, "error_dict"):
        for message in error.messages:
            yield _model_problem(prefix, None, message)
        return
    for name, messages in error.message_dict.items():
        path = ".".join(part for part in (prefix, name) if part and name != "__all__")
        for message in messages:
            yield _model_problem(path or prefix, (values or {}).get(name), message)


def _model_problem(path: str, value: JsonValue, message: str) -> Problem:
    # Refusals are sentences of their own around what was expected.
    expected = message.rstrip("。.")
    return Problem(path=path, value=value, expected=expected, rule="model")


def _refusal(source: SourceRow, problem: Problem) -> Refusal:
    values = {
        "file": source.file,
        "row": source.row,
        "field": _place(source, problem),
        "value": shown(problem.value),
        "expected": problem.expected,
    }
    return Refusal(
        file=source.file,
        row=source.row,
        field=problem.path,
        value=shown(problem.value),
        expected=problem.expected,
        rule=problem.rule,
        message=_template(problem) % values,
        line=source.line,
    )


def _place(source: SourceRow, problem: Problem) -> str:
    path = problem.path
    if problem.label or not path:
        return problem.label or _("整行")
    return source.place_in_file(problem) if source.place_in_file else path


def _template(problem: Problem) -> str:
    if problem.rule == "required":
        return _(
            "%(file)s 第 %(row)s 行缺少“%(field)s”（%(expected)s）。"
            "这一行没有导入，请补上后再导入。"
        )
    if problem.rule == "unknown-field":
        return _(
            "%(file)s 第 %(row)s 行有不认识的“%(field)s”，应为%(expected)s。"
            "这一行没有导入，请改名或者删去这一项。"
        )
    if problem.rule in {"model", "publish"} or problem.rule in RULES:
        return _(
            "%(file)s 第 %(row)s 行的“%(field)s”不能保存：%(expected)s。"
            "这一行没有导入，请改正后再导入。"
        )
    return _(
        "%(file)s 第 %(row)s 行的“%(field)s”现为“%(value)s”，应为%(expected)s。"
        "这一行没有导入，请改正后再导入。"
    )
