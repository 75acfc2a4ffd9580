"""Records made straight from the catalogue file, for tests of relevance."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from search.records import GuideRecord

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
_AUDIENCES = {"个人": "person", "法人": "company"}


@lru_cache(maxsize=1)
def catalogue_records() -> tuple[GuideRecord, ...]:
    """Return a record for each of the catalogue's matters."""
    path = FIXTURES / "catalogue" / "matters.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return tuple(_record(row) for row in csv.DictReader(lines))


def _record(row: dict[str, str]) -> GuideRecord:
    code = row["matter_id"].lower()
    keywords = (
        row["theme"],
        row["life_event"],
        row["parent_name"],
        row["department_group"],
    )
    return GuideRecord(
        code=code,
        source_id=row["matter_id"],
        title=row["name"],
        url=f"/guides/{code}/",
        department_key=row["department"],
        department_name=row["department"],
        topics=(f"theme:{row['theme']}",) if row["theme"] else (),
        topic_names=(row["theme"],) if row["theme"] else (),
        audiences=tuple(
            _AUDIENCES[name] for name in row["subject"].split(";") if name in _AUDIENCES
        ),
        matter_type=row["matter_type"],
        item_code=row["item_code"],
        keywords=tuple(word for word in keywords if word),
        legal_titles=tuple(
            title for title in row["legal_basis"].split(";") if title.strip()
        ),
    )
