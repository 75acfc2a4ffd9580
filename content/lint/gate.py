"""The gate that every publication passes, whatever asked for it.

Pages know nothing of the rules, which read pages: the check is registered when the
app is ready.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Check = Callable[[Any], None]


class _Gate:
    check: Check | None = None


def register_gate(check: Check) -> None:
    """Let publications pass this check, which raises when one may not."""
    _Gate.check = check


def require_publishable(page: Any) -> None:
    """Let a page pass that may be published.

    Raises:
        PublicationRefused: the page breaks a rule.
        RuntimeError: no check was registered; nothing is published unchecked.
    """
    if _Gate.check is None:
        raise RuntimeError(
            "Publishing was refused: no check is registered; expected 'content' in "
            "INSTALLED_APPS, whose AppConfig.ready() registers it."
        )
    _Gate.check(page)
