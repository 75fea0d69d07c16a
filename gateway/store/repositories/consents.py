"""Consent in the database: its changes, and lifted opt-outs."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import null, or_, select, update

from gateway.domain.actors import Cause
from gateway.domain.consent import ConsentChange, Notice, lifts_opt_out, notice_of
from gateway.domain.learner import AbilityToShare, Learner
from gateway.store.database.session import Session
from gateway.store.database.statement import Insertion, Query, Statement, among, parameter, words
from gateway.store.tables.consent import consent_change
from gateway.store.tables.learners import learner

_INSERT = Insertion(consent_change, but=["id"])


class _ConsentRow:
    uln: str
    at: datetime
    held: int
    given: int
    notice: str
    operation: str
    call: str
    organisation_id: int | None
    user_name: str


_SELECT_OF_ULNS = Query(
    select(consent_change).where(among(consent_change.c.uln, words("ulns"))).order_by(consent_change.c.id), _ConsentRow
)
_LIFT_OPT_OUTS = Statement(
    update(learner)
    .where(
        learner.c.master_uln == parameter("master_uln_"),
        or_(among(learner.c.uln, words("ulns")), learner.c.opt_out_lifted_by.is_not(None)),
    )
    .values(opt_out_lifted_by=parameter("opt_out_lifted_by_"))
)
_FORGET_LIFTS = Statement(
    update(learner)
    .where(
        learner.c.master_uln == parameter("master_uln_"), learner.c.opt_out_lifted_by == parameter("opt_out_lifted_by_")
    )
    .values(opt_out_lifted_by=null())
)


class Consents:
    """The history of consent, within one transaction."""

    def __init__(self, session: Session, at: datetime) -> None:
        self._session = session
        self._at = at

    def record_statement(self, stored: Learner, given: AbilityToShare, cause: Cause) -> None:
        """Write the AbilityToShare that a learner states, for all ULNs.

        If it lifts an opt-out, it also lifts the opt-outs of linked ULNs that were read with the learner. Opt-outs that
        an earlier notice lifted now depend on this one.
        """
        before = stored.person.ability_to_share
        if stored.opt_outs and lifts_opt_out(before, given):
            self._session.run(
                _LIFT_OPT_OUTS, {"ulns": stored.opt_outs, "master_uln_": stored.uln, "opt_out_lifted_by_": stored.uln}
            )
        self._add(((uln, before, given) for uln in stored.all_ulns), notice_of(before, given), cause)

    def record_effects(self, before: dict[str, AbilityToShare], after: dict[str, AbilityToShare], cause: Cause) -> None:
        """Write what a merge or unmerge changed for ULNs.

        `before` and `after` are the values that counted for each ULN.
        """
        moved = ((uln, before[uln], after[uln]) for uln in sorted(before) if before[uln] is not after[uln])
        self._add(moved, Notice.LINKED, cause)

    def forget_lifts(self, uln: str, master: str) -> None:
        """Let the opt-outs hold again that this ULN has lifted.

        They are opt-outs of learners merged into the master. A notice seen under this ULN lifted them.
        """
        self._session.run(_FORGET_LIFTS, {"master_uln_": master, "opt_out_lifted_by_": uln})

    def _add(self, changes: Iterable[tuple[str, AbilityToShare, AbilityToShare]], notice: Notice, cause: Cause) -> None:
        of_all = {
            "at": self._at,
            "notice": notice.value,
            "operation": cause.operation,
            "call": cause.call,
            "organisation_id": cause.organisation_id,
            "user_name": cause.user,
        }
        rows = [of_all | {"uln": uln, "held": int(before), "given": int(given)} for uln, before, given in changes]
        if rows:
            self._session.add(_INSERT, rows)

    def of(self, ulns: Collection[str]) -> list[ConsentChange]:
        """Return the changes of these ULNs, oldest first."""
        return [_change(row) for row in self._session.rows(_SELECT_OF_ULNS, {"ulns": ulns})]


def _change(row: _ConsentRow) -> ConsentChange:
    return ConsentChange(
        at=row.at,
        uln=row.uln,
        held=AbilityToShare(row.held),
        given=AbilityToShare(row.given),
        notice=Notice(row.notice),
        cause=Cause(user=row.user_name, organisation_id=row.organisation_id, operation=row.operation, call=row.call),
    )
