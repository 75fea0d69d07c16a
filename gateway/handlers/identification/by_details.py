"""Whose record a claim is about, and what stands in it (contract 6.9)."""

from dataclasses import dataclass

from gateway.domain import uln
from gateway.domain.codes import Code
from gateway.domain.event import LearningEvent
from gateway.domain.learner import Learner
from gateway.domain.matching import agreeing_names
from gateway.domain.verification import Claim
from gateway.handlers.identification.by_uln import master_of, standing_learner
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Claimed:
    """The learner with the ULN that was claimed, and the master that answers for it: the same, unless it is merged."""

    learner: Learner
    master: Learner


@dataclass(frozen=True, slots=True)
class NotIdentified:
    """Why a claim identifies nobody; `touched` holds the ULN that was tried where a learner has it, for the audit."""

    code: Code
    touched: tuple[str, ...] = ()


def claimed(claim: Claim, unit: Unit) -> Claimed | NotIdentified:
    """Return the learner whom a claim is about, where it agrees with what is held of it or of its master.

    Both names must agree, and of birth date and gender what is stated.
    """
    if not uln.is_valid(claim.uln):
        return NotIdentified(Code.ULN_INVALID)
    learner = standing_learner(claim.uln, unit)
    master = None if learner is None else master_of(learner, unit)
    if learner is None or master is None:
        return NotIdentified(Code.NOT_VERIFIED)
    if not (_agrees(claim, learner) or _agrees(claim, master)):
        return NotIdentified(Code.NOT_VERIFIED, (learner.uln,))
    return Claimed(learner, master)


def _agrees(claim: Claim, learner: Learner) -> bool:
    person = learner.person
    return (
        agreeing_names(learner, claim.given_name, claim.family_name) == 2
        and claim.date_of_birth in (None, person.date_of_birth)
        and claim.gender in (None, person.gender)
    )


def recorded(master: Learner, unit: Unit) -> list[LearningEvent]:
    """Return the events of a learner and of all who are merged into it, in the order in which they came."""
    return unit.events.of((master.uln, *master.linked_ulns))
