"""Registers a learner and issues the ULN (registerSingleLearner; contract 6.2)."""

from dataclasses import dataclass

from gateway.domain import choices
from gateway.domain.codes import Code
from gateway.domain.learner import Person, is_sufficient, key_of
from gateway.domain.matching import is_certain
from gateway.domain.organisation import Caller
from gateway.handlers.outcome import Outcome
from gateway.store.errors import KeyTaken
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLearner:
    """Whom to register."""

    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered(Outcome):
    """The new ULN, empty where none was issued."""

    uln: str = ""


def register_learner(request: RegisterLearner, caller: Caller, unit: Unit) -> Registered:
    """Register the person. One who is there is refused by the database, not by a look first.

    Who has the key fields of a learner and can be told apart, or of whom they say too little, is registered beside that
    learner if the organisation has been shown the learner by a search (contract 6.2).
    """
    if not is_sufficient(request.person, unit.at.date()):
        return Registered(code=Code.INSUFFICIENT_DATA)
    try:
        uln = unit.learners.register(request.person, caller)
    except KeyTaken:
        uln = _register_beside(request.person, caller, unit)
    if not uln:
        return Registered(code=Code.LEARNER_EXISTS)
    return Registered(code=Code.LEARNER_REGISTERED, touched=(uln,), uln=uln)


def _register_beside(person: Person, caller: Caller, unit: Unit) -> str:
    """Register a person who is not certainly one of those with the same key fields; return "" where that may not be.

    The search must have shown the newest of them: so who registers again, because an answer was lost, is refused.
    """
    others = unit.learners.holders(key_of(person))
    if not others or any(is_certain(person, one.person) for one in others):
        return ""
    newest = others[-1]
    since = max(newest.created_at, unit.at - choices.FIND_COUNTS_FOR)
    if not unit.audit.has_shown(newest.master_uln or newest.uln, caller.organisation.id, since):
        return ""
    try:
        return unit.learners.register_beside(person, others, caller)
    except KeyTaken:
        return ""
