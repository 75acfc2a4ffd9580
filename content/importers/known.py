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
class KnownHall:
    """A hall that rows may refer to."""

    pk: int | None
    zones: set[str] = field(default_factory=set)
    windows: set[str] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class KnownDepartment:
    """A department that rows may refer to."""

    pk: int | None
    uscc: str


@dataclass(slots=True, kw_only=True)
class KnownMatter:
    """A matter that is there, with what may not be used twice."""

    pk: int | None
    code: str
    source_id: str
    item_code: str
    kind: str
    ever_published: bool = False


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
    for key, pk, uscc in DepartmentPage.objects.values_list("key", "pk", "uscc"):
        known.departments[key] = KnownDepartment(pk=pk, uscc=uscc)
    halls = {
        pk: KnownHall(pk=pk) for pk in HallPage.objects.values_list("pk", flat=True)
    }
    for hall_id, code in Zone.objects.values_list("hall_id", "code"):
        halls[hall_id].zones.add(code)
    for hall_id, number in Window.objects.values_list("hall_id", "number"):
        halls[hall_id].windows.add(number)
    for code, pk in HallPage.objects.values_list("code", "pk"):
        known.halls[code] = halls[pk]
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
