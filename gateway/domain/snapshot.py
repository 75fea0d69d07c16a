"""Snapshots: events that a learner shows for a while.

Contract 2.16.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from random import Random

from gateway.domain.chance import SECURE


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotContents:
    """What a snapshot shows, and to whom.

    `reference` is the name that the organisation chose. A reader must know the PIN whose hash is `pin_hash`.
    """

    event_ids: tuple[int, ...]
    email: str
    reference: str
    pin_hash: str

    def __repr__(self) -> str:
        return "SnapshotContents(...)"  # a traceback or a log must never show it


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


def draw_guid(chance: Random = SECURE) -> str:
    """Return a new random GUID.

    >>> len(draw_guid())
    36
    """
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))
