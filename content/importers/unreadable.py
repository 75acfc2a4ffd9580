"""Say that a file, or a line of one, cannot be read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from content.importers.report import Refusal, shown


class UnreadableFileError(Exception):
    """A file that cannot be read at all; ``refusal`` says where and why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


def unreadable(
    name: str, row: int, value: str, expected: str, rule: str
) -> UnreadableFileError:
    """Make the error of a whole file; row 0 when no line is to blame."""
    message = _(
        "%(file)s 读不出来：现为“%(value)s”，应为%(expected)s。"
        "整个文件没有导入，请改正后再导入。"
    )
    if row:
        message = _(
            "%(file)s 第 %(row)s 行读不出来：现为“%(value)s”，应为%(expected)s。"
            "整个文件没有导入，请改正后再导入。"
        )
    return UnreadableFileError(_refusal(message, name, row, value, expected, rule))


def unreadable_row(
    name: str, row: int, value: str, expected: str, rule: str
) -> Refusal:
    """Make the refusal of one line of a table whose other lines can be read."""
    message = _(
        "%(file)s 第 %(row)s 行读不出来：现为“%(value)s”，应为%(expected)s。"
        "这一行没有导入，请改正后再导入。"
    )
    return _refusal(message, name, row, value, expected, rule)


def _refusal(
    message: str, name: str, row: int, value: str, expected: str, rule: str
) -> Refusal:
    where = {"file": name, "row": row, "value": shown(value), "expected": expected}
    return Refusal(
        file=name,
        row=row,
        field="",
        value=shown(value),
        expected=expected,
        rule=rule,
        message=message % where,
    )
