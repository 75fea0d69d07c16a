"""Update a learner: all details, or the contact details only.

updateSingleLearner, UpdateLearner, UpdateLearnerByUlnKey, UpdateLearnerSubsetFields; contract 2.16, 6.3.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from gateway.domain import choices
from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.consent import lifts_opt_out
from gateway.domain.identification import IDENTIFYING
from gateway.domain.learner import (
    AbilityToShare,
    Learner,
    LearnerStatus,
    Person,
    insufficient_fields,
    may_change_ability,
)
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_key import StatedKey, identify_by_key
from gateway.handlers.identification.by_uln import NotIdentified
from gateway.settings import OptOutLiftedBy
from gateway.store.errors import LearnerExists, Stale
from gateway.store.unit import Unit

_IDENTITY = ("family_name", "given_name", "date_of_birth", "gender", "postcode")


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateLearner:
    """New details that replace all that are held.

    `version` is the one that the caller has read, or None if it states none. `keeps` names the fields that the message
    cannot hold, which stay.
    """

    uln: str
    version: int | None
    person: Person
    keeps: tuple[str, ...] = ("telephone",)


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateByKey:
    """New details for the learner whom a key identifies.

    The message cannot hold the learner's notes either.
    """

    stated_key: StatedKey
    version: int | None
    person: Person
    keeps: tuple[str, ...] = ("telephone", "notes")


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateContact:
    """New contact details; None leaves one unchanged.

    `version` is the one that the caller has read.
    """

    uln: str
    version: int | None
    email: str | None
    telephone: str | None
    ability_to_share: AbilityToShare | None
    school_at_16: str | None
    preferred_given_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateOutcome(Outcome):
    """The outcome of an update.

    `fields` names the fields that the code is about: fields of the person, or uln, version or key.
    """

    fields: tuple[str, ...] = ()


def update_learner(request: UpdateLearner, caller: Caller, unit: Unit) -> UpdateOutcome:
    """Replace a learner's details."""
    return _update(request.uln, request.version, _whole(request), caller, unit)


def update_by_key(request: UpdateByKey, caller: Caller, unit: Unit) -> UpdateOutcome:
    """Replace the details of the learner whom a key identifies.

    Raises RetryOutsideTransaction.
    """
    known = identify_by_key(request.stated_key, caller, unit)
    if isinstance(known, NotIdentified):
        fields = ("uln",) if known.code is Code.ULN_INVALID else ("uln", "key_type", "key")
        return UpdateOutcome(code=known.code, touched=known.touched, fields=fields)
    return _update(known.holder.learner.uln, request.version, _whole(request), caller, unit)


def update_contact(request: UpdateContact, caller: Caller, unit: Unit) -> UpdateOutcome:
    """Change a learner's contact details."""
    fields = ("email", "telephone", "ability_to_share", "school_at_16", "preferred_given_name")
    given = {name: getattr(request, name) for name in fields if getattr(request, name) is not None}
    return _update(request.uln, request.version, lambda held: replace(held.person, **given), caller, unit)


def _whole(request: UpdateLearner | UpdateByKey) -> Callable[[Learner], Person]:
    return lambda held: replace(request.person, **{name: getattr(held.person, name) for name in request.keeps})


def _update(
    uln: str, version: int | None, change: Callable[[Learner], Person], caller: Caller, unit: Unit
) -> UpdateOutcome:
    learner = unit.learners.by_uln(uln)
    if learner is None or learner.status is not LearnerStatus.ACTIVE:
        return UpdateOutcome(code=Code.LEARNER_NOT_FOUND, touched=(), fields=("uln",))
    person = change(learner)
    code, fields = _replace(learner, version, person, caller, unit)
    lifts = code is Code.LEARNER_UPDATED and lifts_opt_out(learner.person.ability_to_share, person.ability_to_share)
    return UpdateOutcome(code=code, touched=(uln,), fields=fields, lifts_opt_out=lifts)


def _replace(
    learner: Learner, version: int | None, person: Person, caller: Caller, unit: Unit
) -> tuple[Code, tuple[str, ...]]:
    if learner.version != version:
        return Code.LEARNER_CHANGED_MEANWHILE, ("version",)
    if not _may_change_ability(learner, person, caller, unit):
        return Code.ABILITY_TO_SHARE_REFUSED, ("ability_to_share",)
    if insufficient := insufficient_fields(person, unit.at.date()):
        return Code.INSUFFICIENT_DATA, insufficient
    if person == learner.person:
        return Code.NOTHING_CHANGED, ()
    try:
        unit.learners.replace(learner, person, caller)
    except Stale:
        return Code.LEARNER_CHANGED_MEANWHILE, ("version",)
    except LearnerExists:
        return choices.UPDATE_TO_ANOTHERS_DETAILS, _IDENTITY
    return Code.LEARNER_UPDATED, ()


def _may_change_ability(learner: Learner, person: Person, caller: Caller, unit: Unit) -> bool:
    """Return whether the caller may set this AbilityToShare.

    A setting says who may lift an opt-out.
    """
    before, after = learner.person.ability_to_share, person.ability_to_share
    if not may_change_ability(before, after):
        return False
    if not lifts_opt_out(before, after):
        return True
    match unit.rules.opt_out_lifted_by:
        case OptOutLiftedBy.ANY:
            return True
        case OptOutLiftedBy.OPERATOR:
            return False
        case OptOutLiftedBy.IDENTIFIED:
            return learner.registered_by == caller.organisation.reference or unit.audit.has_row(
                caller.organisation.id, learner.all_ulns, IDENTIFYING
            )
