"""Identify the learner whom stated details are about (contract 6.9)."""

from gateway.domain.codes import Code
from gateway.domain.learner import Learner
from gateway.domain.matching import has_both_names
from gateway.domain.verification import StatedIdentity
from gateway.handlers.identification.by_uln import Identified, NotIdentified, identify_by_uln
from gateway.store.unit import Unit


def identify_by_details(identity: StatedIdentity, unit: Unit) -> Identified | NotIdentified:
    """Return the learner with this ULN, if the details agree.

    They may agree with those of the learner or of the master. Both names must agree, and the date of birth and the
    gender if stated.
    """
    holder = identify_by_uln(identity.uln, unit)
    if isinstance(holder, NotIdentified):
        return NotIdentified(holder.code_for(Code.NOT_VERIFIED), touched=())
    if not (_agrees(identity, holder.learner) or _agrees(identity, holder.master)):
        return NotIdentified(Code.NOT_VERIFIED, touched=(holder.learner.uln,))
    return holder


def _agrees(identity: StatedIdentity, learner: Learner) -> bool:
    person = learner.person
    return (
        has_both_names(person, identity.given_name, identity.family_name)
        and identity.date_of_birth in (None, person.date_of_birth)
        and identity.gender in (None, person.gender)
    )
