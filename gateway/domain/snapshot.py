"""Snapshots: events that a learner shows for a while.

Contract 2.16.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotContents:
    """What is to be shown, to whom, and what the organisation calls it; who reads it must know the PIN of the hash."""

    event_ids: tuple[int, ...]
    email: str
    reference: str
    pin_hash: str

    def __repr__(self) -> str:
        return "Chosen(...)"  # a traceback or a log must never show it


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A snapshot as it is kept.

    `uln` is the one it was made with, merged or not.
    """

    guid: str
    uln: str
    organisation_id: int
    made_at: datetime
    expires_at: datetime
    chosen: SnapshotContents
    accessed: bool = False


def draw_guid() -> str:
    """Draw a GUID by chance.

    >>> len(draw_guid())
    36
    """
    return str(uuid.uuid4())
