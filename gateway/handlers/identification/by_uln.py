"""Identify a learner by ULN (contract 6.4)."""

from dataclasses import dataclass

from gateway.domain import uln as ulns
from gateway.domain.codes import Code
from gateway.domain.learner import Learner, LearnerStatus
from gateway.store.chunks.row_unit import RowUnit


@dataclass(frozen=True, slots=True)
class Identified:
    """The learner with a ULN, and the master.

    Both are the same object unless the learner is merged.
    """

    learner: Learner
    master: Learner

    @property
    def is_merged(self) -> bool:
        """Return whether the learner is merged into a master."""
        return self.master is not self.learner

    @property
    def ulns(self) -> tuple[str, ...]:
        """Return all ULNs of the person, the master's first."""
        return self.master.all_ulns


@dataclass(frozen=True, slots=True)
class NotIdentified:
    """Why nobody is identified.

    `touched` holds the ULN for the audit, if a learner has it.
    """

    code: Code
    touched: tuple[str, ...]

    def code_for(self, unknown: Code) -> Code:
        """Return the code to answer.

        That is `unknown` if the ULN is valid and no learner has it.
        """
        return unknown if self.code is Code.NO_MATCH else self.code


def identify_by_uln(uln: str, unit: RowUnit) -> Identified | NotIdentified:
    """Return the learner with this ULN, and the master.

    The code is ULN_INVALID if the ULN is malformed. It is NO_MATCH if no learner has the ULN, or if the learner is
    deleted (contract 6.4).
    """
    if not ulns.is_valid(uln):
        return NotIdentified(Code.ULN_INVALID, touched=())
    learner = unit.learners.by_uln(uln)
    if learner is None or learner.status is LearnerStatus.DELETED:
        return NotIdentified(Code.NO_MATCH, touched=())
    return Identified(learner, master_of(learner, unit))


def master_of(learner: Learner, unit: RowUnit) -> Learner:
    """Return the learner's master, or the learner if not merged.

    A master that was itself merged after the learner was read leads to the next master.
    """
    if learner.master_uln is None:
        return learner
    master = unit.learners.by_uln(learner.master_uln)
    assert master is not None, "a foreign key keeps the master"
    return master_of(master, unit)
