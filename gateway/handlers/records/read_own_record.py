"""Reads the record of a learner who shows her key (GetMyLearningEvents; contract 2.16, 6.9)."""

from gateway.domain.actors import Caller
from gateway.handlers.identification.by_key import KeyClaim, Keyed, keyed
from gateway.handlers.records.read_record import Record, record_of
from gateway.store.unit import Unit


def read_own_record(request: KeyClaim, caller: Caller, unit: Unit) -> Record:
    """Release the record to the learner herself, as far as learners may see their own. Raises SlowWork."""
    found = keyed(request, caller, unit)
    if not isinstance(found, Keyed):
        return Record(code=found.code, touched=found.touched)
    return record_of(found, unit, reader_is_learner=True)
