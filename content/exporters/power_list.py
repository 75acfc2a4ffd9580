"""A power as a row of the list that departments keep."""

from __future__ import annotations

from content.guides.plain import Plain
from content.importers import power_rules
from content.importers.power_cells import (
    accountability_cell,
    bases_cell,
    duties_cell,
    level_name,
)

LIST_TITLE = "部门权责清单"
# Fields that the list's own columns tell in full.
TOLD = (
    "code", "name", "category", "category_name", "department", "department_name",
    "handling_unit", "level", "penalty_scope", "supervise_tel",
)  # fmt: skip


def power_cells(number: int, record: Plain) -> dict[str, str]:
    """Return the cells of a power by the list's columns."""
    return {
        power_rules.NUMBER: str(number),
        power_rules.CODE: record["code"],
        power_rules.NAME: record["name"],
        power_rules.CATEGORY: record["category_name"],
        power_rules.DEPARTMENT: record["department_name"],
        power_rules.UNIT: record["handling_unit"],
        power_rules.LEVEL: level_name(record["level"]),
        power_rules.BASES: bases_cell(record["bases"]),
        power_rules.DUTIES: duties_cell(record["duties"]),
        power_rules.ACCOUNTABILITY: accountability_cell(record["accountability"]),
        power_rules.PENALTY: record["penalty_scope"],
        power_rules.TELEPHONE: record["supervise_tel"],
        power_rules.NOTE: "",
    }
