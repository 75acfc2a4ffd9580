"""Why something is not done with a change set."""

from __future__ import annotations


class ChangeSetRefused(Exception):
    """The message says what was refused, why, and what to do; it is for editors."""
