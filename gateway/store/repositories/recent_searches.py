"""Recent searches: which organisation looked for which key fields.

A digest of the key fields is kept for as long as it counts (contract 6.2).
"""

import hashlib
from datetime import datetime

from sqlalchemy import Insert, delete, select

from gateway.domain import choices
from gateway.domain.actors import Caller
from gateway.domain.learner import IdentityFields
from gateway.store.database.session import Session
from gateway.store.database.statement import OwnInsert, Statement, parameter, parameters
from gateway.store.tables.recent_searches import recent_find


def _remember(insert: OwnInsert) -> Insert:
    found = insert(recent_find).values(parameters(recent_find))
    keys = [recent_find.c.organisation_id, recent_find.c.digest]
    return found.on_conflict_do_update(index_elements=keys, set_={"at": found.excluded.at})


_UPSERT = Statement(_remember)
_OF_CALLER = recent_find.c.organisation_id == parameter("organisation_id_")
_DELETE_OLD = Statement(delete(recent_find).where(_OF_CALLER, recent_find.c.at < parameter("cutoff")))
_SELECT_OF_KEY = Statement(
    select(recent_find.c.at).where(
        _OF_CALLER, recent_find.c.digest == parameter("digest_"), recent_find.c.at >= parameter("cutoff")
    )
)


class RecentSearches:
    """The searches that still count, within one transaction."""

    def __init__(self, session: Session, at: datetime) -> None:
        self._session = session
        self._at = at

    def remember(self, key: IdentityFields, caller: Caller) -> None:
        """Remember a search of the organisation for these key fields.

        Delete its searches that are too old to count.
        """
        row = {"organisation_id": caller.organisation.id, "digest": digest_of(key), "at": self._at}
        self._session.run(_DELETE_OLD, self._of(caller))
        self._session.run(_UPSERT, row)

    def remembers(self, key: IdentityFields, caller: Caller) -> bool:
        """Return whether the organisation recently searched for these key fields."""
        return self._session.row(_SELECT_OF_KEY, self._of(caller) | {"digest_": digest_of(key)}) is not None

    def _of(self, caller: Caller) -> dict[str, object]:
        return {"organisation_id_": caller.organisation.id, "cutoff": self._at - choices.FIND_COUNTS_FOR}


def digest_of(key: IdentityFields) -> str:
    """Return the digest of key fields that is stored."""
    return hashlib.sha256(repr(tuple(key)).encode()).hexdigest()
