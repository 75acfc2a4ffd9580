"""From the text of a condition to its JSON form, by recursive descent.

Grammar, loosest first: `or`, `and`, `not`, then one comparison or brackets.
"""

from __future__ import annotations

import re
from typing import Any, Final, NoReturn

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

Expr = dict[str, Any]

SYMBOLS: Final = {
    "==": "eq",
    "!=": "ne",
    "<=": "lte",
    ">=": "gte",
    "<": "lt",
    ">": "gt",
}
RESERVED_WORDS: Final = frozenset({"and", "or", "not", "in", "between"})
NUMBER: Final = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_ORDERED: Final = {"lt", "lte", "gt", "gte"}
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<symbol>==|!=|<=|>=|<|>|\(|\)|,)"
    r'|"(?P<quoted>(?:[^"\\]|\\.)*)"'
    r"|(?P<bare>[^\s()<>=!,\"\\]+))"
)
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
        if kind != "symbol" or symbol not in SYMBOLS:
            self._refuse(_("==、!=、<、<=、>、>=、in 或 between"))
        self.position += 1
        operator = SYMBOLS[symbol]
        value = self._float() if operator in _ORDERED else self._value()
        return {operator: [variable, value]}

    def _variable(self) -> str:
        kind, value = self._peek()
        if kind != "bare" or value in RESERVED_WORDS:
            self._refuse(_("问题代码"))
        self.position += 1
        return value

    def _value(self) -> str:
        kind, value = self._peek()
        if kind not in ("bare", "quoted") or (
            kind == "bare" and value in RESERVED_WORDS
        ):
            self._refuse(_("答案代码"))
        self.position += 1
        return value

    def _float(self) -> float:
        kind, value = self._peek()
        if kind not in ("bare", "quoted") or not NUMBER.fullmatch(value):
            self._refuse(_("数字"))
        self.position += 1
        return float(value)

    def _refuse(self, expected: Any) -> NoReturn:
        found = self._peek()[1] or _("结束")
        raise ExpressionError(
            _("条件“%(text)s”不正确:“%(found)s”处应为%(expected)s"),
            params={"text": self.text, "found": found, "expected": expected},
        )
