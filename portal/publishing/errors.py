"""Errors of the publishing package."""

from __future__ import annotations


class PublishingError(Exception):
    """Base of every error that publishing raises."""


class ImmutableVersion(PublishingError):
    """Someone tried to change or delete what was published."""


class UnsafePath(PublishingError):
    """An output's path would leave the release folder."""


class OutputRefused(PublishingError):
    """An output is empty or has a status other than 200."""


class ManifestCorrupt(PublishingError):
    """A release's manifest cannot be read; the message says how to rebuild it."""


class NoRelease(PublishingError):
    """There is no current release yet; the message says how to build one."""


class BuildFailed(PublishingError):
    """A full build did not pass its checks and was not switched to."""


class ReleaseBusy(PublishingError):
    """Another builder is writing; try again later."""


class DiskFull(PublishingError):
    """There is no space left to write; the message says where and what to do."""


class RenderFailed(PublishingError):
    """Some outputs could not be made; they keep their last good copy."""


class PurgeFailed(PublishingError):
    """The cache before the site was not told what changed; the message says why."""


class UploadRefused(PublishingError):
    """An upload cannot begin; the message says what is missing."""


class EditionExists(PublishingError):
    """A handbook of that day is issued already."""


class StageRefused(PublishingError):
    """Changes that were to go live together may not; the message names what and where."""


class NoSuchRelease(PublishingError):
    """There is no release with that number, or none before; the message says which are."""


class NothingHeld(PublishingError):
    """The site is not held at a release of before, so there is nothing to resume."""
