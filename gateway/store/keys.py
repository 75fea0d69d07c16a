"""Learners' keys in the database: a hash for each type of key (contract 2.16)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from gateway.domain.organisation import Caller
from gateway.store.errors import Stale
from gateway.store.personal_tables import learner_key
from gateway.store.session import Session
from gateway.store.statement import Statement, among, parameter, parameters, words


@dataclass(frozen=True, slots=True)
class KeptKey:
    """A key as it is kept: the ULN it was stored for, its type, and the hash."""

    uln: str
    kind: str
    hash: str

    def __repr__(self) -> str:
        return "KeptKey(...)"


def _store(dialect: Any) -> Statement:
    new = dialect.insert(learner_key).values(parameters(learner_key))
    place = [learner_key.c.uln, learner_key.c.kind]
    changed = {name: new.excluded[name] for name in ("hash", "organisation_id", "stored_at")}
    return Statement(new.on_conflict_do_update(index_elements=place, set_=changed))


_STORE = {"sqlite": _store(sqlite), "postgresql": _store(postgresql)}
_OF = Statement(
    select(learner_key.c.uln, learner_key.c.kind, learner_key.c.hash)
    .where(among(learner_key.c.uln, words("ulns")), learner_key.c.kind == parameter("of_kind"))
    .order_by(learner_key.c.uln)
)
_REMOVE = Statement(
    delete(learner_key).where(
        learner_key.c.uln == parameter("of"),
        learner_key.c.kind == parameter("of_kind"),
        learner_key.c.hash == parameter("held"),
    )
)


class Keys:
    """The learners' keys, within one transaction."""

    def __init__(self, session: Session, at: datetime) -> None:
        self._session = session
        self._at = at

    def of(self, ulns: Collection[str], kind: str) -> list[KeptKey]:
        """Give the keys of this type that were stored for these ULNs."""
        rows = self._session.rows(_OF, {"ulns": ulns, "of_kind": kind})
        return [KeptKey(row.uln, row.kind, row.hash) for row in rows]

    def store(self, uln: str, kind: str, hash_: str, caller: Caller) -> None:
        """Store a key in place of the one of its type."""
        row = {
            "uln": uln,
            "kind": kind,
            "hash": hash_,
            "organisation_id": caller.organisation.id,
            "stored_at": self._at,
        }
        self._session.run(_STORE[self._session.dialect.name], row)

    def remove(self, held: KeptKey) -> None:
        """Remove a key. Raises Stale where it is gone, or another was stored in its place, which stays."""
        if self._session.run(_REMOVE, {"of": held.uln, "of_kind": held.kind, "held": held.hash}) != 1:
            raise Stale("the key was removed or replaced since it was read")
