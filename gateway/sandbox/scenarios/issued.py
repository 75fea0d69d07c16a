"""Learners whom only scenarios know.

Their ULNs were issued by scenarios, or mean scenarios, and are on no register. Every operation that the scenario does
not fit knows such a ULN all the same: as that of a learner who has the details that the call states, and otherwise
those of Ada Sandbox. Nothing is stored.
"""

from dataclasses import replace
from typing import Any

from gateway.domain.codes import Code
from gateway.domain.learner import Gender, Learner
from gateway.domain.verification import StatedIdentity
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.learners.find_by_uln import FindByUln
from gateway.handlers.learners.find_outcome import FindOutcome
from gateway.handlers.learners.retrieve_ulns import RetrievalOutcome, RetrieveUlns
from gateway.handlers.learners.update_learner import UpdateContact, UpdateLearner
from gateway.handlers.learners.verify_learner import VerificationOutcome
from gateway.handlers.records.read_record import RecordOutcome
from gateway.handlers.records.view_access_log import ViewAudit
from gateway.sandbox.scenarios import cast as people
from gateway.sandbox.scenarios.answered import Answered
from gateway.sandbox.scenarios.numbers import is_issued
from gateway.sandbox.scenarios.outcomes.sharing import SHARING
from gateway.sandbox.scenarios.stated import BY_ULN, is_of_scenario
from gateway.store.chunks.row_unit import RowUnit
from gateway.store.unit import Unit

_RETRIEVE = "retrieveULNs"
_INSTEAD = {"WSRC0001": people.NOBODY, "WSRC0004": people.FOUND, "WSRC0022": people.MERGED}
"""Whom retrieveULNs answers with, by the scenario of a ULN."""


def answer_issued(call: Answered) -> Outcome | None:
    """Answer a call about an issued ULN, or return None."""
    request = call.request
    if isinstance(request, RetrieveUlns):
        return _retrieve(call, request.ulns)
    stated = request if isinstance(request, StatedIdentity) else getattr(request, "identity", request)
    uln = getattr(stated, "uln", "")
    if not is_pretended(uln, call.operation, call.unit):
        return None
    return _repeat_details(_ask(call), stated, uln)


def is_pretended(uln: str, operation: str, unit: RowUnit) -> bool:
    """Return whether an operation knows an unregistered ULN."""
    known = is_issued(uln) or (uln in BY_ULN and not is_of_scenario(uln, operation))
    return known and unit.learners.by_uln(uln) is None


def _ask(call: Answered) -> Outcome:
    """Let the handler answer about Ada Sandbox."""
    if call.operation in SHARING:
        return SHARING[call.operation][Code.EXACT_MATCH](call)
    held, request = call.held(people.FOUND), call.request
    names = {"given_name": held.person.given_name, "family_name": held.person.family_name}
    match request:
        case StatedIdentity():
            return call.handle(call.identity(people.FOUND))
        case FindByUln() | ViewAudit():
            return call.ask(uln=people.FOUND, **names)
        case UpdateLearner() | UpdateContact():
            behind = 0 if request.version == 1 else 1
            return call.pretend(uln=people.FOUND, version=held.version + behind)
        case _ if hasattr(request, "identity"):
            return call.pretend(identity=call.identity(people.FOUND))
        case _:
            return call.pretend(uln=people.FOUND)


def _repeat_details(outcome: Outcome, stated: Any, uln: str) -> Outcome:
    """Return the outcome with the ULN and the details stated."""
    match outcome:
        case FindOutcome():
            return replace(outcome, learners=tuple(_rename(one, stated, uln) for one in outcome.learners))
        case VerificationOutcome(learner=Learner() as learner):
            return replace(outcome, learner=_rename(learner, stated, uln))
        case RecordOutcome(learner=Learner() as learner):
            return replace(outcome, found_uln=uln, learner=_rename(learner, stated, uln))
        case _:
            return outcome


def _rename(learner: Learner, stated: Any, uln: str) -> Learner:
    person = learner.person
    named = replace(
        person,
        given_name=stated.given_name,
        family_name=stated.family_name,
        date_of_birth=getattr(stated, "date_of_birth", None) or person.date_of_birth,
        gender=Gender(getattr(stated, "gender", None) or person.gender),
    )
    return replace(learner, uln=uln, person=named, version=1)


def _retrieve(call: Answered, ulns: tuple[str, ...]) -> Outcome | None:
    """Answer each ULN as it means, if one means anything."""
    instead = tuple(_replace_uln(uln, call.unit) for uln in ulns)
    if instead == ulns:
        return None
    outcome = call.ask(ulns=instead)
    assert isinstance(outcome, RetrievalOutcome)
    return replace(outcome, items=tuple(replace(item, uln=uln) for uln, item in zip(ulns, outcome.items, strict=True)))


def _replace_uln(uln: str, unit: Unit) -> str:
    if is_pretended(uln, _RETRIEVE, unit):
        return people.FOUND
    return _INSTEAD.get(BY_ULN.get(uln, ""), uln)
