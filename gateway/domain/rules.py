"""Rules that the operator of a register may choose."""

from dataclasses import dataclass
from typing import Self

from gateway.settings import OptOutLiftedBy, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one register, taken from the settings."""

    opt_out_lifted_by: OptOutLiftedBy = OptOutLiftedBy.IDENTIFIED
    misses_per_hour: int = 300
    """Misses that an organisation may have in an hour.

    0 means no limit.
    """

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the rules that the settings state."""
        return cls(opt_out_lifted_by=settings.opt_out_lifted_by, misses_per_hour=settings.misses_per_hour)
