"""A command as its guards see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from portal.cases.authority import Authority
from portal.cases.errors import Issue
from portal.cases.models import Case
from portal.workdays.calendar import Calendar

_LONGEST_TEXT: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The locked case and what the command brings."""

    case: Case
    authority: Authority
    at: datetime
    calendar: Calendar
    inputs: Mapping[str, Any]

    @property
    def guide(self) -> Mapping[str, Any]:
        """The guide of the pinned version."""
        guide: Mapping[str, Any] = self.case.version.payload["guide"]
        return guide


Guard = Callable[[Request], list[Issue]]


def text_issues(request: Request, name: str, label: str) -> list[Issue]:
    """Return what is wrong with a text that has to be given."""
    text = request.inputs[name].strip()
    if not text:
        return [Issue(field=name, message=_("请填写%(label)s。") % {"label": label})]
    if len(text) > _LONGEST_TEXT:
        return [Issue(field=name, message=too_long(_LONGEST_TEXT))]
    return []


def too_long(longest: int) -> str:
    """Return the message for a text with too many signs."""
    return _("最多%(longest)d个字。") % {"longest": longest}
