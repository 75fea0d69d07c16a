"""What the operator of a register decides for it; the settings say how."""

from dataclasses import dataclass

from gateway.settings import OptOutLiftedBy


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one register that its operator may choose."""

    opt_out_lifted_by: OptOutLiftedBy = OptOutLiftedBy.IDENTIFIED
