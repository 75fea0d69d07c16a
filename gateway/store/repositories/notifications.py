"""How learners want to be told (contract 2.16)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Insert, select

from gateway.domain.actors import Caller
from gateway.domain.notification import Notification, Preference
from gateway.store.database.session import Session
from gateway.store.database.statement import OwnInsert, Query, Statement, among, parameters, words
from gateway.store.tables.notifications import notification


def _set(insert: OwnInsert) -> Insert:
    new = insert(notification).values(parameters(notification))
    changed = {name: new.excluded[name] for name in notification.c.keys() if name != "uln"}  # noqa: SIM118
    return new.on_conflict_do_update(index_elements=[notification.c.uln], set_=changed)


_UPSERT = Statement(_set)


class _NotificationRow:
    preference: str
    email: str
    telephone: str


_SELECT_LAST_OF_ULNS = Query(
    select(notification.c.preference, notification.c.email, notification.c.telephone)
    .where(among(notification.c.uln, words("ulns")))
    .order_by(notification.c.set_at.desc(), notification.c.uln)
    .limit(1),
    _NotificationRow,
)


class Notifications:
    """The learners' wishes, within one transaction."""

    def __init__(self, session: Session, at: datetime) -> None:
        self._session = session
        self._at = at

    def set(self, uln: str, wish: Notification, caller: Caller) -> None:
        """Keep a wish in place of the one before."""
        row = {
            "uln": uln,
            "preference": wish.preference.value,
            "email": wish.email,
            "telephone": wish.telephone,
            "organisation_id": caller.organisation.id,
            "set_at": self._at,
        }
        self._session.run(_UPSERT, row)

    def of(self, ulns: Collection[str]) -> Notification | None:
        """Return the last wish for these ULNs, or None."""
        row = self._session.row(_SELECT_LAST_OF_ULNS, {"ulns": ulns})
        if row is None:
            return None
        return Notification(preference=Preference(row.preference), email=row.email, telephone=row.telephone)
