"""Learners' keys in the database, as hashes (contract 2.16).

A learner may have one key of each type.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Insert, and_, delete, func, select

from gateway.domain.actors import Caller
from gateway.domain.organisation import Organisation
from gateway.store.database.session import Session
from gateway.store.database.statement import OwnInsert, Query, Statement, among, constant, parameter, parameters, words
from gateway.store.errors import KeyOfAnother, Stale
from gateway.store.tables.learner_keys import learner_key, learner_key_miss


@dataclass(frozen=True, slots=True)
class StoredLearnerKey:
    """A key as it is stored.

    `misses` counts how often in a row the organisation that asks has stated a wrong key. `missed_at` is the last time.
    """

    uln: str
    kind: str
    hash: str
    misses: int = 0
    missed_at: datetime | None = None

    def __repr__(self) -> str:
        return "StoredLearnerKey(...)"


def _store(insert: OwnInsert) -> Insert:
    """Return the statement that stores a key.

    It replaces a key of the same type only if the same organisation stored that.
    """
    new = insert(learner_key).values(parameters(learner_key))
    place = [learner_key.c.uln, learner_key.c.kind]
    changed = {name: new.excluded[name] for name in ("hash", "stored_at")}
    own = learner_key.c.organisation_id == new.excluded.organisation_id
    return new.on_conflict_do_update(index_elements=place, set_=changed, where=own)


def _miss(insert: OwnInsert) -> Insert:
    new = insert(learner_key_miss).values(parameters(learner_key_miss))
    place = [learner_key_miss.c.uln, learner_key_miss.c.kind, learner_key_miss.c.organisation_id]
    counted = {"misses": learner_key_miss.c.misses + constant(1), "missed_at": new.excluded.missed_at}
    return new.on_conflict_do_update(index_elements=place, set_=counted)


_UPSERT = Statement(_store)
_COUNT_MISS = Statement(_miss)


class _KeyRow:
    uln: str
    kind: str
    hash: str
    misses: int
    missed_at: datetime | None


_SELECT_OF_ULNS = Query(
    select(
        learner_key.c.uln,
        learner_key.c.kind,
        learner_key.c.hash,
        func.coalesce(learner_key_miss.c.misses, constant(0)).label("misses"),
        learner_key_miss.c.missed_at,
    )
    .join(
        learner_key_miss,
        and_(
            learner_key_miss.c.uln == learner_key.c.uln,
            learner_key_miss.c.kind == learner_key.c.kind,
            learner_key_miss.c.organisation_id == parameter("organisation_id_"),
        ),
        isouter=True,
    )
    .where(among(learner_key.c.uln, words("ulns")), learner_key.c.kind == parameter("kind_"))
    .order_by(learner_key.c.uln),
    _KeyRow,
)
_DELETE = Statement(
    delete(learner_key).where(
        learner_key.c.uln == parameter("uln_"),
        learner_key.c.kind == parameter("kind_"),
        learner_key.c.hash == parameter("hash_"),
    )
)
_MISSES = (learner_key_miss.c.uln == parameter("uln_"), learner_key_miss.c.kind == parameter("kind_"))
_DELETE_MISSES_OF_ORGANISATION = Statement(
    delete(learner_key_miss).where(*_MISSES, learner_key_miss.c.organisation_id == parameter("organisation_id_"))
)
_DELETE_MISSES = Statement(delete(learner_key_miss).where(*_MISSES))


class LearnerKeys:
    """The learners' keys, within one transaction."""

    def __init__(self, session: Session, at: datetime) -> None:
        self._session = session
        self._at = at

    def of(self, ulns: Collection[str], kind: str, asked_by: Organisation) -> list[StoredLearnerKey]:
        """Return the keys of this type for these ULNs.

        Each comes with the misses of the organisation that asks.
        """
        rows = self._session.rows(_SELECT_OF_ULNS, {"ulns": ulns, "kind_": kind, "organisation_id_": asked_by.id})
        return [StoredLearnerKey(row.uln, row.kind, row.hash, row.misses, row.missed_at) for row in rows]

    def store(self, uln: str, kind: str, hash_: str, caller: Caller) -> None:
        """Store a key; replace the one of the same type.

        Raises KeyOfAnother if another organisation stored that one.
        """
        row = {
            "uln": uln,
            "kind": kind,
            "hash": hash_,
            "organisation_id": caller.organisation.id,
            "stored_at": self._at,
        }
        if self._session.run(_UPSERT, row) != 1:
            raise KeyOfAnother("another organisation stored the key of this type")
        self._session.run(_DELETE_MISSES, {"uln_": uln, "kind_": kind})

    def remove(self, key: StoredLearnerKey) -> None:
        """Remove a key.

        Raises Stale if the key is gone, or another was stored in its place. The other stays.
        """
        if self._session.run(_DELETE, {"uln_": key.uln, "kind_": key.kind, "hash_": key.hash}) != 1:
            raise Stale("the key was removed or replaced since it was read")
        self._session.run(_DELETE_MISSES, {"uln_": key.uln, "kind_": key.kind})

    def count_failed_attempt(self, key: StoredLearnerKey, by: Organisation) -> None:
        """Count a wrong key that an organisation stated."""
        row = {"uln": key.uln, "kind": key.kind, "organisation_id": by.id, "misses": 1, "missed_at": self._at}
        self._session.run(_COUNT_MISS, row)

    def reset_failed_attempts(self, key: StoredLearnerKey, by: Organisation) -> None:
        """Reset an organisation's misses, after it stated the right key."""
        self._session.run(
            _DELETE_MISSES_OF_ORGANISATION, {"uln_": key.uln, "kind_": key.kind, "organisation_id_": by.id}
        )
