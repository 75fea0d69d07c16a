"""Achievements in the database.

They are learning events that the organisation that reported them may change.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import select, update

from gateway.domain import choices
from gateway.domain.achievements import Achievement, Award
from gateway.domain.actors import Caller
from gateway.domain.organisation import Organisation
from gateway.store.database.session import Session
from gateway.store.database.statement import Insertion, Query, Statement, among, parameter, words
from gateway.store.errors import AchievementExists, Stale
from gateway.store.tables.events import learning_event

_FINAL, _PROVISIONAL = choices.EVENT_STATUS.final, choices.EVENT_STATUS.provisional
_HELD = (
    select(
        *(
            learning_event.c[name]
            for name in (
                "id", "uln", "subject_code", "identifier", "awarded_on", "provider_ukprn", "grade", "language",
                "status", "withdrawn_on", "reason", "version",
            )
        )
    )
    .where(
        learning_event.c.organisation_id == parameter("organisation_id_"), among(learning_event.c.uln, words("ulns"))
    )
    .order_by(learning_event.c.id)
)  # fmt: skip


class _AchievementRow:
    id: int
    uln: str
    subject_code: str
    identifier: str
    awarded_on: date
    provider_ukprn: str
    grade: str
    language: str | None
    status: str
    withdrawn_on: date | None
    reason: str
    version: int


_SELECT_OF_ORGANISATION = Query(_HELD, _AchievementRow)
_SELECT_FOR_UPDATE = Query(
    _HELD.where(
        learning_event.c.subject_code == parameter("subject_code_"),
        learning_event.c.identifier == parameter("identifier_"),
    ).with_for_update(),  # SQLite, which has one writer, renders nothing for it
    _AchievementRow,
)
_INSERT = Insertion(learning_event, but=["id"], unless_taken=True)
_UPDATE = Statement(
    update(learning_event)
    .where(learning_event.c.id == parameter("id_"), learning_event.c.version == parameter("version_"))
    .values(
        awarded_on=parameter("new_awarded_on"),
        provider_ukprn=parameter("new_provider"),
        provider_name=parameter("new_provider_name"),
        grade=parameter("new_grade"),
        language=parameter("new_language"),
        status=parameter("new_status"),
        withdrawn_on=parameter("new_withdrawn_on"),
        reason=parameter("new_reason"),
        loaded_at=parameter("now"),
        version=parameter("new_version"),
    )
)
_OF_OTHERS = dict.fromkeys(learning_event.c.keys())
"""A null for every column, before an achievement fills some."""


class Achievements:
    """The achievements, within one transaction."""

    def __init__(self, session: Session, at: datetime) -> None:
        self._session = session
        self._at = at

    def by_reference(
        self, ulns: Collection[str], reference: str, identifier: str, caller: Caller
    ) -> Achievement | None:
        """Return the achievement that the caller's organisation has reported.

        A withdrawn one is returned too. Nobody else can change it until this transaction ends.
        """
        named = {"subject_code_": reference, "identifier_": identifier}
        row = self._session.row(_SELECT_FOR_UPDATE, _of(ulns, caller) | named)
        return None if row is None else _achievement(row)

    def all_of(self, ulns: Collection[str], caller: Caller) -> list[Achievement]:
        """Return all achievements that the caller's organisation has reported.

        They come in the order in which they were first reported, withdrawn ones too.
        """
        return [_achievement(row) for row in self._session.rows(_SELECT_OF_ORGANISATION, _of(ulns, caller))]

    def create(self, new: Achievement, provider: Organisation | None, caller: Caller) -> None:
        """Write a new achievement.

        Raises AchievementExists if the organisation has already reported it.
        """
        if self.insert_all([(new, provider)], caller) != 1:
            raise AchievementExists("the organisation has reported this achievement")

    def replace(self, stored: Achievement, now: Achievement, provider: Organisation | None) -> None:
        """Write an achievement over the one that was read.

        Raises Stale if somebody has changed it since then.
        """
        if self.update_all([(stored.version, now, provider)]) != 1:
            raise Stale("the achievement changed since it was read")

    def insert_all(self, new: Sequence[tuple[Achievement, Organisation | None]], caller: Caller) -> int:
        """Write new achievements, and return how many were written.

        Those that exist already are left as they are.
        """
        by = caller.organisation
        rows = [
            _OF_OTHERS
            | {
                "uln": one.uln,
                "source": "AO",
                "subject": one.reference,  # there is no catalogue that has its title
                "subject_code": one.reference,
                "awarded_on": one.award.awarded_on,
                "provider_ukprn": one.award.provider_ukprn,
                "provider_name": provider.name if provider else None,
                "awarding_ukprn": by.ukprn,
                "awarding_name": by.name,
                "credits": choices.AWARDED_CREDITS,
                "loaded_at": self._at,
                "grade": one.award.grade,
                "language": one.award.language or None,
                "status": _FINAL if one.final else _PROVISIONAL,
                "organisation_id": by.id,
                "identifier": one.identifier,
                "withdrawn_on": one.withdrawn_on,
                "reason": one.reason,
                "version": one.version,
            }
            for one, provider in new
        ]
        return self._session.insert(_INSERT, rows) if rows else 0

    def update_all(self, changed: Sequence[tuple[int, Achievement, Organisation | None]]) -> int:
        """Write changed achievements, and return how many were written.

        Each comes with the version that was read. An achievement that somebody has changed since then is left as it is.
        """
        rows = [
            {
                "id_": now.event_id,
                "version_": held_version,
                "new_awarded_on": now.award.awarded_on,
                "new_provider": now.award.provider_ukprn,
                "new_provider_name": provider.name if provider else None,
                "new_grade": now.award.grade,
                "new_language": now.award.language or None,
                "new_status": _FINAL if now.final else _PROVISIONAL,
                "new_withdrawn_on": now.withdrawn_on,
                "new_reason": now.reason,
                "new_version": now.version,
                "now": self._at,
            }
            for held_version, now, provider in changed
        ]
        return self._session.run_all(_UPDATE, rows)


def _of(ulns: Collection[str], caller: Caller) -> dict[str, object]:
    return {"organisation_id_": caller.organisation.id, "ulns": ulns}


def _achievement(row: _AchievementRow) -> Achievement:
    return Achievement(
        uln=row.uln,
        reference=row.subject_code,
        identifier=row.identifier,
        award=Award(
            awarded_on=row.awarded_on,
            provider_ukprn=row.provider_ukprn,
            grade=row.grade,
            language=row.language or "",
        ),
        final=row.status == _FINAL,
        withdrawn_on=row.withdrawn_on,
        reason=row.reason,
        event_id=row.id,
        version=row.version,
    )
