"""What handlers return."""

from dataclasses import dataclass

from gateway.domain.codes import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The code of an answer, and what the audit needs.

    `touched` holds the ULNs of the learners concerned. `misses` counts the ULNs that no learner has, where one call
    asks for several. `lifts_opt_out` says that a fresh privacy notice has lifted an opt-out.
    """

    code: Code
    touched: tuple[str, ...]
    misses: int = 0
    lifts_opt_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorResult:
    """The outcome of an operator's action.

    `touched` holds the ULNs of the learners concerned, for the audit trail.
    """

    touched: tuple[str, ...]
