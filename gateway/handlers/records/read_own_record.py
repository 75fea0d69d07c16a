"""Read the record of a learner who states a key.

GetMyLearningEvents; contract 2.16, 6.9.
"""

from gateway.domain.actors import Caller
from gateway.handlers.identification.by_key import StatedKey, identify_by_key
from gateway.handlers.identification.by_uln import NotIdentified
from gateway.handlers.records.read_record import RecordOutcome, record_of
from gateway.store.unit import Unit


def read_own_record(request: StatedKey, caller: Caller, unit: Unit) -> RecordOutcome:
    """Return the record, if a learner may see their own.

    Raises RetryOutsideTransaction.
    """
    known = identify_by_key(request, caller, unit)
    if isinstance(known, NotIdentified):
        return RecordOutcome(code=known.code, touched=known.touched)
    return record_of(known.holder, unit, reader_is_learner=True)
