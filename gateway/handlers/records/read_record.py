"""Read a personal learning record.

GetLearnerLearningEvents, getLearnerRecord, GetLearnerRecord; contract 6.9.
"""

from dataclasses import dataclass

from gateway.domain import choices, consent
from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.event import LearningEvent, released
from gateway.domain.learner import Learner
from gateway.domain.verification import StatedIdentity
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_details import identify_by_details
from gateway.handlers.identification.by_uln import Identified, NotIdentified
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRecord:
    """The learner whose record is to be read.

    `reader_is_learner` is true if the learner reads it.
    """

    identity: StatedIdentity
    reader_is_learner: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOutcome(Outcome):
    """A learner and the events, if they may be released.

    The learner is the master if the ULN is merged. `found_uln` is the ULN that was found, or empty.
    """

    found_uln: str = ""
    learner: Learner | None = None
    events: tuple[LearningEvent, ...] = ()


def read_record(request: ReadRecord, _caller: Caller, unit: Unit) -> RecordOutcome:
    """Return a learner's record, if the details agree.

    The learner must share the record.
    """
    holder = identify_by_details(request.identity, unit)
    if isinstance(holder, NotIdentified):
        return RecordOutcome(code=holder.code, touched=holder.touched)
    return record_of(holder, unit, reader_is_learner=request.reader_is_learner)


def record_of(holder: Identified, unit: Unit, *, reader_is_learner: bool) -> RecordOutcome:
    """Return an identified learner's record, if it may be released."""
    master = holder.master
    if not consent.may_release(master, reader_is_learner=reader_is_learner):
        shown = holder.learner.uln if choices.NOT_SHARED_GIVES_FOUND_ULN else ""
        return RecordOutcome(code=Code.NOT_SHARED, touched=(master.uln,), found_uln=shown)
    return RecordOutcome(
        code=Code.MASTER_SUBSTITUTED if holder.is_merged else Code.EXACT_MATCH,
        touched=(master.uln,),
        found_uln=master.uln,
        learner=master,
        events=tuple(released(event) for event in unit.events.of(holder.ulns)),
    )
