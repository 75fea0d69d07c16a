"""Reads a personal learning record (GetLearnerLearningEvents, getLearnerRecord; contract 6.9)."""

from dataclasses import dataclass

from gateway.domain import choices, consent, uln
from gateway.domain.codes import Code
from gateway.domain.event import LearningEvent, released
from gateway.domain.learner import Learner
from gateway.domain.matching import agreeing_names
from gateway.domain.organisation import Caller
from gateway.domain.verification import Claim
from gateway.handlers.found import master_of, standing_learner
from gateway.handlers.outcome import Outcome
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRecord:
    """Whose record is asked for; `reader_is_learner` where the learner reads it herself."""

    claim: Claim
    reader_is_learner: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Outcome):
    """The record: its learner (the master, where the ULN is merged) and events; neither unless it may be released.

    `found_uln` is the ULN that was found, empty where none was.
    """

    found_uln: str = ""
    learner: Learner | None = None
    events: tuple[LearningEvent, ...] = ()


def read_record(request: ReadRecord, _caller: Caller, unit: Unit) -> Record:
    """Release the record of a learner who is verified and shares it."""
    if not uln.is_valid(request.claim.uln):
        return Record(code=Code.ULN_INVALID)
    learner = standing_learner(request.claim.uln, unit)
    master = None if learner is None else master_of(learner, unit)
    if learner is None or master is None or not (_agrees(request.claim, learner) or _agrees(request.claim, master)):
        return Record(code=Code.NOT_VERIFIED)
    if not consent.may_release(master, reader_is_learner=request.reader_is_learner):
        shown = request.claim.uln if choices.NOT_SHARED_GIVES_FOUND_ULN else ""
        return Record(code=Code.NOT_SHARED, touched=(master.uln,), found_uln=shown)
    return Record(
        code=Code.EXACT_MATCH if master is learner else Code.MASTER_SUBSTITUTED,
        touched=(master.uln,),
        found_uln=master.uln,
        learner=master,
        events=tuple(released(event) for event in unit.events.of(master.uln)),
    )


def _agrees(claim: Claim, learner: Learner) -> bool:
    """Both names agree, and of birth date and gender what is stated."""
    person = learner.person
    return (
        agreeing_names(learner, claim.given_name, claim.family_name) == 2
        and claim.date_of_birth in (None, person.date_of_birth)
        and claim.gender in (None, person.gender)
    )
