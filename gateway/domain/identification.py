"""Which calls show that an organisation has identified a learner by names (contract 6.1, 6.2, 6.6).

A look-up in which only one name agreed, a similar verification and a list of possible matches identify nobody.
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
"""Operation and code of an audit row. A batch row has the ULN of a learner only where all key details agreed, or both
names with a stated ULN."""
