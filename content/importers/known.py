"""What the database already has, read once for a whole import."""

from __future__ import annotations

from dataclasses import dataclass, field

from content.models import (
    DepartmentPage,
    HallPage,
    ImportRecord,
    MatterPage,
    Region,
    Window,
    Zone,
)


@dataclass(slots=True, kw_only=True)
class KnownPage:
    """A page that rows may refer to; `pk` is None while it waits to be written."""

    pk: int | None = None
    ever_published: bool = False


@dataclass(slots=True, kw_only=True)
class KnownHall(KnownPage):
    """A hall with the zones and windows that rows may name."""

    zones: set[str] = field(default_factory=set)
    windows: set[str] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class KnownDepartment(KnownPage):
    """A department with the credit code that its matters repeat."""

    uscc: str


@dataclass(slots=True, kw_only=True)
class KnownMatter(KnownPage):
    """A matter that is there, with what may not be used twice."""

    code: str
    source_id: str
    item_code: str
    kind: str


@dataclass(slots=True)
class Known:
    """Keys of everything that is there. Accepted rows are added as the import goes on."""

    regions: dict[str, int | None] = field(default_factory=dict)
    departments: dict[str, KnownDepartment] = field(default_factory=dict)
    halls: dict[str, KnownHall] = field(default_factory=dict)
    matters: dict[str, KnownMatter] = field(default_factory=dict)
    code_of_source: dict[str, str] = field(default_factory=dict)
    code_of_item: dict[str, str] = field(default_factory=dict)
    digests: dict[tuple[str, str], str] = field(default_factory=dict)

    def add_matter(self, matter: KnownMatter) -> None:
        self.matters[matter.code] = matter
        if matter.source_id:
            self.code_of_source[matter.source_id] = matter.code
        if matter.item_code:
            self.code_of_item[matter.item_code] = matter.code

    def drop_matter(self, code: str) -> None:
        matter = self.matters.pop(code)
        self.code_of_source.pop(matter.source_id, None)
        self.code_of_item.pop(matter.item_code, None)


def read_known() -> Known:
    """Read all keys with a handful of queries."""
    known = Known()
    known.regions = dict(Region.objects.values_list("code", "pk"))
    known.departments = {
        key: KnownDepartment(pk=pk, uscc=uscc, ever_published=first is not None)
        for key, pk, uscc, first in DepartmentPage.objects.values_list(
            "key", "pk", "uscc", "first_published_at"
        )
    }
    known.halls = _read_halls()
    for pk, code, source_id, item_code, kind, first in MatterPage.objects.values_list(
        "pk", "code", "source_id", "item_code", "kind", "first_published_at"
    ):
        known.add_matter(
            KnownMatter(
                pk=pk,
                code=code,
                source_id=source_id,
                item_code=item_code,
                kind=kind,
                ever_published=first is not None,
            )
        )
    known.digests = {
        (kind, key): digest
        for kind, key, digest in ImportRecord.objects.values_list(
            "kind", "key", "digest"
        )
    }
    return known


def _read_halls() -> dict[str, KnownHall]:
    halls: dict[int, KnownHall] = {}
    by_code: dict[str, KnownHall] = {}
    for code, pk, first in HallPage.objects.values_list(
        "code", "pk", "first_published_at"
    ):
        halls[pk] = by_code[code] = KnownHall(pk=pk, ever_published=first is not None)
    for hall_id, zone in Zone.objects.values_list("hall_id", "code"):
        halls[hall_id].zones.add(zone)
    for hall_id, number in Window.objects.values_list("hall_id", "number"):
        halls[hall_id].windows.add(number)
    return by_code
