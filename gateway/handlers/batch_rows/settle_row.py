"""Settle who a row of a batch is (contract 6.7).

An operator decides: the row is about a registered learner, or about a new person.
"""

from dataclasses import dataclass

from gateway.domain.access import Operation, may
from gateway.domain.actors import AuditedDecision, Caller
from gateway.domain.batch import JobKind, RowInsufficient, RowMalformed, RowResult
from gateway.domain.codes import Code
from gateway.domain.learner import Person, identity_of
from gateway.domain.lifecycle import require_surviving
from gateway.domain.settlement import (
    CandidateNotReviewed,
    CannotSettle,
    IsRegistered,
    NotACandidate,
    NothingToSettle,
    NotRegistrable,
    OpenRow,
    require_open,
    settled,
)
from gateway.handlers.batch_rows.do_registration import Registration, fill_learner, require_registrable
from gateway.handlers.batch_rows.do_row import read_row
from gateway.handlers.execution.outcome import OperatorResult
from gateway.handlers.learners.find_candidates import find_candidates
from gateway.handlers.learners.register_learner import RegisterLearner, find_certain, register_decided
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleRow:
    """A row of a job, and who it is.

    `row` is the number in the file. Without `uln` the row is a new person. With `unlisted` the learner need not be
    among the candidates.
    """

    job: int
    row: int
    uln: str = ""
    unlisted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSettled(OperatorResult):
    """The result of the row that was settled."""

    result: RowResult


def settle_row(request: SettleRow, decision: AuditedDecision, unit: Unit) -> RowSettled:
    """Settle the row as this learner, or register its person.

    Raises CannotSettle, OperatorActionRefused or NoSuchLearner.
    """
    open_row = unit.settlements.lock(request.job, request.row)
    require_open(open_row)
    row = read_row(JobKind.REGISTRATION, open_row.given)
    assert isinstance(row, Registration), "the job is one of registrations"
    caller = _caller(open_row, decision, unit)
    result = _register(open_row, row, caller, unit) if not request.uln else _take(request, open_row, row, caller, unit)
    result = settled(result, open_row.result, decision, unit.at)
    unit.settlements.settle(open_row, result)
    return RowSettled(touched=(result.uln,), result=result)


def _caller(open_row: OpenRow, decision: AuditedDecision, unit: Unit) -> Caller:
    """Return the organisation of the job as the caller.

    The operator acts for it. Raises CannotSettle.
    """
    organisation = unit.organisations.named(open_row.ukprn, "")
    if organisation is None or organisation.suspended or not may(organisation, Operation.SUBMIT_BATCH):
        raise CannotSettle(f"{open_row.ukprn} may not submit batches; its rows wait until it may")
    return Caller(organisation=organisation, user=decision.by, operation=decision.operation, call=decision.call)


def _take(request: SettleRow, open_row: OpenRow, row: Registration, caller: Caller, unit: Unit) -> RowResult:
    """Process the row as about the learner with this ULN."""
    learner, _ = unit.lifecycle.lock_with_master(request.uln)
    require_surviving(learner)
    person = None if isinstance(row.person, Code) else row.person
    candidates = () if person is None else find_candidates(person, unit).ulns
    if not request.unlisted and learner.uln not in candidates:
        raise NotACandidate(
            f"{learner.uln} is not among the candidates of row {open_row.number} ({', '.join(candidates) or 'none'});"
            " where you are sure that it is the learner, add --not-listed"
        )
    if person is None:
        return RowResult(code=Code.ROW_EXACT if open_row.check_only else Code.ROW_EXISTS, uln=learner.uln)
    return fill_learner(learner, person, caller, unit, check_only=open_row.check_only)


def _register(open_row: OpenRow, row: Registration, caller: Caller, unit: Unit) -> RowResult:
    """Register the row's person, who is none of the candidates."""
    place = f"row {open_row.number} of job {open_row.job_number}"
    if open_row.check_only:
        raise NotRegistrable(f"job {open_row.job_number} only checks: submit the file without --check")
    if open_row.result.code is not Code.ROW_POSSIBLE or isinstance(row.person, Code):
        raise NothingToSettle(f"{place} cannot be registered as it is: correct it and submit it again")
    _require_unknown(place, row.person, unit)
    try:
        require_registrable(row, row.person, unit)
    except RowInsufficient:
        raise NotRegistrable(
            f"{place} lacks ability to share or verification type: submit it again with them"
        ) from None
    except RowMalformed:
        raise NotRegistrable(f"{place} has a date of birth of nobody who may be registered") from None
    registered = register_decided(RegisterLearner(person=row.person), caller, unit)
    if registered.code is Code.LEARNER_EXISTS:
        _require_unknown(place, row.person, unit)
        raise CandidateNotReviewed(
            f"no operator has been shown the learner who agrees with {place} in names, date of birth, gender and"
            f" postcode: look at the candidates first (lrs-gateway batch show {open_row.job_number})"
        )
    if registered.code is not Code.LEARNER_REGISTERED:
        raise NotRegistrable(f"{place} does not say enough: {registered.code.text}")
    return RowResult(code=Code.ROW_NEW_ULN, uln=registered.uln)


def _require_unknown(place: str, person: Person, unit: Unit) -> None:
    found = find_candidates(person, unit)
    certain = find_certain(person, unit.learners.holders(identity_of(person)), unit)
    uln = (certain.master_uln or certain.uln) if certain is not None else ""
    if found.code in (Code.EXACT_MATCH, Code.MASTER_SUBSTITUTED):
        (uln,) = found.ulns
    if uln:
        raise IsRegistered(f"{place} is registered as {uln}: settle it with --is {uln}")
