"""What the applicant's side can refuse, in words for the applicant."""

from __future__ import annotations


class ApplicationError(Exception):
    """Base of every refusal; `str()` is a sentence for the person."""


class FilingClosedError(ApplicationError):
    """The version of the draft no longer takes applications."""


class TooManyDraftsError(ApplicationError):
    """The person has begun too many applications."""


class DraftFiledError(ApplicationError):
    """The draft was filed already and no longer changes."""


class NotConvertibleError(ApplicationError):
    """There is no newer version with an online form to convert to."""
