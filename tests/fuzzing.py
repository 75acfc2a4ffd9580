"""What fuzzing tests share: how many inputs are tried, and nasty pieces of text."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

SYNTAX_PIECES = (
    "title_words:",
    "*:*",
    "_exists_:code",
    "AND",
    "OR NOT",
    "[* TO *]",
    '{"match_all":{}}',
    '"}]}',
    "\\u0000",
    "\x00",
    "\x1b[31m",
    "\u202e",
    "\ufeff",
    "<script>",
    "{{7*7}}",
    "%s%n",
    "' OR 1=1 --",
)


def fuzzing(inputs: int) -> settings:
    """Return settings for so many inputs, or for as many as PORTAL_FUZZ_INPUTS says."""
    return settings(
        max_examples=int(os.environ.get("PORTAL_FUZZ_INPUTS") or inputs),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
