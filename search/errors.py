"""Errors of the search package."""

from __future__ import annotations


class SearchError(Exception):
    """Base of every error that search raises."""


class SearchUnavailable(SearchError):
    """The engine did not answer, or could not take a write; try again later."""


class IndexMissing(SearchError):
    """There is no usable index; the message says how to rebuild it."""


class SearchConfigError(SearchError):
    """A setting or data file of search is wrong; the message names it."""
