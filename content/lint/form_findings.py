"""Show findings beside the fields of a form, and take the reasons for warnings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from content.lint.fields import field_of, row_of
from content.lint.findings import Finding

REASON_LENGTH = 300


def reason_name(finding: Finding) -> str:
    """Return the name of the input that takes the reason for a warning."""
    told = "|".join((finding.rule, finding.path, finding.message))
    return f"lint-reason-{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def reasons_in(
    data: Mapping[str, Any], warnings: Iterable[Finding]
) -> list[tuple[Finding, str]]:
    """Return the warnings for which the data bring a reason, with it."""
    given = (
        (each, str(data.get(reason_name(each)) or "").strip()) for each in warnings
    )
    return [(warning, reason) for warning, reason in given if reason]


def show_errors(form: Any, findings: Iterable[Finding]) -> set[str]:
    """Put findings beside their fields; those without one stand above the form.

    Returns:
        The names of the fields and row groups that have one.
    """
    told = set()
    for finding in findings:
        told.add(field_of(finding.path))
        text = f"{finding.message}。{finding.fix}({finding.rule})"
        if not _show_in_row(form, finding, text):
            name = field_of(finding.path)
            form.add_error(name if name in form.fields else None, text)
    return told


def ask_for_reasons(form: Any, warnings: Sequence[Finding]) -> None:
    """Refuse the form until each warning is mended or explained."""
    for warning in warnings:
        form.add_error(
            None,
            _("%(message)s。请修改,或者在“规范检查”中写明理由(%(rule)s)")
            % {"message": warning.message, "rule": warning.rule},
        )


def _show_in_row(form: Any, finding: Finding, text: str) -> bool:
    """Put a finding into the row it is about; the form itself must fail, too."""
    place = row_of(finding.path)
    if place is None or place[0] not in form.formsets:
        return False
    group, position, name = place
    rows = rows_in_order(form.formsets[group])
    if position >= len(rows):
        return False
    row = rows[position]
    row.add_error(name if name in row.fields else None, text)
    form.add_error(
        None,
        _("%(group)s第%(number)d行:%(text)s")
        % {"group": _label(form, group), "number": position + 1, "text": text},
    )
    return True


def rows_in_order(formset: Any) -> list[forms.BaseForm]:
    """Return the rows that are kept, as they stand on the page."""
    kept = [
        row
        for row in formset.forms
        if row not in formset.deleted_forms and (row.instance.pk or row.has_changed())
    ]
    return sorted(kept, key=_place)


def _place(row: forms.BaseForm) -> int:
    data: Mapping[str, Any] = getattr(row, "cleaned_data", {})
    return int(data.get("ORDER") or 0)


def _label(form: Any, group: str) -> str:
    return str(form.formsets[group].model._meta.verbose_name)
