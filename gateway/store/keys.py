"""Learners' keys in the database: a hash for each type of key (contract 2.16)."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from gateway.domain.organisation import Caller
from gateway.store.errors import Stale
from gateway.store.personal_tables import learner_key
from gateway.store.session import Session
from gateway.store.statement import Statement, among, constant, parameter, parameters, words


@dataclass(frozen=True, slots=True)
class KeptKey:
    """A key as it is kept: the ULN it was stored for, its type, the hash, and who guessed at it in vain."""

    uln: str
    kind: str
    hash: str
    misses: int = 0
    missed_at: datetime | None = None

    def __repr__(self) -> str:
        return "KeptKey(...)"


def _store(dialect: Any) -> Statement:
    new = dialect.insert(learner_key).values(parameters(learner_key))
    place = [learner_key.c.uln, learner_key.c.kind]
    changed = {name: new.excluded[name] for name in learner_key.c.keys() if name not in ("uln", "kind")}  # noqa: SIM118
    return Statement(new.on_conflict_do_update(index_elements=place, set_=changed))


_STORE = {"sqlite": _store(sqlite), "postgresql": _store(postgresql)}
_OF = Statement(
    select(*(learner_key.c[one.name] for one in fields(KeptKey)))
    .where(among(learner_key.c.uln, words("ulns")), learner_key.c.kind == parameter("of_kind"))
    .order_by(learner_key.c.uln)
)
_HELD = (
    learner_key.c.uln == parameter("of"),
    learner_key.c.kind == parameter("of_kind"),
    learner_key.c.hash == parameter("held"),
)
_REMOVE = Statement(delete(learner_key).where(*_HELD))
_MISS = Statement(
    update(learner_key).where(*_HELD).values(misses=learner_key.c.misses + constant(1), missed_at=parameter("now"))
)
_FORGIVE = Statement(update(learner_key).where(*_HELD).values(misses=constant(0)))


class Keys:
    """The learners' keys, within one transaction."""

    def __init__(self, session: Session, at: datetime) -> None:
        self._session = session
        self._at = at

    def of(self, ulns: Collection[str], kind: str) -> list[KeptKey]:
        """Give the keys of this type that were stored for these ULNs."""
        rows = self._session.rows(_OF, {"ulns": ulns, "of_kind": kind})
        return [KeptKey(**row._asdict()) for row in rows]

    def store(self, uln: str, kind: str, hash_: str, caller: Caller) -> None:
        """Store a key in place of the one of its type."""
        row = {
            "uln": uln,
            "kind": kind,
            "hash": hash_,
            "organisation_id": caller.organisation.id,
            "stored_at": self._at,
            "misses": 0,
            "missed_at": None,
        }
        self._session.run(_STORE[self._session.dialect.name], row)

    def remove(self, held: KeptKey) -> None:
        """Remove a key. Raises Stale where it is gone, or another was stored in its place, which stays."""
        if self._session.run(_REMOVE, _named(held)) != 1:
            raise Stale("the key was removed or replaced since it was read")

    def miss(self, held: KeptKey) -> None:
        """Count that somebody stated a wrong key in place of this one."""
        self._session.run(_MISS, _named(held) | {"now": self._at})

    def forgive(self, held: KeptKey) -> None:
        """Count from the beginning: somebody has stated this key."""
        self._session.run(_FORGIVE, _named(held))


def _named(held: KeptKey) -> dict[str, str]:
    return {"of": held.uln, "of_kind": held.kind, "held": held.hash}
