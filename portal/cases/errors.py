"""What a command on a case can refuse, in words for the person who gave it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One thing that is wrong with an input.

    `field` is `field:<key>`, `scenario:<code>`, `material:<order>`, `point:<target>` or
    empty when it concerns the whole.
    """

    field: str
    message: str


class CaseError(Exception):
    """Base of every refusal; `str()` is a sentence for the person."""


class NotAllowed(CaseError):
    """The person may not give this command on this case."""


class CaseNotFound(NotAllowed):
    """There is no such case, or the person may not know of it: the page is a 404."""


class StaleCase(CaseError):
    """Somebody else has acted since the page was shown."""

    def __init__(self, *, who: str, when: datetime, what: str) -> None:
        self.who = who
        self.when = when
        self.what = what
        super().__init__(
            _(
                "%(who)s已于%(when)s对本件作了“%(what)s”。"
                "请刷新页面，核对最新情况后再处理。"
            )
            % {
                "who": who,
                "when": timezone.localtime(when).strftime("%Y-%m-%d %H:%M"),
                "what": what,
            }
        )


class TransitionRefused(CaseError):
    """The phase of the case does not allow the command."""

    def __init__(self, *, phase: str, command: str, allowed: Sequence[str]) -> None:
        self.phase = phase
        self.command = command
        self.allowed = list(allowed)
        super().__init__(
            _("本件现在是“%(phase)s”，不能“%(command)s”。可以做的是：%(allowed)s。")
            % {
                "phase": phase,
                "command": command,
                "allowed": "、".join(allowed) or _("无"),
            }
        )


class RequirementsUnmet(CaseError):
    """Something is missing or wrong; every issue is named at once."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        self.issues = list(issues)
        super().__init__("；".join(issue.message for issue in self.issues))


class VersionNotUsable(CaseError):
    """The published version lacks what a case needs, such as a region code."""
