"""Tell whether a printed sheet is still right, from the versions that are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.publishing.models import MatterVersion, WithdrawnPage
from portal.publishing.selectors import current_version, versions_of
from portal.publishing.withdrawn import withdrawn_at
from portal.scenarios.situations import Situation, situation_of
from portal.scenarios.tailoring import tailored
from portal.sheets.changes import ChangeGroup, changes_on_sheet
from portal.sheets.sources import halls_of


class State(StrEnum):
    """What became of a sheet."""

    VALID = "valid"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A sheet that was once right, and what is right now.

    Attributes:
        state: What became of it.
        version: The version that the sheet was made from.
        current: The version in force; None when the matter was withdrawn.
        situation: The answers on the sheet; None on that of a whole guide.
        now: The same answers today; None when the questions are others now.
        changes: What a holder of the sheet has to know.
        withdrawn: What is told of the withdrawal, if something is.
    """

    state: State
    version: MatterVersion
    current: MatterVersion | None
    situation: Situation | None
    now: Situation | None
    changes: Sequence[ChangeGroup]
    withdrawn: WithdrawnPage | None

    @property
    def asks_again(self) -> bool:
        """Whether the answers on the sheet no longer answer the questions."""
        return self.situation is not None and self.now is None


def checked_sheet(code: str, number: int, situation: str = "") -> Checked | None:
    """Return what became of a sheet, None when there never was such a one."""
    version = versions_of(code).filter(number=number).first()
    if version is None or version.payload["kind"] != "guide":
        return None
    answered = situation_of(version.payload["guide"], situation) if situation else None
    if situation and answered is None:
        return None
    current = current_version(code)
    if current is None:
        return Checked(
            state=State.WITHDRAWN,
            version=version,
            current=None,
            situation=answered,
            now=None,
            changes=[],
            withdrawn=withdrawn_at(version.payload["url"]),
        )
    now = situation_of(current.payload["guide"], situation) if situation else None
    changes = _changes(version, answered, current, now)
    state = State.CHANGED if changes else State.UNCHANGED
    if current.pk == version.pk:
        state = State.VALID
    elif answered is not None and now is None:
        state = State.CHANGED
    return Checked(
        state=state,
        version=version,
        current=current,
        situation=answered,
        now=now,
        changes=changes,
        withdrawn=None,
    )


def _changes(
    version: MatterVersion,
    answered: Situation | None,
    current: MatterVersion,
    now: Situation | None,
) -> list[ChangeGroup]:
    if current.pk == version.pk:
        return []
    halls = halls_of(version.payload) | halls_of(current.payload)
    if answered is not None and now is not None:
        return changes_on_sheet(
            tailored(version.payload, answered),
            tailored(current.payload, now),
            halls=halls,
            results=(answered.result, now.result),
        )
    # The same answers cannot be asked for any more, so the whole guides are compared.
    return changes_on_sheet(version.payload, current.payload, halls=halls)
