"""What every handler gives back."""

from dataclasses import dataclass

from gateway.domain.codes import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The code of the answer, and the ULNs of the learners that it touches, for the audit trail."""

    code: Code
    touched: tuple[str, ...] = ()
