"""Registers a learner and issues the ULN (registerSingleLearner; contract 6.2)."""

from dataclasses import dataclass

from gateway.domain.codes import Code
from gateway.domain.learner import Person, is_sufficient
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
    """Register the person. One who is there is refused by the database, not by a look first."""
    if not is_sufficient(request.person, unit.at.date()):
        return Registered(code=Code.INSUFFICIENT_DATA)
    try:
        uln = unit.learners.register(request.person, caller)
    except KeyTaken:
        return Registered(code=Code.LEARNER_EXISTS)
    return Registered(code=Code.LEARNER_REGISTERED, touched=(uln,), uln=uln)
