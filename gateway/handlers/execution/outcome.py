"""What every handler gives back."""

from dataclasses import dataclass

from gateway.domain.codes import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The code of the answer, and the ULNs of the learners that it touches, for the audit trail.

    `misses` counts ULNs that were asked for in vain, where one call asks for several.
    """

    code: Code
    touched: tuple[str, ...]
    misses: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorResult:
    """What an operator's action gives back: the ULNs of the learners that it touches, for the audit trail."""

    touched: tuple[str, ...]
