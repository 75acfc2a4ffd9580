"""Conditions over scenario answers: readable text, JSON form, evaluation.

Text is what editors write and citizens may read:

    agent == yes        age < 16         item in name,addr
    samebook == no and age < 16          not (kind == food or size > 10)

JSON is what a published version carries, e.g. `{"eq": [{"var": "agent"}, "yes"]}`; its
operators are eq, ne, lt, lte, gt, gte, in, between, not, and, or.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

Expr = dict[str, Any]

_SYMBOLS: Final = {
    "==": "eq",
    "!=": "ne",
    "<=": "lte",
    ">=": "gte",
    "<": "lt",
    ">": "gt",
}
_TEXT_OF: Final = {name: symbol for symbol, name in _SYMBOLS.items()}
_ORDERED: Final = {"lt", "lte", "gt", "gte"}
_WORDS: Final = {"and", "or", "not", "in", "between"}
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<symbol>==|!=|<=|>=|<|>|\(|\)|,)"
    r'|"(?P<quoted>(?:[^"\\]|\\.)*)"'
    r"|(?P<bare>[^\s()<>=!,\"]+))"
)
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_BARE: Final = re.compile(r"[^\s()<>=!,\"\\]+")
_DEPTH_LIMIT: Final = 20
_LENGTH_LIMIT: Final = 2000


class ExpressionError(ValidationError):
    """The text or the JSON is not a condition."""


def parse(text: str) -> Expr:
    """Return the JSON form of a condition text.

    Comparisons with `<`, `<=`, `>`, `>=` and `between` take numbers (floats in JSON); the
    others compare answer codes, which are texts. `and` binds tighter than `or`.

    >>> parse("agent == yes and age < 16")["and"][1]
    {'lt': [{'var': 'age'}, 16.0]}

    Raises:
        ExpressionError: saying what was read and what was expected.
    """
    if len(text) > _LENGTH_LIMIT:
        raise ExpressionError(
            _("条件太长(%(length)d字):最多%(limit)d字"),
            params={"length": len(text), "limit": _LENGTH_LIMIT},
        )
    return _Parser(text).whole()


def format(expr: Expr) -> str:
    """Return readable text that `parse` reads back to an equal expression."""
    operator, arguments = _split(expr)
    if operator in ("and", "or"):
        parts = (_bracketed(part, inside=operator) for part in arguments)
        return f" {operator} ".join(parts)
    if operator == "not":
        return f"not ({format(arguments)})"
    variable, value = arguments[0]["var"], arguments[1]
    if operator == "in":
        return f"{variable} in {','.join(_atom_text(item) for item in value)}"
    if operator == "between":
        low, high = (_atom_text(item) for item in arguments[1:])
        return f"{variable} between {low},{high}"
    return f"{variable} {_TEXT_OF[operator]} {_atom_text(value)}"


def evaluate(expr: Expr, answers: Mapping[str, Any]) -> bool:
    """Return whether the condition holds.

    A question without an answer makes every comparison with it false (also `!=`), so that
    nothing is concluded from silence. An answer list (several ticks) equals a value when
    it contains it. Numbers may be given as texts.
    """
    operator, arguments = _split(expr)
    if operator == "and":
        return all(evaluate(part, answers) for part in arguments)
    if operator == "or":
        return any(evaluate(part, answers) for part in arguments)
    if operator == "not":
        inner: Expr = arguments
        return variables(inner) <= _answered(answers) and not evaluate(inner, answers)
    answer = answers.get(arguments[0]["var"])
    if _is_empty(answer):
        return False
    return _COMPARISONS[operator](answer, *arguments[1:])


def variables(expr: Expr) -> set[str]:
    """Return the codes of the questions that the condition asks."""
    operator, arguments = _split(expr)
    if operator == "not":
        return variables(arguments)
    if operator in ("and", "or"):
        return set().union(*(variables(part) for part in arguments))
    return {arguments[0]["var"]}


def check_expression(text: str) -> None:
    """Model validator: refuse text that `parse` cannot read."""
    parse(text)


def _answered(answers: Mapping[str, Any]) -> set[str]:
    return {code for code, answer in answers.items() if not _is_empty(answer)}


def _is_empty(answer: Any) -> bool:
    return answer is None or answer in ("", [], ())


def _split(expr: Expr) -> tuple[str, Any]:
    """Return operator and arguments of one node, checked for shape."""
    if not isinstance(expr, dict) or len(expr) != 1:
        raise ExpressionError(
            _("条件“%(expr)s”应为只有一个运算的对象"), params={"expr": expr}
        )
    ((operator, arguments),) = expr.items()
    if operator == "not" and isinstance(arguments, dict):
        return operator, arguments
    if operator in ("and", "or") and isinstance(arguments, list) and arguments:
        return operator, arguments
    if operator in _COMPARISONS and _is_comparison(operator, arguments):
        return operator, arguments
    raise ExpressionError(
        _("条件“%(expr)s”不正确:运算应为 %(known)s 之一,且参数齐全"),
        params={
            "expr": expr,
            "known": "、".join([*_COMPARISONS, "not", "and", "or"]),
        },
    )


def _is_comparison(operator: str, arguments: Any) -> bool:
    count = 3 if operator == "between" else 2
    if not isinstance(arguments, list) or len(arguments) != count:
        return False
    variable, value = arguments[0], arguments[1]
    if not isinstance(variable, dict) or set(variable) != {"var"}:
        return False
    if operator == "in":
        return isinstance(value, list) and bool(value)
    return not isinstance(value, (dict, list))


def _same(answer: Any, value: Any) -> bool:
    if isinstance(answer, (list, tuple)):
        return any(_same(item, value) for item in answer)
    if isinstance(answer, bool):
        answer = "yes" if answer else "no"
    left, right = _number(answer), _number(value)
    if left is not None and right is not None:
        return left == right
    return str(answer) == str(value)


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return float(value)
    return None


def _ordered(compare: Callable[[float, float], bool]) -> Callable[[Any, Any], bool]:
    def holds(answer: Any, value: Any) -> bool:
        left, right = _number(answer), _number(value)
        return left is not None and right is not None and compare(left, right)

    return holds


def _between(answer: Any, low: Any, high: Any) -> bool:
    number, first, last = _number(answer), _number(low), _number(high)
    if number is None or first is None or last is None:
        return False
    return first <= number <= last


def _one_of(answer: Any, values: Sequence[Any]) -> bool:
    return any(_same(answer, value) for value in values)


_COMPARISONS: Final[dict[str, Callable[..., bool]]] = {
    "eq": _same,
    "ne": lambda answer, value: not _same(answer, value),
    "lt": _ordered(lambda left, right: left < right),
    "lte": _ordered(lambda left, right: left <= right),
    "gt": _ordered(lambda left, right: left > right),
    "gte": _ordered(lambda left, right: left >= right),
    "in": _one_of,
    "between": _between,
}


def _bracketed(expr: Expr, *, inside: str) -> str:
    """Text of a part of and/or; brackets keep the nesting that the JSON has."""
    operator, _arguments = _split(expr)
    text = format(expr)
    needs = operator in ("and", "or") and not (inside == "or" and operator == "and")
    return f"({text})" if needs else text


def _atom_text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.15g}" if value != int(value) else str(int(value))
    if isinstance(value, int):
        return str(value)
    text = str(value)
    if _BARE.fullmatch(text) and text not in _WORDS:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class _Parser:
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = self._tokens()
        self.position = 0
        self.depth = 0

    def whole(self) -> Expr:
        expr = self._any()
        if self.position < len(self.tokens):
            self._refuse(_("and、or 或者结束"))
        return expr

    def _tokens(self) -> list[tuple[str, str]]:
        tokens: list[tuple[str, str]] = []
        end = len(self.text.rstrip())
        position = 0
        while position < end:
            match = _TOKEN.match(self.text, position)
            if match is None:
                raise ExpressionError(
                    _("条件“%(text)s”第%(place)d个字符处无法识别“%(rest)s”"),
                    params={
                        "text": self.text,
                        "place": position + 1,
                        "rest": self.text[position : position + 10].strip(),
                    },
                )
            kind = match.lastgroup or ""
            value = match[kind]
            if kind == "quoted":
                value = re.sub(r"\\(.)", r"\1", value)
            tokens.append((kind, value))
            position = match.end()
        return tokens

    def _peek(self) -> tuple[str, str]:
        if self.position < len(self.tokens):
            return self.tokens[self.position]
        return ("end", "")

    def _take(self, kind: str, *values: str) -> bool:
        found, value = self._peek()
        if found == kind and value in values:
            self.position += 1
            return True
        return False

    def _any(self) -> Expr:
        parts = [self._all()]
        while self._take("bare", "or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else {"or": parts}

    def _all(self) -> Expr:
        parts = [self._one()]
        while self._take("bare", "and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else {"and": parts}

    def _one(self) -> Expr:
        self.depth += 1
        if self.depth > _DEPTH_LIMIT:
            self._refuse(_("不超过%(limit)d层的括号") % {"limit": _DEPTH_LIMIT})
        try:
            if self._take("bare", "not"):
                return {"not": self._one()}
            if self._take("symbol", "("):
                inner = self._any()
                if not self._take("symbol", ")"):
                    self._refuse(_("右括号“)”"))
                return inner
            return self._comparison()
        finally:
            self.depth -= 1

    def _comparison(self) -> Expr:
        variable = {"var": self._variable()}
        if self._take("bare", "in"):
            values: list[Any] = [self._value()]
            while self._take("symbol", ","):
                values.append(self._value())
            return {"in": [variable, values]}
        if self._take("bare", "between"):
            low = self._float()
            if not self._take("symbol", ","):
                self._refuse(_("逗号和上限"))
            return {"between": [variable, low, self._float()]}
        kind, symbol = self._peek()
        if kind != "symbol" or symbol not in _SYMBOLS:
            self._refuse(_("==、!=、<、<=、>、>=、in 或 between"))
        self.position += 1
        operator = _SYMBOLS[symbol]
        value = self._float() if operator in _ORDERED else self._value()
        return {operator: [variable, value]}

    def _variable(self) -> str:
        kind, value = self._peek()
        if kind != "bare" or value in _WORDS:
            self._refuse(_("问题代码"))
        self.position += 1
        return value

    def _value(self) -> str:
        kind, value = self._peek()
        if kind not in ("bare", "quoted") or (kind == "bare" and value in _WORDS):
            self._refuse(_("答案代码"))
        self.position += 1
        return value

    def _float(self) -> float:
        kind, value = self._peek()
        if kind not in ("bare", "quoted") or not _NUMBER.fullmatch(value):
            self._refuse(_("数字"))
        self.position += 1
        return float(value)

    def _refuse(self, expected: Any) -> None:
        found = self._peek()[1] or _("结束")
        raise ExpressionError(
            _("条件“%(text)s”不正确:“%(found)s”处应为%(expected)s"),
            params={"text": self.text, "found": found, "expected": expected},
        )
