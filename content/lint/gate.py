"""The gate that every publication passes, whatever asked for it.

Pages know nothing of the rules, which read pages: what reads them is registered when
the app is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from content.lint.findings import Finding, PublicationRefused, errors_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What reads pages with the rules, and keeps editors' reasons for warnings.

    Attributes:
        findings: Return what the rules find in a page as it is in memory.
        unexplained: Return the warnings for which nobody has given a reason.
        explain: Keep the reason that a user gives for a warning.
    """

    findings: Callable[[Any], list[Finding]]
    unexplained: Callable[[Iterable[Finding]], list[Finding]]
    explain: Callable[[Finding, str, Any], object]


class _Gate:
    reader: Reader | None = None


def register_reader(reader: Reader) -> None:
    """Let publications pass what this reader finds."""
    _Gate.reader = reader


def reader() -> Reader:
    """Return what reads pages.

    Raises:
        RuntimeError: nothing was registered; nothing is published unchecked.
    """
    if _Gate.reader is None:
        raise RuntimeError(
            "Publishing was refused: no reader of pages is registered; expected "
            "'content' in INSTALLED_APPS, whose AppConfig.ready() registers it."
        )
    return _Gate.reader


def require_publishable(page: Any) -> None:
    """Let a page pass that may be published.

    Raises:
        PublicationRefused: with every finding that stops it.
        RuntimeError: nothing can check it.
    """
    errors = errors_of(reader().findings(page))
    if errors:
        raise PublicationRefused(page.title, errors)


def unexplained_of(page: Any) -> Sequence[Finding]:
    """Return the warnings of a page that still need a reason."""
    known = reader()
    return known.unexplained(known.findings(page))
