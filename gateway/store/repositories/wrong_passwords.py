"""Wrong passwords in the database.

They are counted by organisation, address and minute, for all processes and machines.
"""

from datetime import datetime, timedelta

from sqlalchemy import Insert, case, delete, func, select

from gateway.domain.organisation import Organisation
from gateway.store.database.session import Session, only_row
from gateway.store.database.statement import OwnInsert, Query, Statement, constant, parameter, parameters
from gateway.store.tables.wrong_passwords import wrong_password

_KEPT_FOR = timedelta(minutes=2)


def _count(insert: OwnInsert) -> Insert:
    new = insert(wrong_password).values(parameters(wrong_password))
    place = [wrong_password.c.organisation_id, wrong_password.c.peer, wrong_password.c.minute]
    return new.on_conflict_do_update(index_elements=place, set_={"times": wrong_password.c.times + constant(1)})


_COUNT_ONE = Statement(_count)
_DELETE_OLD = Statement(delete(wrong_password).where(wrong_password.c.minute < parameter("cutoff")))


class _SumRow:
    of_all: int
    of_peer: int


_SUM_SINCE = Query(
    select(
        func.coalesce(func.sum(wrong_password.c.times), constant(0)).label("of_all"),
        func.coalesce(
            func.sum(case((wrong_password.c.peer == parameter("peer_"), wrong_password.c.times))), constant(0)
        ).label("of_peer"),
    ).where(
        wrong_password.c.organisation_id == parameter("organisation_id_"), wrong_password.c.minute >= parameter("since")
    ),
    _SumRow,
)


class WrongPasswords:
    """The wrong passwords of the last minutes, within one transaction."""

    def __init__(self, session: Session, at: datetime) -> None:
        self._session = session
        self._at = at

    def lately(self, organisation: Organisation, peer: str) -> tuple[int, int]:
        """Return the recent wrong passwords for an organisation.

        Those of this minute and the last one: from all addresses, and from this one.
        """
        since = _minute(self._at) - timedelta(minutes=1)
        row = only_row(self._session, _SUM_SINCE, {"organisation_id_": organisation.id, "peer_": peer, "since": since})
        return int(row.of_all), int(row.of_peer)

    def count(self, organisation: Organisation, peer: str) -> None:
        """Count a wrong password, and delete counts of long ago."""
        minute = _minute(self._at)
        self._session.run(_DELETE_OLD, {"cutoff": minute - _KEPT_FOR})
        row = {"organisation_id": organisation.id, "peer": peer, "minute": minute, "times": 1}
        self._session.run(_COUNT_ONE, row)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
