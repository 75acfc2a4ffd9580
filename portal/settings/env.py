"""Read settings from the environment, each with a clear refusal.

Every reader names the variable, its value and what is expected, so that an operator
can mend the mistake without reading code.
"""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE: Final = {"1", "true", "yes", "on"}
_FEWEST_SIGNS: Final = 10
_FALSE: Final = {"0", "false", "no", "off"}


def text(name: str, default: str | None = None) -> str:
    """Return the variable's text, or the default.

    Raises:
        ImproperlyConfigured: the variable is missing or empty and has no default.
    """
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(
            f"Environment variable '{name}' is not set; expected a value. "
            f"Set it before starting the portal (see README, 'Running it for real')."
        )
    return default


def flag(name: str, *, default: bool) -> bool:
    """Return a boolean variable: 1/true/yes/on or 0/false/no/off."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(
        f"Environment variable '{name}' is '{value}'; expected one of "
        f"1, true, yes, on, 0, false, no, off."
    )


def whole_number(name: str, default: int, *, minimum: int = 0) -> int:
    """Return a whole-number variable not below `minimum`."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdigit() or int(value) < minimum:
        raise ImproperlyConfigured(
            f"Environment variable '{name}' is '{value}'; expected a whole number of "
            f"{minimum} or more."
        )
    return int(value)


def names(name: str, default: str | None = None) -> list[str]:
    """Return a comma-separated variable as a list without empty parts."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def web_address(name: str, default: str) -> str:
    """Return an http(s) address, the default when the variable is not set."""
    value = text(name, default)
    if not _is_web(value, "http", "https"):
        raise ImproperlyConfigured(
            f"Environment variable '{name}' is '{value}'; expected a web address, "
            f"e.g. {default}."
        )
    return value


def contacts(name: str) -> list[str]:
    """Return comma-separated addresses by which people can be told; none by default.

    Source: RFC 9116, section 2.5.3.
    """
    values = names(name, "")
    for value in values:
        written = value.startswith(("mailto:", "tel:")) and value.partition(":")[2]
        if not (written or _is_web(value, "https")) or any(map(str.isspace, value)):
            raise ImproperlyConfigured(
                f"Environment variable '{name}' has '{value}'; expected addresses such "
                f"as mailto:security@example.gov.cn, https://example.gov.cn/report or "
                f"tel:+86-10-12345."
            )
    return values


def moment(name: str) -> str:
    """Return a day or time as RFC 3339 in UTC, e.g. 2027-06-30T16:00:00Z; "" for none.

    A day, or a time without an offset, is one of UTC.
    """
    value = text(name, "")
    if not value:
        return ""
    try:
        found = datetime.datetime.fromisoformat(value)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"Environment variable '{name}' is '{value}'; expected a day or a time, "
            f"e.g. 2027-06-30 or 2027-06-30T16:00:00Z."
        ) from error
    if found.tzinfo is None:
        found = found.replace(tzinfo=datetime.UTC)
    return f"{found.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"


def folder(name: str, default: Path) -> Path:
    """Return an absolute folder path; the folder need not exist yet."""
    return Path(os.environ.get(name, "").strip() or default).resolve()


def secret(name: str, *, minimum_length: int = 50) -> str:
    """Return a secret of at least `minimum_length` characters that is not a sample.

    Raises:
        ImproperlyConfigured: the secret is missing, too short or repeats one sign.
    """
    value = text(name)
    if len(value) < minimum_length or len(set(value)) < _FEWEST_SIGNS:
        raise ImproperlyConfigured(
            f"Environment variable '{name}' is too weak (its value is not shown); "
            f"expected at least {minimum_length} random characters. Make one with: "
            f'python -c "import secrets; print(secrets.token_urlsafe(64))"'
        )
    return value


def database(name: str, default: str | None = None) -> dict[str, object]:
    """Return Django's database entry for `sqlite:///path` or `postgresql://…`.

    Raises:
        ImproperlyConfigured: the address has another scheme or lacks a part.
    """
    value = text(name, default)
    parts = urlsplit(value)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path))
    if parts.scheme in {"postgresql", "postgres"} and parts.path.strip("/"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            # ?host=/folder is a socket; a host name before the path is a network host.
            "HOST": parse_qs(parts.query).get("host", [parts.hostname or ""])[0],
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(
        f"Environment variable '{name}' has the scheme '{parts.scheme}'; expected "
        f"sqlite:///absolute/path or postgresql://user:password@host:port/name."
    )


def _is_web(value: str, *schemes: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in schemes and bool(parts.netloc)


def _sqlite(path: str) -> dict[str, object]:
    # WAL with full sync survives power loss; IMMEDIATE avoids lock upgrades that fail.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
        },
    }
