"""Misses: ULNs that an organisation asked for in vain.

Contract 5 is silent. The count keeps callers from trying all numbers.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from gateway.domain.access import Operation
from gateway.domain.codes import Code
from gateway.domain.organisation import Organisation

HOUR = timedelta(hours=1)

VERIFIED_IN_VAIN = frozenset({Code.DIFFERENT, Code.ULN_NOT_FOUND})
ROWS_IN_VAIN = VERIFIED_IN_VAIN | {
    Code.ROW_NOT_FOUND, Code.ROW_CONFLICT, Code.LEARNER_UNKNOWN, Code.LEARNER_DIFFERS
}  # fmt: skip
"""Codes of rows of batches that are misses.

Nobody has the ULN of the row, or somebody else has it.
"""

_WRONG_OF_LEARNER = frozenset({Code.NOT_VERIFIED})

PROBING: Mapping[str, frozenset[Code]] = {
    Operation.FIND_BY_ULN: frozenset({Code.NO_MATCH, Code.POSSIBLE_MATCH}),
    Operation.FIND_BY_KEY: frozenset({Code.NO_MATCH}),
    Operation.VERIFY: VERIFIED_IN_VAIN,
    Operation.RETRIEVE: frozenset(),  # the handler counts them, up to 200 in a call
    Operation.READ_RECORD: _WRONG_OF_LEARNER,
    Operation.VIEW_AUDIT: _WRONG_OF_LEARNER,
    Operation.UPDATE: frozenset({Code.NOT_VERIFIED, Code.LEARNER_NOT_FOUND}),
    Operation.UPDATE_CONTACT: frozenset({Code.LEARNER_NOT_FOUND}),
    Operation.CREATE_CHALLENGE: _WRONG_OF_LEARNER,
    Operation.LIST_CHALLENGES: frozenset({Code.NOT_VERIFIED, Code.NO_MATCH}),
    Operation.STORE_KEY: _WRONG_OF_LEARNER,
    Operation.REMOVE_KEY: _WRONG_OF_LEARNER,
    Operation.SET_NOTIFICATION: _WRONG_OF_LEARNER,
    Operation.READ_NOTIFICATION: frozenset({Code.NOT_VERIFIED, Code.NO_MATCH}),
    Operation.KEEP_SNAPSHOT: _WRONG_OF_LEARNER,
    Operation.LIST_SNAPSHOTS: frozenset({Code.NOT_VERIFIED, Code.NO_MATCH}),
    Operation.SUBMIT_VERIFY_BATCH: frozenset(),  # the worker counts them, row by row
}
"""Operations that can try a ULN, and codes for misses.

A search by names and birth date that finds nobody is usual work, and not a miss.
"""


def lately(organisation: Organisation, at: datetime) -> float:
    """Return the misses of an organisation in the last hour.

    This is an estimate from two counts. The hour of the current count began at `misses_since`. The hour before it
    counts for the part that the last 60 minutes cover.
    """
    since = organisation.misses_since
    if since is None or at >= since + 2 * HOUR:
        return 0
    if at >= since + HOUR:
        return organisation.misses * (1 - (at - since - HOUR) / HOUR)
    return organisation.misses + organisation.misses_before * (1 - (at - since) / HOUR)
