"""Translate the texts of pages, each looked up once.

Django asks the catalogue of every app in turn, and a build asks for the same texts on each
of thousands of pages.
"""

from __future__ import annotations

from functools import lru_cache

from django.utils import translation


def gettext(message: str) -> str:
    """Return a text in the active language."""
    return _translated(translation.get_language(), message)


@lru_cache(maxsize=8192)
def _translated(_language: str | None, message: str) -> str:
    return translation.gettext(message)
