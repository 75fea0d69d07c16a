"""Organisations and their users in the database."""

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache

from sqlalchemy import DateTime, case, delete, exists, insert, or_, select, update

from gateway.domain.misses import HOUR
from gateway.domain.organisation import Organisation, Role
from gateway.store.database.session import Session
from gateway.store.database.statement import Query, Statement, constant, parameter
from gateway.store.errors import Clash, OrganisationTaken, Stale
from gateway.store.tables.organisations import organisation, organisation_user


class _OrganisationRow:
    id: int
    ukprn: str
    reference: str
    name: str
    roles: str
    suspended: bool
    password_hash: str
    version: int
    misses: int
    misses_before: int
    misses_since: datetime | None


class _IdRow:
    id: int


class _UserRow:
    name: str


_SELECT_BY_UKPRN = Query(select(organisation).where(organisation.c.ukprn == parameter("ukprn")), _OrganisationRow)
_SELECT_BY_REFERENCE = Query(
    select(organisation).where(organisation.c.reference == parameter("reference")), _OrganisationRow
)
_SELECT_WITHOUT_USERS = Query(
    select(organisation.c.id).where(~exists().where(organisation_user.c.organisation_id == organisation.c.id)), _IdRow
)

_IS_CURRENT = organisation.c.misses_since > parameter("hour_ago")
_COUNT_MISSES = Statement(
    update(organisation)
    .where(organisation.c.id == parameter("id_"))
    .values(
        misses=case((_IS_CURRENT, organisation.c.misses + parameter("more")), else_=parameter("more")),
        misses_before=case(
            (_IS_CURRENT, organisation.c.misses_before),
            (organisation.c.misses_since > parameter("two_ago"), organisation.c.misses),
            else_=constant(0),
        ),
        misses_since=case((_IS_CURRENT, organisation.c.misses_since), else_=parameter("now", DateTime())),
    )
)


class Organisations:
    """The organisations, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def named(self, ukprn: str, reference: str) -> Organisation | None:
        """Return the organisation with these identifiers, or None.

        If both are given, it must have both.
        """
        if ukprn:
            row = self._session.row(_SELECT_BY_UKPRN, {"ukprn": ukprn})
        elif reference:
            row = self._session.row(_SELECT_BY_REFERENCE, {"reference": reference})
        else:
            return None
        if row is None or reference not in ("", row.reference):
            return None
        return _organisation(row)

    def any_named(self, identifier: str) -> Organisation | None:
        """Return the organisation with this UKPRN or reference."""
        where = or_(organisation.c.ukprn == identifier, organisation.c.reference == identifier)
        row = self._session.row(Query(select(organisation).where(where), _OrganisationRow))
        return None if row is None else _organisation(row)

    def all(self) -> list[Organisation]:
        """Return every organisation, by UKPRN."""
        every = Query(select(organisation).order_by(organisation.c.ukprn), _OrganisationRow)
        return [_organisation(row) for row in self._session.rows(every)]

    def users(self, of: Organisation) -> list[str]:
        """Return the names of an organisation's users."""
        names = select(organisation_user.c.name).where(organisation_user.c.organisation_id == of.id)
        return [row.name for row in self._session.rows(Query(names.order_by(organisation_user.c.name), _UserRow))]

    def without_users(self) -> set[int]:
        """Return the ids of the organisations without a user."""
        return {row.id for row in self._session.rows(_SELECT_WITHOUT_USERS)}

    def add(
        self,
        *,
        ukprn: str,
        reference: str,
        name: str,
        roles: Collection[Role],
        password_hash: str,
        suspended: bool = False,
    ) -> Organisation:
        """Add an organisation.

        Raises OrganisationTaken if one of the identifiers is in use.
        """
        row = {
            "ukprn": ukprn,
            "reference": reference,
            "name": name,
            "roles": _written(roles),
            "suspended": suspended,
            "password_hash": password_hash,
            "version": 1,
        }
        try:
            with self._session.savepoint():
                self._session.run(insert(organisation).values(row))
        except Clash as error:
            raise OrganisationTaken("there is an organisation with this UKPRN or reference") from error
        added = self.named(ukprn, reference)
        assert added is not None
        return added

    def add_user(self, of: Organisation, name: str) -> None:
        """Add the name of a user, unless it is there."""
        if name not in self.users(of):
            self._session.run(insert(organisation_user).values(organisation_id=of.id, name=name))

    def remove_user(self, of: Organisation, name: str) -> None:
        """Remove the name of a user, if it is there."""
        where = (organisation_user.c.organisation_id == of.id, organisation_user.c.name == name)
        self._session.run(delete(organisation_user).where(*where))

    def count_misses(self, of: Organisation, misses: int, at: datetime) -> None:
        """Add to the misses of an organisation.

        Its version stays as it is.
        """
        self._session.run_later(
            _COUNT_MISSES, {"id_": of.id, "more": misses, "now": at, "hour_ago": at - HOUR, "two_ago": at - 2 * HOUR}
        )

    def change(
        self,
        stored: Organisation,
        *,
        roles: Collection[Role] | None = None,
        suspended: bool | None = None,
        password_hash: str | None = None,
    ) -> None:
        """Change those values of an organisation that are given.

        Raises Stale if somebody has changed it since it was read.
        """
        values: dict[str, object] = {"version": stored.version + 1}
        if roles is not None:
            values["roles"] = _written(roles)
        if suspended is not None:
            values["suspended"] = suspended
        if password_hash is not None:
            values["password_hash"] = password_hash
        where = (organisation.c.id == stored.id, organisation.c.version == stored.version)
        if self._session.run(update(organisation).where(*where).values(values)) != 1:
            raise Stale("the organisation changed since it was read")


def _written(roles: Collection[Role]) -> str:
    return " ".join(sorted(roles))


@lru_cache(maxsize=256)  # most calls ask for an organisation that has not changed
def _organisation(row: _OrganisationRow) -> Organisation:
    return Organisation(
        id=row.id,
        ukprn=row.ukprn,
        reference=row.reference,
        name=row.name,
        roles=frozenset(Role(role) for role in row.roles.split()),
        suspended=row.suspended,
        password_hash=row.password_hash,
        version=row.version,
        misses=row.misses,
        misses_before=row.misses_before,
        misses_since=row.misses_since,
    )
