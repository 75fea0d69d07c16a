"""Identify the learner with a ULN, and the master of a merged one (contract 6.4)."""

from dataclasses import dataclass

from gateway.domain import uln as ulns
from gateway.domain.codes import Code
from gateway.domain.learner import Learner, LearnerStatus
from gateway.store.slices.row_unit import RowUnit


@dataclass(frozen=True, slots=True)
class Identified:
    """The learner with a ULN, and the master that answers: the same object, unless the learner is merged."""

    learner: Learner
    master: Learner

    @property
    def is_merged(self) -> bool:
        """Return whether a master stands in for the learner."""
        return self.master is not self.learner

    @property
    def ulns(self) -> tuple[str, ...]:
        """Return all ULNs of the person, the master's first."""
        return self.master.all_ulns


@dataclass(frozen=True, slots=True)
class NotIdentified:
    """Why nobody is identified.

    `touched` holds the ULN that was tried where a learner has it, for the audit.
    """

    code: Code
    touched: tuple[str, ...]

    def code_for(self, unknown: Code) -> Code:
        """Return the code to answer, with `unknown` where the ULN is valid and nobody has it."""
        return unknown if self.code is Code.NO_MATCH else self.code


def identify_by_uln(uln: str, unit: RowUnit) -> Identified | NotIdentified:
    """Return the learner with this ULN, living or merged, and the master.

    A ULN that is malformed is ULN_INVALID; one that nobody has, or a deleted learner (contract 6.4), is NO_MATCH.
    """
    if not ulns.is_valid(uln):
        return NotIdentified(Code.ULN_INVALID, touched=())
    learner = unit.learners.by_uln(uln)
    if learner is None or learner.status is LearnerStatus.DELETED:
        return NotIdentified(Code.NO_MATCH, touched=())
    return Identified(learner, master_of(learner, unit))


def master_of(learner: Learner, unit: RowUnit) -> Learner:
    """Return the learner that answers for this one: its master where it is merged, else itself.

    A master that was merged itself, after the learner was read, has handed on all that were merged into it.
    """
    if learner.master_uln is None:
        return learner
    master = unit.learners.by_uln(learner.master_uln)
    assert master is not None, "a foreign key keeps the master"
    return master_of(master, unit)
