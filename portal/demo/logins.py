"""The demo's passwords: made on this machine, kept in the data folder, printed."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from portal.accounts.services import DemoLogin, create_cast
from portal.demo.editors import create_editors

# Departments whose whole chain (window, review, approval, supervision) can sign in.
DEPARTMENTS: Final = ("mzj", "scj")
SITE_ACCOUNTS: Final = ("editor", "admin")


def create_demo_logins() -> list[DemoLogin]:
    """Create the cast and return the accounts that can sign in.

    Raises:
        CastError: the cast file names an unknown role or kind.
    """
    cast = _cast()
    password = _password(settings.PORTAL_DATA_DIR / "demo-password")
    open_to = {*_usernames(cast), *SITE_ACCOUNTS}
    logins = create_cast(cast, lambda name: password if name in open_to else None)
    return [*logins, *create_editors(password)]


def _cast() -> dict[str, Any]:
    path = settings.FIXTURES_DIR / "demo" / "cast.json"
    cast: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return cast


def _usernames(cast: Mapping[str, Any]) -> set[str]:
    officers = {
        row["username"] for row in cast["staff"] if row["department"] in DEPARTMENTS
    }
    return officers | {row["username"] for row in cast["applicants"]}


def _password(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9), encoding="ascii")
    return path.read_text(encoding="ascii")
