"""Rules of the rows of a department's power list, each with its id."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from content.importers.kinds import Problem
from content.importers.power_cells import category_of, level_of
from content.lint.wording import other_by_law, vague_reference
from content.power_codes import PowerCategory
from content.validators import check_tel

Cells = Mapping[str, str]

CODE: Final = "职权编码"
NAME: Final = "职权名称"
CATEGORY: Final = "职权类别"
DEPARTMENT: Final = "实施主体"
UNIT: Final = "承办机构"
LEVEL: Final = "行使层级"
BASES: Final = "职权依据"
DUTIES: Final = "责任事项"
ACCOUNTABILITY: Final = "追责情形"
PENALTY: Final = "处罚种类幅度"
TELEPHONE: Final = "监督电话"
NUMBER: Final = "序号"
NOTE: Final = "备注"
COLUMNS: Final = (
    NUMBER, CODE, NAME, CATEGORY, DEPARTMENT, UNIT, LEVEL, BASES, DUTIES,
    ACCOUNTABILITY, PENALTY, TELEPHONE, NOTE,
)  # fmt: skip
# Without these columns a table is no power list.
MARKS: Final = (CODE, NAME, CATEGORY, DEPARTMENT)
# What else an exported list tells of a power, as a record.
RECORD: Final = "record"
# What may be mended by itself.
WARNINGS: Final = frozenset({"P009"})


@dataclass(slots=True)
class ListContext:
    """What rules ask beyond the row: departments by name, codes met before."""

    departments: Mapping[str, str]
    seen: set[str] = field(default_factory=set)


Check = Callable[[Cells, ListContext], Iterator[Problem]]


def row_problems(cells: Cells, context: ListContext) -> list[Problem]:
    """Return what is wrong with a row of untouched cells, warnings among it."""
    return [problem for check in _CHECKS for problem in check(cells, context)]


def _problem(rule: str, column: str, value: str, expected: str) -> Problem:
    return Problem(path=column, value=value, expected=expected, rule=rule)


def _name(cells: Cells, _context: ListContext) -> Iterator[Problem]:
    if not cells[NAME].strip():
        yield _problem("P001", NAME, "", _("不为空的职权名称"))


def _category(cells: Cells, _context: ListContext) -> Iterator[Problem]:
    if not category_of(cells[CATEGORY].strip()):
        names = "、".join(str(category.label) for category in PowerCategory)
        expected = _("十类职权之一：%(names)s") % {"names": names}
        yield _problem("P002", CATEGORY, cells[CATEGORY], expected)


def _department(cells: Cells, context: ListContext) -> Iterator[Problem]:
    if cells[DEPARTMENT].strip() not in context.departments:
        expected = _("部门目录内的名称")
        yield _problem("P003", DEPARTMENT, cells[DEPARTMENT], expected)


def _bases(cells: Cells, _context: ListContext) -> Iterator[Problem]:
    if not cells[BASES].strip():
        yield _problem("P004", BASES, "", _("至少一条职权依据"))


def _code(cells: Cells, context: ListContext) -> Iterator[Problem]:
    code = cells[CODE].strip()
    if code in context.seen:
        yield _problem("P005", CODE, code, _("在清单中不重复的编码"))
    context.seen.add(code)


def _penalty(cells: Cells, _context: ListContext) -> Iterator[Problem]:
    is_penalty = category_of(cells[CATEGORY].strip()) == PowerCategory.PENALTY
    if is_penalty and not cells[PENALTY].strip():
        yield _problem("P006", PENALTY, "", _("行政处罚的行为、种类和幅度"))


def _telephone(cells: Cells, _context: ListContext) -> Iterator[Problem]:
    number = cells[TELEPHONE].strip()
    try:
        check_tel(number)
    except ValidationError:
        expected = _("带区号的电话，如 0600-5551025")
        yield _problem("P007", TELEPHONE, number, expected)


def _level(cells: Cells, _context: ListContext) -> Iterator[Problem]:
    if not level_of(cells[LEVEL].strip()):
        expected = _("代码表中的层级，如 县级、街道")
        yield _problem("P008", LEVEL, cells[LEVEL], expected)


def _blanks(cells: Cells, _context: ListContext) -> Iterator[Problem]:
    for column in (CODE, NAME, CATEGORY, DEPARTMENT, UNIT, LEVEL, TELEPHONE):
        cell = cells[column]
        if cell != cell.strip() and cell.strip():
            expected = _("首尾没有空格和换行（已自动去掉）")
            yield _problem("P009", column, cell, expected)


def _duties(cells: Cells, _context: ListContext) -> Iterator[Problem]:
    for column in (DUTIES, ACCOUNTABILITY):
        if not cells[column].strip():
            expected = _("至少一条%(column)s") % {"column": column}
            yield _problem("L124", column, "", expected)


def _wording(cells: Cells, _context: ListContext) -> Iterator[Problem]:
    for column in (BASES, DUTIES, ACCOUNTABILITY, PENALTY):
        if found := other_by_law(cells[column]):
            expected = _("写明法规名称、条款和内容，不用“%(words)s”") % {"words": found}
            yield _problem("L002", column, cells[column], expected)
        if found := vague_reference(cells[column]):
            expected = _("写出内容，或者给出链接或附件，不只写“%(words)s”") % {
                "words": found
            }
            yield _problem("L007", column, cells[column], expected)


_CHECKS: Final[tuple[Check, ...]] = (
    _name, _category, _department, _bases, _code, _penalty, _telephone, _level,
    _blanks, _duties, _wording,
)  # fmt: skip
