"""Snapshots in the database.

A snapshot that has expired is not returned. It is deleted when the next one is made for the same ULN.
"""

from collections.abc import Collection
from datetime import datetime
from random import Random

from sqlalchemy import delete, or_, select, update

from gateway.domain import choices
from gateway.domain.actors import Caller
from gateway.domain.chance import SECURE
from gateway.domain.snapshot import Snapshot, SnapshotContents, draw_guid
from gateway.store.database.session import Session
from gateway.store.database.statement import Insertion, Query, Statement, among, parameter, words
from gateway.store.errors import Stale
from gateway.store.tables.snapshots import snapshot

_INSERT = Insertion(snapshot)


class _SnapshotRow:
    guid: str
    uln: str
    organisation_id: int
    made_at: datetime
    expires_at: datetime
    event_ids: list[int]
    email: str
    reference: str
    pin_hash: str
    accessed: bool


_SELECT_OF_ULNS = Query(
    select(snapshot)
    .where(
        among(snapshot.c.uln, words("ulns")),
        snapshot.c.organisation_id == parameter("organisation_id_"),
        snapshot.c.expires_at > parameter("now"),
        snapshot.c.made_at.between(parameter("since"), parameter("until")),
        or_(snapshot.c.guid == parameter("guid_"), parameter("guid_") == ""),
    )
    .order_by(snapshot.c.made_at, snapshot.c.guid),
    _SnapshotRow,
)
_UPDATE = Statement(
    update(snapshot)
    .where(snapshot.c.guid == parameter("guid_"))
    .values(
        expires_at=parameter("until"),
        event_ids=parameter("new_event_ids"),
        email=parameter("new_email"),
        reference=parameter("new_reference"),
        pin_hash=parameter("new_pin_hash"),
    )
)
_DELETE = Statement(delete(snapshot).where(snapshot.c.guid == parameter("guid_")))
_DELETE_EXPIRED = Statement(
    delete(snapshot).where(snapshot.c.uln == parameter("uln_"), snapshot.c.expires_at <= parameter("now"))
)


class Snapshots:
    """The snapshots, within one transaction."""

    def __init__(self, session: Session, at: datetime, chance: Random = SECURE) -> None:
        self._session = session
        self._at = at
        self._chance = chance

    def of(
        self,
        ulns: Collection[str],
        caller: Caller,
        *,
        guid: str = "",
        since: datetime = datetime.min,
        until: datetime = datetime.max,
    ) -> list[Snapshot]:
        """Return the snapshots that the caller's organisation made, oldest first.

        Only those made for these ULNs from `since` to `until`. With `guid`, only that one.
        """
        values = {
            "ulns": ulns,
            "organisation_id_": caller.organisation.id,
            "now": self._at,
            "since": since,
            "until": until,
            "guid_": guid,
        }
        return [_snapshot(row) for row in self._session.rows(_SELECT_OF_ULNS, values)]

    def make(self, uln: str, chosen: SnapshotContents, caller: Caller) -> str:
        """Write a new snapshot, and return its GUID."""
        self._session.run(_DELETE_EXPIRED, {"uln_": uln, "now": self._at})
        guid = draw_guid(self._chance)
        row = {
            "guid": guid,
            "uln": uln,
            "organisation_id": caller.organisation.id,
            "made_at": self._at,
            "expires_at": self._at + choices.SNAPSHOT_LASTS,
            "event_ids": list(chosen.event_ids),
            "email": chosen.email,
            "reference": chosen.reference,
            "pin_hash": chosen.pin_hash,
            "accessed": False,
        }
        self._session.insert(_INSERT, [row])
        return guid

    def change(self, stored: Snapshot, chosen: SnapshotContents) -> None:
        """Replace the contents of a snapshot.

        It then lasts as long as a new one. Raises Stale if it was deleted meanwhile.
        """
        values = {
            "guid_": stored.guid,
            "until": self._at + choices.SNAPSHOT_LASTS,
            "new_event_ids": list(chosen.event_ids),
            "new_email": chosen.email,
            "new_reference": chosen.reference,
            "new_pin_hash": chosen.pin_hash,
        }
        if self._session.run(_UPDATE, values) != 1:
            raise Stale("the snapshot was deleted since it was read")

    def delete(self, stored: Snapshot) -> None:
        """Delete a snapshot, or raise Stale if it is gone."""
        if self._session.run(_DELETE, {"guid_": stored.guid}) != 1:
            raise Stale("the snapshot was deleted since it was read")


def _snapshot(row: _SnapshotRow) -> Snapshot:
    return Snapshot(
        guid=row.guid,
        uln=row.uln,
        organisation_id=row.organisation_id,
        made_at=row.made_at,
        expires_at=row.expires_at,
        accessed=row.accessed,
        chosen=SnapshotContents(
            event_ids=tuple(row.event_ids), email=row.email, reference=row.reference, pin_hash=row.pin_hash
        ),
    )
