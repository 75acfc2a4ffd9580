"""Errors of the outbox."""

from __future__ import annotations


class OutboxError(Exception):
    """Base of every error that the outbox raises."""


class LeaseLost(OutboxError):
    """The job belongs to another worker now; stop working on it."""


class NotDead(OutboxError):
    """Only a job that was given up can be retried by hand."""


class UnknownTopic(OutboxError):
    """No function is registered for the job's topic."""
