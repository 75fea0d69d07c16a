"""Registers a learner and issues the ULN (registerSingleLearner; contract 6.2)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.domain import choices
from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.learner import Learner, Person, identity_of, is_sufficient
from gateway.domain.matching import is_certain
from gateway.handlers.execution.outcome import Outcome
from gateway.store.errors import LearnerExists
from gateway.store.slices.row_unit import RowUnit
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLearner:
    """Whom to register."""

    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationOutcome(Outcome):
    """The new ULN, empty where none was issued."""

    uln: str = ""


def register_learner(request: RegisterLearner, caller: Caller, unit: Unit) -> RegistrationOutcome:
    """Register the person.

    One who is there is refused by the database, not by a look first.

    Who has the key fields of a learner and can be told apart, or of whom they say too little, is registered beside that
    learner if the organisation has been shown the learner by a search (contract 6.2).
    """

    def was_shown(one: Learner, since: datetime) -> bool:
        return unit.audit.has_shown(one.master_uln or one.uln, caller.organisation.id, since)

    return _register(request.person, caller, unit, was_shown)


def register_decided(request: RegisterLearner, caller: Caller, unit: Unit) -> RegistrationOutcome:
    """Register a person whom an operator has told apart from others: the same, where the operator was shown them."""

    def was_shown(one: Learner, since: datetime) -> bool:
        return unit.audit.has_shown_operator(one.master_uln or one.uln, since)

    return _register(request.person, caller, unit, was_shown)


_WasShown = Callable[[Learner, datetime], bool]


def register_unless_held(person: Person, caller: Caller, unit: RowUnit) -> RegistrationOutcome:
    """Register a person whose key fields no learner has.

    No row of a batch registers one beside another.
    """
    if not is_sufficient(person, unit.at.date()):
        return RegistrationOutcome(code=Code.INSUFFICIENT_DATA, touched=())
    try:
        uln = unit.learners.register(person, caller)
    except LearnerExists:
        return RegistrationOutcome(code=Code.LEARNER_EXISTS, touched=())
    return RegistrationOutcome(code=Code.LEARNER_REGISTERED, touched=(uln,), uln=uln)


def _register(person: Person, caller: Caller, unit: Unit, was_shown: _WasShown) -> RegistrationOutcome:
    registered = register_unless_held(person, caller, unit)
    if registered.code is not Code.LEARNER_EXISTS:
        return registered
    uln = _register_beside(person, caller, unit, was_shown)
    return RegistrationOutcome(code=Code.LEARNER_REGISTERED, touched=(uln,), uln=uln) if uln else registered


def _register_beside(person: Person, caller: Caller, unit: Unit, was_shown: _WasShown) -> str:
    """Register a person who is not certainly one of those with the same key fields; return "" where that may not be.

    The search must have shown the newest of them: so who registers again, because an answer was lost, is refused.
    """
    others = unit.learners.holders(identity_of(person))
    if not others or find_certain(person, others) is not None:
        return ""
    newest = others[-1]
    since = max(newest.created_at, unit.at - choices.FIND_COUNTS_FOR)
    if not was_shown(newest, since):
        return ""
    try:
        return unit.learners.register_beside(person, others, caller)
    except LearnerExists:
        return ""


def find_certain(person: Person, holders: Sequence[Learner]) -> Learner | None:
    """Return the learner of those with the same key fields who certainly is the person, or None."""
    return next((one for one in holders if is_certain(person, one.person)), None)
