"""Updates a learner, whole or in its contact fields (updateSingleLearner, UpdateLearnerSubsetFields; contract 6.3)."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from gateway.domain import choices
from gateway.domain.codes import Code
from gateway.domain.learner import AbilityToShare, Learner, Person, Standing, is_sufficient, may_change_ability
from gateway.domain.organisation import Caller
from gateway.handlers.outcome import Outcome
from gateway.store.errors import KeyTaken, Stale
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateLearner:
    """The details to put in place of all that is held of the learner, which the caller read at `version`."""

    uln: str
    version: int
    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateContact:
    """The fields to change of a learner, which the caller read at `version`; None leaves one as it is."""

    uln: str
    version: int
    email: str | None
    telephone: str | None
    ability_to_share: AbilityToShare | None
    school_at_16: str | None
    preferred_given_name: str | None


def update_learner(request: UpdateLearner, caller: Caller, unit: Unit) -> Outcome:
    """Replace what is held of a learner; the telephone number, which the message cannot carry, stays."""
    return _update(
        request.uln,
        request.version,
        lambda held: replace(request.person, telephone=held.person.telephone),
        caller,
        unit,
    )


def update_contact(request: UpdateContact, caller: Caller, unit: Unit) -> Outcome:
    """Change the fields given."""
    fields = ("email", "telephone", "ability_to_share", "school_at_16", "preferred_given_name")
    given = {name: getattr(request, name) for name in fields if getattr(request, name) is not None}
    return _update(request.uln, request.version, lambda held: replace(held.person, **given), caller, unit)


def _update(uln: str, version: int, change: Callable[[Learner], Person], caller: Caller, unit: Unit) -> Outcome:
    held = unit.learners.by_uln(uln)
    if held is None or held.standing is not Standing.ACTIVE:
        return Outcome(code=Code.LEARNER_NOT_FOUND)
    return Outcome(code=_replace(held, version, change(held), caller, unit), touched=(uln,))


def _replace(held: Learner, version: int, person: Person, caller: Caller, unit: Unit) -> Code:
    if held.version != version:
        return Code.LEARNER_CHANGED_MEANWHILE
    if not may_change_ability(held.person.ability_to_share, person.ability_to_share):
        return Code.ABILITY_TO_SHARE_REFUSED
    if not is_sufficient(person, unit.at.date()):
        return Code.INSUFFICIENT_DATA
    if person == held.person:
        return Code.NOTHING_CHANGED
    try:
        unit.learners.replace(held, person, caller)
    except Stale:
        return Code.LEARNER_CHANGED_MEANWHILE
    except KeyTaken:
        return choices.UPDATE_TO_ANOTHERS_DETAILS
    return Code.LEARNER_UPDATED
