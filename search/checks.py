"""System checks: mistakes in settings that an operator can make."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from search.engines.address import parse_search_url
from search.errors import SearchConfigError


def check_search_url(**kwargs: Any) -> list[CheckMessage]:
    """Report a PORTAL_SEARCH_URL that names no engine."""
    try:
        parse_search_url(settings.PORTAL_SEARCH_URL)
    except SearchConfigError as err:
        hint = "Set it to 'embedded:' or leave it out to search without a server."
        return [Error(str(err), hint=hint, id="search.E001")]
    return []
