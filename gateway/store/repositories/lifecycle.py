"""Merges, deletions and their undoing, and reports of them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from types import MappingProxyType

from sqlalchemy import func, or_, select, update

from gateway.domain.actors import AuditedDecision, Decision, by_operator
from gateway.domain.learner import AbilityToShare, Learner, LearnerStatus, identity_of
from gateway.domain.lifecycle import ChangeKind, Deletion, Link, ReportedLearner, StatusChange
from gateway.domain.matching import PRIOR, is_certain
from gateway.store.database.session import Session
from gateway.store.database.statement import Insertion, Query, parameter
from gateway.store.errors import Clash, LearnerExists, NoSuchLearner, Stale
from gateway.store.repositories.consents import Consents
from gateway.store.repositories.learners import Learners
from gateway.store.tables.learners import learner
from gateway.store.tables.lifecycle import status_change

_INSERT = Insertion(status_change, but=["id"])
_BETWEEN = status_change.c.at.between(parameter("since"), parameter("until"))
_master = learner.alias("master")


class _ChangeRow:
    at: datetime
    change: str
    uln: str
    master_uln: str | None
    by: str
    reason: str


class _LinkRow:
    at: datetime
    uln: str
    family_name: str
    given_name: str
    date_of_birth: date
    master_uln: str
    master_family_name: str
    master_given_name: str
    master_date_of_birth: date


class _DeletionRow:
    uln: str
    at: datetime


_SELECT_LINKS = Query(
    select(
        status_change.c.at,
        learner.c.uln,
        learner.c.family_name,
        learner.c.given_name,
        learner.c.date_of_birth,
        _master.c.uln.label("master_uln"),
        _master.c.family_name.label("master_family_name"),
        _master.c.given_name.label("master_given_name"),
        _master.c.date_of_birth.label("master_date_of_birth"),
    )
    .join(learner, learner.c.uln == status_change.c.uln)
    .join(_master, _master.c.uln == status_change.c.master_uln)
    .where(
        status_change.c.change == parameter("change_"),
        _BETWEEN,
        learner.c.status != LearnerStatus.DELETED.value,
        _master.c.status != LearnerStatus.DELETED.value,
    )
    .order_by(status_change.c.at, status_change.c.id),
    _LinkRow,
)
_latest = func.max(status_change.c.at)
_SELECT_DELETIONS = Query(
    select(status_change.c.uln, _latest.label("at"))
    .join(learner, learner.c.uln == status_change.c.uln)
    .where(
        status_change.c.change == ChangeKind.DELETED.value,
        _BETWEEN,
        learner.c.status == LearnerStatus.DELETED.value,
    )
    .group_by(status_change.c.uln)
    .order_by(_latest, status_change.c.uln),
    _DeletionRow,
)


class Lifecycle:
    """Changes of learners' status, within one transaction."""

    def __init__(self, session: Session, at: datetime) -> None:
        self._session = session
        self._at = at
        self._learners = Learners(session, at)
        self._consents = Consents(session, at)

    def lock(self, ulns: Collection[str]) -> dict[str, Learner]:
        """Return these learners by ULN, locked until the transaction ends.

        They are locked in the order of their ULNs, so that two operators wait for each other and do not deadlock. They
        are read after that. Raises NoSuchLearner.
        """
        lock = select(learner.c.uln).where(learner.c.uln.in_(ulns)).order_by(learner.c.uln)
        self._session.rows(lock.with_for_update(key_share=True))  # SQLite, with its one writer, renders nothing here
        locked = self._learners.by_ulns(ulns)
        for uln in ulns:
            if uln not in locked:
                raise NoSuchLearner(f"no learner has the ULN {uln}")
        return locked

    def lock_with_master(self, uln: str) -> tuple[Learner, Learner | None]:
        """Return a learner and its master, if any, locked.

        They are locked as `hold` does it. Raises NoSuchLearner.
        """
        known = self._learners.by_uln(uln)
        while True:
            locked = self.lock({uln} if known is None or known.master_uln is None else {uln, known.master_uln})
            known = locked[uln]
            if known.master_uln is None or known.master_uln in locked:  # else it was merged just before the lock
                return known, locked.get(known.master_uln or "")

    def merge(self, master: Learner, other: Learner, decision: AuditedDecision) -> None:
        """Merge a learner, and its linked learners, into a master.

        Lock both before; the master must be active. Raises Stale if one of them changed since it was read.
        """
        linked = self.lock(other.linked_ulns) if other.linked_ulns else {}
        # a learner that was unmerged just before the lock stays where it is
        moving = [other, *(member for member in linked.values() if member.master_uln == other.uln)]
        before = self._read(master.uln)
        counted = _counting(before) | dict.fromkeys((member.uln for member in moving), other.person.ability_to_share)
        for member in moving:
            self._change_status(member, ChangeKind.MERGED, LearnerStatus.MERGED, master.uln, decision)
        self._record_consent_effects(before, counted, decision)

    def unmerge(self, locked: Learner, master: Learner, decision: AuditedDecision) -> None:
        """Make a merged learner active again.

        Lock it with its master before. Raises LearnerExists if an active learner has its key fields now, and Stale if
        it changed since it was read.
        """
        self._detach(locked, master, ChangeKind.UNMERGED, LearnerStatus.ACTIVE, decision)

    def delete(self, locked: Learner, master: Learner | None, decision: AuditedDecision) -> None:
        """Delete a learner; the ULN is never issued again.

        Lock the learner, and its master if it has one, before. Raises Stale if it changed since it was read.
        """
        if master is None:
            self._change_status(locked, ChangeKind.DELETED, LearnerStatus.DELETED, None, decision)
        else:
            self._detach(locked, master, ChangeKind.DELETED, LearnerStatus.DELETED, decision)

    def _detach(
        self, locked: Learner, master: Learner, change: ChangeKind, status: LearnerStatus, decision: AuditedDecision
    ) -> None:
        counted = _counting(master)
        self._change_status(locked, change, status, None, decision)
        self._consents.forget_lifts(locked.uln, master.uln)
        self._record_consent_effects(
            master, counted, decision, {locked.uln: self._read(locked.uln).person.ability_to_share}
        )

    def _record_consent_effects(
        self,
        master: Learner,
        counted: dict[str, AbilityToShare],
        decision: AuditedDecision,
        apart: Mapping[str, AbilityToShare] = MappingProxyType({}),
    ) -> None:
        """Write how a move changed the AbilityToShare that counts.

        `counted` holds the values before, for the master and the linked learners. `apart` holds the values now of
        learners who have left.
        """
        cause, now = by_operator(decision), self._read(master.uln)
        if now.person.ability_to_share is not master.person.ability_to_share:
            self._learners.bump_version(master, cause)
        self._consents.record_effects(counted, _counting(now) | dict(apart), cause)

    def _read(self, uln: str) -> Learner:
        found = self._learners.by_uln(uln)
        assert found is not None, "it is held"
        return found

    def restore(self, locked: Learner, decision: AuditedDecision) -> None:
        """Make a deleted learner active again.

        Raises LearnerExists if an active learner has its key fields now, and Stale if it changed since it was read.
        """
        self._change_status(locked, ChangeKind.RESTORED, LearnerStatus.ACTIVE, None, decision)

    def _change_status(
        self,
        locked: Learner,
        change: ChangeKind,
        status: LearnerStatus,
        master_uln: str | None,
        decision: AuditedDecision,
    ) -> None:
        if status is LearnerStatus.ACTIVE:
            self._refuse_where_registered_again(locked)
        moved = (
            update(learner)
            .where(
                learner.c.uln == locked.uln,
                learner.c.version == locked.version,
                learner.c.status == locked.status.value,
            )
            .values(status=status.value, master_uln=master_uln, version=locked.version + 1, updated_at=self._at)
        )
        if master_uln is None:
            moved = moved.values(opt_out_lifted_by=None)  # what the learner stated under this ULN counts for it again
        try:
            with self._session.savepoint():
                count = self._session.run(moved)
        except Clash as error:
            holder = self._learners.holder(identity_of(locked.person))
            raise LearnerExists(
                f"the name, birth date, gender and postcode of {locked.uln} are those of {holder}"
            ) from error
        if count != 1:
            raise Stale(f"{locked.uln} changed since it was read")
        self._learners.record_change(change.value, locked, by_operator(decision))
        master = master_uln or locked.master_uln
        self._add(
            StatusChange(at=self._at, change=change, uln=locked.uln, master_uln=master, decision=_stated(decision))
        )

    def _refuse_where_registered_again(self, locked: Learner) -> None:
        """Raise LearnerExists if an active learner is certainly this person.

        The unique index sees only learners with the same `key_number`.
        """
        for holder in self._learners.holders(identity_of(locked.person)):
            if (
                holder.status is LearnerStatus.ACTIVE
                and holder.uln != locked.uln
                and is_certain(locked.person, holder.person, PRIOR)
            ):
                raise LearnerExists(
                    f"the name, birth date, gender and postcode of {locked.uln} are those of {holder.uln}"
                )

    def _add(self, change: StatusChange) -> None:
        row = {
            "at": change.at,
            "change": change.change.value,
            "uln": change.uln,
            "master_uln": change.master_uln,
            "by": change.decision.by,
            "reason": change.decision.reason,
        }
        self._session.insert(_INSERT, [row])

    def import_changes(self, changes: Iterable[StatusChange]) -> None:
        """Write changes of the past that are not there yet.

        For demonstration data and migrations from another register.
        """
        for change in changes:
            if change not in self.of(change.uln):
                self._add(change)

    def of(self, uln: str) -> list[StatusChange]:
        """Return the changes of a learner's status, oldest first.

        Changes of the learners merged into it are returned too.
        """
        about = or_(status_change.c.uln == uln, status_change.c.master_uln == uln)
        order = (status_change.c.at, status_change.c.id)
        changes = Query(select(status_change).where(about).order_by(*order), _ChangeRow)
        return [_change(row) for row in self._session.rows(changes)]

    def merged(self, first: date, last: date) -> list[Link]:
        """Return the merges between two days.

        Both days are included, in UTC. Deleted learners are left out.
        """
        return self._links(ChangeKind.MERGED, first, last)

    def unmerged(self, first: date, last: date) -> list[Link]:
        """Return the unmerges between two days.

        Both days are included, in UTC. Deleted learners are left out.
        """
        return self._links(ChangeKind.UNMERGED, first, last)

    def _links(self, change: ChangeKind, first: date, last: date) -> list[Link]:
        return [_link(row) for row in self._session.rows(_SELECT_LINKS, _days(first, last) | {"change_": change.value})]

    def deleted(self, first: date, last: date) -> list[Deletion]:
        """Return the ULNs deleted between two days.

        Both days are included, in UTC. ULNs that were restored since are left out.
        """
        rows = self._session.rows(_SELECT_DELETIONS, _days(first, last))
        return [Deletion(uln=row.uln, day=row.at.date()) for row in rows]


def _counting(master: Learner) -> dict[str, AbilityToShare]:
    """Return the AbilityToShare that counts for each ULN.

    For the master and the learners merged into it.
    """
    return dict.fromkeys(master.all_ulns, master.person.ability_to_share)


def _stated(decision: AuditedDecision) -> Decision:
    return Decision(by=decision.by, reason=decision.reason)


def _days(first: date, last: date) -> dict[str, object]:
    return {"since": datetime.combine(first, time.min), "until": datetime.combine(last, time.max)}


def _change(row: _ChangeRow) -> StatusChange:
    return StatusChange(
        at=row.at,
        change=ChangeKind(row.change),
        uln=row.uln,
        master_uln=row.master_uln,
        decision=Decision(by=row.by, reason=row.reason),
    )


def _link(row: _LinkRow) -> Link:
    return Link(
        master=ReportedLearner(
            uln=row.master_uln,
            family_name=row.master_family_name,
            given_name=row.master_given_name,
            date_of_birth=row.master_date_of_birth,
        ),
        learner=ReportedLearner(
            uln=row.uln, family_name=row.family_name, given_name=row.given_name, date_of_birth=row.date_of_birth
        ),
        day=row.at.date(),
    )
