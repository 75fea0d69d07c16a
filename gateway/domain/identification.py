"""Calls in which an organisation identifies a learner by names.

Contract 6.1, 6.2, 6.6. Nobody is identified by a look-up in which only one name agreed, a similar verification, or a
list of possible matches.
"""

from gateway.domain.access import Operation
from gateway.domain.codes import Code

IDENTIFYING: frozenset[tuple[str, str]] = frozenset(
    {
        (Operation.FIND_BY_ULN, Code.EXACT_MATCH),
        (Operation.FIND_BY_DEMOGRAPHICS, Code.EXACT_MATCH),
        (Operation.FIND_BY_DEMOGRAPHICS, Code.MASTER_SUBSTITUTED),
        (Operation.REGISTER, Code.LEARNER_REGISTERED),
        (Operation.VERIFY, Code.VERIFIED),
        (Operation.VERIFY, Code.VERIFIED_MERGED),
        (Operation.SUBMIT_BATCH, Code.BATCH_ACCEPTED),
    }
)
"""Operation and code of the audit rows that identify somebody.

An audit row of a batch names a learner only if all key fields agreed, or both names and a stated ULN.
"""
