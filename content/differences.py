"""What differs between two versions of a record, in the words of its form.

Rows are matched by what they are called, then by their number in the database, so that a
moved or a new row does not make every row after it differ.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField
from wagtail.models import Page

# What says where a page stands and who touched it, but not what it tells.
_BOOKKEEPING: Final = frozenset(
    {field.name for field in Page._meta.concrete_fields}
    - {"title", "slug", "go_live_at", "expire_at"}
)
_HIDDEN_IN_ROWS: Final = frozenset({"id", "sort_order"})
_HIDDEN_RELATIONS: Final = frozenset({"wagtail_admin_comments"})
_UNITS: Final = {"days": "unit", "_days": "_unit"}
_NAMES: Final = (
    "name",
    "title",
    "question",
    "label",
    "text",
    "point",
    "number",
    "code",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One fact that differs.

    Attributes:
        field: Where it is: `promise_days`, `materials[居民身份证].copies`.
        label: What the form calls it: 承诺办结时限, 申请材料“居民身份证”的份数.
        old: The former value in words, "" for none.
        new: The new value in words, "" for none.
    """

    field: str
    label: str
    old: str
    new: str

    @property
    def sentence(self) -> str:
        """承诺办结时限 20工作日 → 12工作日; what came or went is told as such."""
        if not self.old:
            return _("%(label)s 新增:%(new)s") % {"label": self.label, "new": self.new}
        if not self.new:
            return _("%(label)s 删去:%(old)s") % {"label": self.label, "old": self.old}
        return f"{self.label} {self.old} → {self.new}"


def differences_between(old: Page | None, new: Page) -> list[Difference]:
    """Return what `new` tells differently, in the order of the model's fields.

    Both are versions of one page, with their rows; without `old` everything is new.
    """
    told = list(_of_fields(old, new, _BOOKKEEPING))
    for relation in get_all_child_relations(type(new)):
        name = relation.get_accessor_name()
        if name not in _HIDDEN_RELATIONS:
            before = list(getattr(old, name).all()) if old is not None else []
            told += _of_rows(name, before, list(getattr(new, name).all()))
    return told


def _of_fields(
    old: models.Model | None, new: models.Model, hidden: Iterable[str]
) -> Iterator[Difference]:
    for field in new._meta.concrete_fields:
        if field.name in hidden or field.auto_created or _is_link_to_parent(field):
            continue
        before = words(old, field) if old is not None else ""
        after = words(new, field)
        if before != after:
            label = str(field.verbose_name)
            yield Difference(field=field.name, label=label, old=before, new=after)


def _of_rows(
    name: str, old: Sequence[models.Model], new: Sequence[models.Model]
) -> Iterator[Difference]:
    former = dict(_matched(old, new))
    gone = [row for row in old if id(row) not in {id(each) for each in former.values()}]
    for row in new:
        title, kind = name_of(row), str(row._meta.verbose_name)
        before = former.get(id(row))
        if before is None:
            yield Difference(field=name, label=kind, old="", new=title)
            continue
        for inner in _of_fields(before, row, _HIDDEN_IN_ROWS):
            yield Difference(
                field=f"{name}[{title}].{inner.field}",
                label=_("%(kind)s“%(title)s”的%(field)s")
                % {"kind": kind, "title": name_of(before), "field": inner.label},
                old=inner.old,
                new=inner.new,
            )
    for row in gone:
        kind = str(row._meta.verbose_name)
        yield Difference(field=name, label=kind, old=name_of(row), new="")
    order = [id(former[id(row)]) for row in new if id(row) in former]
    kept = [id(row) for row in old if id(row) in set(order)]
    if order != kept:
        label = str(new[0]._meta.verbose_name)
        yield Difference(
            field=name,
            label=_("%(kind)s的顺序") % {"kind": label},
            old="、".join(name_of(row) for row in old),
            new="、".join(name_of(row) for row in new),
        )


def _matched(
    old: Sequence[models.Model], new: Sequence[models.Model]
) -> Iterator[tuple[int, models.Model]]:
    """Return each new row's identity with the old row that it continues."""
    free = list(old)
    waiting = []
    for row in new:
        same = next((each for each in free if name_of(each) == name_of(row)), None)
        if same is None:
            waiting.append(row)
        else:
            free.remove(same)
            yield id(row), same
    for row in waiting:
        same = next((each for each in free if row.pk and each.pk == row.pk), None)
        if same is not None:
            free.remove(same)
            yield id(row), same


def name_of(row: models.Model) -> str:
    """Return what a row is called by: its name, its question, its text."""
    for name in _NAMES:
        value = getattr(row, name, None)
        if value:
            return _shortened(str(value))
    return _shortened(str(row))


def words(record: models.Model, field: Any) -> str:
    """Return a field's value as its form shows it; "" for none."""
    value = getattr(record, field.attname)
    if value is None or value in ("", []):
        return ""
    if field.is_relation:
        return str(getattr(record, field.name) or "")
    if isinstance(value, list):
        codes = getattr(field, "codes", None)
        labels = dict(codes.choices) if codes is not None else {}
        return "、".join(str(labels.get(each, each)) for each in value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, RichTextField):
        return strip_tags(str(value)).strip()
    return _of_plain(value) + _unit_of(record, field.name)


def _of_plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    return str(value)


def _unit_of(record: models.Model, name: str) -> str:
    """Return the word of the field beside a number of days that has its unit."""
    for number, unit in _UNITS.items():
        if name == number or (number.startswith("_") and name.endswith(number)):
            beside = name.removesuffix(number) + unit
            shown = getattr(record, f"get_{beside}_display", None)
            return str(shown()) if shown is not None else ""
    return ""


def _is_link_to_parent(field: Any) -> bool:
    return bool(field.is_relation and field.remote_field.on_delete is models.CASCADE)


def _shortened(text: str, longest: int = 40) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
