"""Options and answers written one per line as `code=text`.

Editors type options of a question or a form field in a text area; a third level of nested
forms would be slow and hard to read. The same form keeps the answers of a named scenario.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def parse_options(text: str) -> list[tuple[str, str]]:
    r"""Return `(code, label)` pairs in the order of the lines; blank lines are skipped.

    >>> parse_options("yes=家人代办\nno = 本人")
    [('yes', '家人代办'), ('no', '本人')]

    Raises:
        ValidationError: naming the line that has no `=`, an empty side, or a code that
            an earlier line has.
    """
    pairs: list[tuple[str, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        code, equals, label = (part.strip() for part in line.partition("="))
        if not (code and equals and label):
            raise ValidationError(
                _("第%(number)d行“%(line)s”不正确:应为“代码=文字”"),
                code="option",
                params={"number": number, "line": line.strip()},
            )
        if any(code == earlier for earlier, _label in pairs):
            raise ValidationError(
                _("第%(number)d行的代码“%(code)s”与前面重复"),
                code="option_double",
                params={"number": number, "code": code},
            )
        pairs.append((code, label))
    return pairs


def format_options(pairs: Iterable[tuple[str, str]]) -> str:
    """Return the text that `parse_options` reads back to the same pairs."""
    return "\n".join(f"{code}={label}" for code, label in pairs)


def check_options(text: str) -> None:
    """Model validator: refuse text that `parse_options` cannot read."""
    parse_options(text)


def parse_answers(text: str) -> dict[str, str]:
    """Return answers by question code.

    >>> parse_answers("agent=yes")
    {'agent': 'yes'}
    """
    return dict(parse_options(text))


def format_answers(answers: Mapping[str, object]) -> str:
    """Return answers as lines, in the order given."""
    return format_options((code, str(value)) for code, value in answers.items())
