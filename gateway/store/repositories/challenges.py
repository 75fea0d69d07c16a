"""Data challenges in the database."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime
from random import Random
from typing import Any

from sqlalchemy import select, update

from gateway.domain.actors import Caller, Decision
from gateway.domain.challenge import (
    Challenge,
    ChallengedEvent,
    ChallengeStatus,
    Complaint,
    Contact,
    EventDescription,
    draw_reference,
)
from gateway.domain.chance import SECURE
from gateway.store.database.session import Session
from gateway.store.database.statement import Insertion, Query, Statement, among, constant, parameter, words
from gateway.store.errors import NoSuchChallenge, Stale
from gateway.store.tables.challenges import challenge

_INSERT = Insertion(challenge, unless_taken=True)


class _ChallengeRow:
    reference: str
    uln: str
    organisation_id: int
    user_name: str
    raised_at: datetime
    state: str
    kind: str
    information: str
    contact_name: str
    telephone: str
    email: str
    event_id: int | None
    source: str
    original: dict[str, str]
    other_event_id: int | None
    other_source: str
    supplied: dict[str, str]
    resolved_at: datetime | None
    resolved_by: str
    reason: str


_SELECT_BY_REFERENCE = Query(select(challenge).where(challenge.c.reference == parameter("reference_")), _ChallengeRow)
_SELECT_OF_ULNS = Query(
    select(challenge)
    .where(
        among(challenge.c.uln, words("ulns")),
        challenge.c.organisation_id == parameter("organisation_id_"),
        challenge.c.state != ChallengeStatus.WITHDRAWN.value,
        challenge.c.raised_at.between(parameter("since"), parameter("until")),
    )
    .order_by(challenge.c.raised_at, challenge.c.reference),
    _ChallengeRow,
)
_SELECT_BY_STATE = Query(
    select(challenge)
    .where(among(challenge.c.state, words("states")))
    .order_by(challenge.c.raised_at, challenge.c.reference)
    .limit(parameter("most")),
    _ChallengeRow,
)
_OPEN = (challenge.c.reference == parameter("reference_"), challenge.c.state == constant(ChallengeStatus.OPEN.value))
_NOW = {
    "state": parameter("new_state"),
    "resolved_at": parameter("now"),
    "resolved_by": parameter("new_resolved_by"),
    "reason": parameter("new_reason"),
}
_RESOLVE = Statement(update(challenge).where(*_OPEN).values(**_NOW))
_WITHDRAW = Statement(update(challenge).where(*_OPEN).values(**_NOW, contact_name="", telephone="", email=""))
_DAYS = ("achieved_on", "started_on", "ended_on")


class Challenges:
    """The data challenges, within one transaction."""

    def __init__(self, session: Session, at: datetime, chance: Random = SECURE) -> None:
        self._session = session
        self._at = at
        self._chance = chance

    def create(self, complaint: Complaint, uln: str, caller: Caller) -> str:
        """Write a new challenge, and return its reference."""
        while True:
            new = Challenge(
                reference=draw_reference(self._chance),
                uln=uln,
                complaint=complaint,
                organisation_id=caller.organisation.id,
                user=caller.user,
                raised_at=self._at,
            )
            if self._session.insert(_INSERT, [_row(new)]):
                return new.reference

    def by_reference(self, reference: str) -> Challenge:
        """Return the challenge with this reference, or raise NoSuchChallenge."""
        row = self._session.row(_SELECT_BY_REFERENCE, {"reference_": reference})
        if row is None:
            raise NoSuchChallenge("there is no challenge with this reference")
        return _challenge(row)

    def of(self, ulns: Collection[str], since: datetime, until: datetime, caller: Caller) -> list[Challenge]:
        """Return the challenges that the caller's organisation raised.

        Only those raised with these ULNs, from `since` to `until`, and not withdrawn; oldest first.
        """
        values = {"ulns": ulns, "organisation_id_": caller.organisation.id, "since": since, "until": until}
        return [_challenge(row) for row in self._session.rows(_SELECT_OF_ULNS, values)]

    def listed(self, states: Collection[ChallengeStatus], most: int) -> list[Challenge]:
        """Return at most `most` challenges in these states, oldest first."""
        values = {"states": [state.value for state in states], "most": most}
        return [_challenge(row) for row in self._session.rows(_SELECT_BY_STATE, values)]

    def resolve(self, stored: Challenge, state: ChallengeStatus, decision: Decision) -> None:
        """Write the result of an open challenge.

        Raises Stale if it is no longer open.
        """
        self._end(_RESOLVE, stored, state, by=decision.by, reason=decision.reason)

    def withdraw(self, stored: Challenge, *, by: str) -> None:
        """Withdraw an open challenge, and forget the contact.

        Raises Stale if it is no longer open.
        """
        self._end(_WITHDRAW, stored, ChallengeStatus.WITHDRAWN, by=by, reason="")

    def _end(self, statement: Statement, stored: Challenge, state: ChallengeStatus, *, by: str, reason: str) -> None:
        values = {
            "reference_": stored.reference,
            "new_state": state.value,
            "now": self._at,
            "new_resolved_by": by,
            "new_reason": reason,
        }
        if self._session.run(statement, values) != 1:
            raise Stale(f"{stored.reference} was resolved since it was read")


def _row(new: Challenge) -> dict[str, object]:
    complaint = new.complaint
    return {
        "reference": new.reference,
        "uln": new.uln,
        "organisation_id": new.organisation_id,
        "user_name": new.user,
        "raised_at": new.raised_at,
        "state": new.state.value,
        "kind": complaint.kind,
        "information": complaint.information,
        "contact_name": complaint.contact.name,
        "telephone": complaint.contact.telephone,
        "email": complaint.contact.email,
        "event_id": complaint.first.event_id,
        "source": complaint.first.source,
        "original": _written(complaint.original),
        "other_event_id": complaint.second.event_id,
        "other_source": complaint.second.source,
        "supplied": _written(complaint.supplied),
        "resolved_at": new.resolved_at,
        "resolved_by": new.resolved_by,
        "reason": new.reason,
    }


def _written(details: EventDescription) -> dict[str, str]:
    """Return the stated details as JSON."""
    return {name: str(value) for name, value in asdict(details).items() if value}


def _details(written: dict[str, str]) -> EventDescription:
    days = {name: date.fromisoformat(written[name]) for name in _DAYS if name in written}
    members: dict[str, Any] = written | days
    return EventDescription(**members)


def _challenge(row: _ChallengeRow) -> Challenge:
    return Challenge(
        reference=row.reference,
        uln=row.uln,
        complaint=Complaint(
            kind=row.kind,
            information=row.information,
            contact=Contact(name=row.contact_name, telephone=row.telephone, email=row.email),
            first=ChallengedEvent(event_id=row.event_id, source=row.source),
            original=_details(row.original),
            second=ChallengedEvent(event_id=row.other_event_id, source=row.other_source),
            supplied=_details(row.supplied),
        ),
        organisation_id=row.organisation_id,
        user=row.user_name,
        raised_at=row.raised_at,
        state=ChallengeStatus(row.state),
        resolved_at=row.resolved_at,
        resolved_by=row.resolved_by,
        reason=row.reason,
    )
