"""Keep an import inside the departments that its user works for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final

from django.utils.translation import gettext as _
from wagtail.models import Page

from content.importers import power_rules
from content.importers.containers import SourceKind
from content.importers.context import Context
from content.importers.kinds import Problem
from content.importers.sources import Sources
from content.importers.values import RawRecord, text_of
from content.models import DepartmentPage, MatterPage

# Halls, lists without a body of their own and themes without a lead belong to the
# department that runs the portal.
_KEEPER: Final = "zfj"
_SITE_WIDE: Final = (
    SourceKind.REGIONS,
    SourceKind.HALLS,
    SourceKind.CERTIFICATE_TYPES,
)
_FIELDS: Final = {
    SourceKind.DEPARTMENTS: "key",
    SourceKind.POWERS: "department",
    SourceKind.GUIDES: "department",
    SourceKind.THEMES: "lead_department",
    SourceKind.LISTS: "department",
    SourceKind.CROSS_LISTS: "department",
    SourceKind.APPEALS: "dept",
    SourceKind.DOCUMENTS: "issuer",
    SourceKind.BENEFITS: "department",
    SourceKind.POWER_TABLES: power_rules.DEPARTMENT,
    SourceKind.CATALOGUE: "department_group",
}

_Key = Callable[[str], str]


def keep_allowed(context: Context, sources: Sources, allowed: Collection[str]) -> None:
    """Refuse, with rule "permission", every row of a department that is not allowed.

    A guide counts as its present department's, too: a row cannot take it away.
    """
    titles = dict(DepartmentPage.objects.values_list("title", "key"))
    keys: Mapping[SourceKind, _Key] = {
        SourceKind.POWER_TABLES: lambda name: titles.get(name.strip(), name),
        SourceKind.CATALOGUE: lambda name: context.translation.departments.get(
            name, name
        ),
        SourceKind.THEMES: lambda name: name or _KEEPER,
    }
    owners = _owners(sources)
    for kind, rows in sources.rows.items():
        kept = []
        for source in rows:
            raw = source.raw if isinstance(source.raw, dict) else {}
            named = _department(kind, raw, keys.get(kind, str))
            concerned = [named]
            if kind is SourceKind.GUIDES:
                concerned += [owners.get(key, "") for key in _matter_keys(raw)]
            stranger = next(
                (key for key in concerned if key and key not in allowed), None
            )
            # A row without a department is refused by its shape, later.
            if stranger is None:
                kept.append(source)
            else:
                context.refuse(source, [_problem(kind, stranger, allowed)])
        sources.rows[kind] = kept


def _department(kind: SourceKind, raw: RawRecord, key: _Key) -> str:
    if kind in _SITE_WIDE:
        return _KEEPER
    return key(text_of(raw, _FIELDS[kind]))


def _owners(sources: Sources) -> dict[str, str]:
    """Return the departments of guides that are there, by catalogue id and code."""
    rows = [row.raw for row in sources.rows[SourceKind.GUIDES]]
    keys = {key for raw in rows if isinstance(raw, dict) for key in _matter_keys(raw)}
    pages = MatterPage.objects.filter(slug__in=keys) | MatterPage.objects.filter(
        source_id__in=keys - {""}
    )
    by_path = dict(DepartmentPage.objects.values_list("path", "key"))
    owners: dict[str, str] = {}
    for slug, number, path in pages.values_list("slug", "source_id", "path"):
        owner = by_path.get(path[: -Page.steplen], "")
        owners[slug] = owner
        if number:
            owners[number] = owner
    return owners


def _matter_keys(raw: RawRecord) -> tuple[str, str]:
    return text_of(raw, "catalogue_matter_id"), text_of(raw, "slug")


def _problem(kind: SourceKind, value: str, allowed: Collection[str]) -> Problem:
    expected = _("您所在的部门（%(keys)s），别的部门的记录由该部门导入") % {
        "keys": "、".join(sorted(allowed))
    }
    return Problem(
        path=_FIELDS.get(kind, ""), value=value, expected=expected, rule="permission"
    )
