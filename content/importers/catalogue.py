"""Read a row of the matter catalogue: names and codes become the portal's own."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from content.codes import CorporateTopic, MatterType, PersonTopic, ServiceObject
from content.importers import identifiers
from content.importers.kinds import ListOf, Problem, Record, Text
from content.importers.report import JsonValue
from content.importers.shapes import parts

LONGEST_PLAIN_NAME = 20
SEPARATOR = ";"
SUBJECTS = {"个人": ServiceObject.NATURAL, "法人": ServiceObject.ENTERPRISE}
# The catalogue writes the last administrative type without its object.
TYPE_NAMES = {str(label): code for code, label in MatterType.choices} | {
    "其他": MatterType.OTHER.value
}

_CELL = Text(max_length=200)
SHAPE = Record(
    required={
        "matter_id": Text(blank=False, rule=identifiers.MATTER_ID),
        "name": parts.NAME,
        "department_group": parts.LABEL,
        "matter_type": Text(blank=False),
        "subject": Text(blank=False, max_length=40),
    },
    optional={
        "parent_name": _CELL,
        "department": _CELL,
        "theme": Text(max_length=60),
        "life_event": Text(max_length=60),
        "legal_basis": Text(max_length=500),
        "item_code": Text(max_length=64),
        "name_source": _CELL,
        "fields_from_source": _CELL,
        "fields_from_knowledge": _CELL,
        "plain_name": Text(max_length=LONGEST_PLAIN_NAME),
        "aliases": Text(max_length=500),
    },
)
_ALIASES = ListOf(item=Text(blank=False, max_length=100))
_LEGAL_TITLES = ListOf(item=parts.NAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What people call a matter."""

    plain_name: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueMatter:
    """A catalogue row in the portal's own codes."""

    source_id: str
    code: str
    name: str
    plain_name: str
    aliases: tuple[str, ...]
    matter_type: str
    department: str
    service_objects: tuple[str, ...]
    topics_person: tuple[str, ...]
    topics_corp: tuple[str, ...]
    legal_titles: tuple[str, ...]
    item_code: str
    life_event: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The two tables beside the catalogue: body names to keys, ids to speech."""

    departments: Mapping[str, str] = field(default_factory=dict)
    speech: Mapping[str, Speech] = field(default_factory=dict)


def read_translation(departments_file: Path, speech_folder: Path) -> Translation:
    """Read ``departments.tsv`` and every ``aliases-*.tsv``; missing files are empty."""
    departments = {
        row["department_group"]: row["department"] for row in _tsv(departments_file)
    }
    speech = {
        row["matter_id"]: Speech(
            plain_name=row["plain_name"][:LONGEST_PLAIN_NAME],
            aliases=_split(row["aliases"]),
        )
        for path in sorted(speech_folder.glob("aliases-*.tsv"))
        for row in _tsv(path)
    }
    return Translation(departments=departments, speech=speech)


def catalogue_problems(raw: JsonValue, translation: Translation) -> Iterator[Problem]:
    """List what a catalogue row gets wrong by itself."""
    found = list(SHAPE.problems(raw, ""))
    yield from found
    if found or not isinstance(raw, dict):
        return
    cells = _cells(raw)
    if cells["matter_type"] not in TYPE_NAMES:
        expected = _("事项类型名称之一：%(names)s") % {"names": "、".join(TYPE_NAMES)}
        yield _problem("matter_type", cells["matter_type"], expected, "code-list")
    unknown = [name for name in _split(cells["subject"]) if name not in SUBJECTS]
    if unknown or not _split(cells["subject"]):
        expected = _("个人、法人，或两者以分号隔开")
        yield _problem("subject", cells["subject"], expected, "code-list")
    group = cells["department_group"]
    if group not in translation.departments:
        expected = _("部门对照表 departments.tsv 中的名称")
        yield _problem("department_group", group, expected, "reference")
    for name, kind in (("aliases", _ALIASES), ("legal_basis", _LEGAL_TITLES)):
        yield from kind.problems(list(_split(cells.get(name, ""))), name)


def catalogue_matter(
    raw: Mapping[str, JsonValue], translation: Translation
) -> CatalogueMatter:
    """Translate a row that has no problems."""
    cells = _cells(raw)
    matter_id = cells["matter_id"]
    speech = translation.speech.get(matter_id, Speech())
    subjects = _split(cells["subject"])
    theme = cells.get("theme", "")
    person, corporate = _topics(theme, subjects)
    keywords = (
        cells.get("parent_name", ""),
        cells.get("life_event", ""),
        "" if person or corporate else theme,
        cells["department_group"],
    )
    return CatalogueMatter(
        source_id=matter_id,
        code=matter_id.lower(),
        name=cells["name"],
        plain_name=cells.get("plain_name") or speech.plain_name,
        aliases=_split(cells.get("aliases", "")) or speech.aliases,
        matter_type=TYPE_NAMES[cells["matter_type"]],
        department=translation.departments[cells["department_group"]],
        service_objects=tuple(SUBJECTS[name].value for name in subjects),
        topics_person=person,
        topics_corp=corporate,
        legal_titles=_split(cells.get("legal_basis", "")),
        item_code=cells.get("item_code", ""),
        life_event=cells.get("life_event", ""),
        keywords=tuple(dict.fromkeys(word for word in keywords if word)),
    )


def _topics(
    theme: str, subjects: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Find the topic codes of a theme, only in the lists of those whom it serves."""
    person = _code_of(PersonTopic, theme) if "个人" in subjects else ()
    corporate = _code_of(CorporateTopic, theme) if "法人" in subjects else ()
    return person, corporate


def _code_of(topics: type[TextChoices], label: str) -> tuple[str, ...]:
    return tuple(code for code, name in topics.choices if str(name) == label)


def _cells(raw: Mapping[str, JsonValue]) -> dict[str, str]:
    return {name: str(value) for name, value in raw.items()}


def _split(text: str) -> tuple[str, ...]:
    pieces = (piece.strip() for piece in text.replace("；", SEPARATOR).split(SEPARATOR))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))


def _tsv(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _problem(path: str, value: JsonValue, expected: str, rule: str) -> Problem:
    return Problem(path=path, value=value, expected=expected, rule=rule)
