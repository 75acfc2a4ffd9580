"""Where to report a weakness: `/.well-known/security.txt`.

Source: RFC 9116.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from portal.publishing.store import Payload, View

SECURITY_FILE: Final = ".well-known/security.txt"
_LANGUAGES: Final = "zh, en"


def security_values(contacts: list[str], expires: str) -> dict[str, Any]:
    """Return what the theme's record keeps for the file, {} without a contact or a date.

    Args:
        contacts: Addresses, the preferred one first (mailto:, https: or tel:).
        expires: Until when the file may be trusted, RFC 3339.
    """
    if not contacts or not expires:
        return {}
    return {"security": {"contacts": list(contacts), "expires": expires}}


def has_security_text(theme: Payload | None) -> bool:
    """Tell whether the site says whom to tell."""
    return bool(theme and theme.get("security"))


def security_text(view: View) -> bytes:
    """Return the file.

    Raises:
        LookupError: nobody is named.
    """
    theme = view.theme()
    security = theme.get("security")
    if not security:
        raise LookupError("No contact for security is set: PORTAL_SECURITY_CONTACT.")
    base_url = theme["base_url"].rstrip("/")
    lines = [f"Contact: {contact}" for contact in security["contacts"]]
    lines += [
        f"Expires: {security['expires']}",
        f"Preferred-Languages: {_LANGUAGES}",
        f"Canonical: {base_url}/{SECURITY_FILE}",
        "",
    ]
    return "\n".join(lines).encode()


SECURITY_RENDERERS: Final[dict[str, Callable[..., bytes]]] = {
    "security_text": security_text
}
