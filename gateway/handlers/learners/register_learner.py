"""Register a learner and issue the ULN.

registerSingleLearner; contract 6.2.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.domain import choices
from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.learner import Learner, Person, identity_of, is_sufficient
from gateway.domain.matching import ExactMatch, LinkedMatch, is_certain
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_matching import match
from gateway.store.chunks.row_unit import RowUnit
from gateway.store.errors import LearnerExists
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
    """Register the person, and return the new ULN.

    The database refuses a learner who is registered already; nothing is looked up first. A person may have the key
    fields of a learner and still be somebody else, or the other details may not decide it. Such a person is registered
    too, if a search has shown that learner to the organisation (contract 6.2).
    """

    def was_shown(learner: Learner, since: datetime) -> bool:
        return unit.audit.has_shown(learner.master_uln or learner.uln, caller.organisation.id, since)

    return _register(request.person, caller, unit, was_shown)


def register_decided(request: RegisterLearner, caller: Caller, unit: Unit) -> RegistrationOutcome:
    """Register a person whom an operator found to be new.

    It is as `register_learner`, but the search must have shown the learner to the operator.
    """

    def was_shown(learner: Learner, since: datetime) -> bool:
        return unit.audit.has_shown_operator(learner.master_uln or learner.uln, since)

    return _register(request.person, caller, unit, was_shown)


_WasShown = Callable[[Learner, datetime], bool]


def register_unless_held(person: Person, caller: Caller, unit: RowUnit) -> RegistrationOutcome:
    """Register a person whose key fields no learner has.

    Rows of batches use this: they never register a second learner with the same key fields.
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
    """Register a person beside others with the same key fields.

    Returns the ULN, or "" if the person may not be registered: if one of the others certainly is the person, or if no
    search has shown the newest of them. So an organisation that did not receive the answer and registers again is
    refused.
    """
    others = unit.learners.holders(identity_of(person))
    if not others or find_certain(person, others, unit) is not None or _is_found(person, unit):
        return ""
    newest = others[-1]
    since = max(newest.created_at, unit.at - choices.FIND_COUNTS_FOR)
    if not was_shown(newest, since):
        return ""
    try:
        return unit.learners.register_beside(person, others, caller)
    except LearnerExists:
        return ""


def _is_found(person: Person, unit: Unit) -> bool:
    """Return whether a search would answer with one learner."""
    return isinstance(match(person, unit), ExactMatch | LinkedMatch)


def find_certain(person: Person, holders: Sequence[Learner], unit: Unit) -> Learner | None:
    """Return the holder who certainly is the person, or None.

    `holders` are the learners with the same key fields.
    """
    model = unit.matching_models.current
    return next((holder for holder in holders if is_certain(person, holder.person, model)), None)
