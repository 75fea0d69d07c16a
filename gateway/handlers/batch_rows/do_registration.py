"""Process a row of a registration batch (contract 4.4, 6.7)."""

from dataclasses import dataclass, fields, replace

from gateway.domain import choices, matching
from gateway.domain.actors import Caller
from gateway.domain.batch import (
    BatchLearner,
    RowInsufficient,
    RowMalformed,
    RowResult,
)
from gateway.domain.codes import Code
from gateway.domain.learner import AbilityToShare, Learner, Person, is_of_age
from gateway.domain.row_details import OptOutStays
from gateway.handlers.identification.by_matching import match
from gateway.handlers.identification.by_uln import NotIdentified, identify_by_uln
from gateway.handlers.learners.register_learner import register_unless_held
from gateway.store.chunks.row_unit import RowUnit
from gateway.store.errors import LearnerExists, Stale


@dataclass(frozen=True, slots=True)
class Registration:
    """A row that registers a learner.

    `person` is what the row says of the person, or the code of what is wrong with the row.
    """

    row: BatchLearner
    person: Person | Code

    @property
    def people(self) -> tuple[Person, ...]:
        """Return whom to search for, unless a ULN is stated."""
        return () if self.row.uln or isinstance(self.person, Code) else (self.person,)


def do_registration(
    row: Registration, caller: Caller, unit: RowUnit, *, check_only: bool, again: bool = False
) -> RowResult:
    """Register the learner of a row, or find the learner.

    `again` is true at the second attempt, after another transaction registered the same person.
    """
    if row.row.uln:
        return _by_uln(row, caller, unit, check_only=check_only)
    person = row.person
    if isinstance(person, Code):
        return RowResult(code=person)
    match match(person, unit, possible_from=choices.BATCH_ROW_WAITS_FROM):
        case matching.ExactMatch(learner):
            return fill_learner(learner, person, caller, unit, check_only=check_only)
        case matching.LinkedMatch(master):
            return RowResult(code=Code.ROW_MASTER, uln=master.uln)
        case matching.TooManyMatches() | matching.PossibleMatches():
            return RowResult(code=Code.ROW_POSSIBLE)
        case matching.NoMatch():
            if check_only:
                return RowResult(code=Code.ROW_NOT_FOUND)
            return _new(row, person, caller, unit, again=again)


def _by_uln(row: Registration, caller: Caller, unit: RowUnit, *, check_only: bool) -> RowResult:
    """Process a row that states a ULN.

    A learner must have the ULN, the names and the date of birth.
    """
    holder = identify_by_uln(row.row.uln, unit)
    if isinstance(holder, NotIdentified):
        return RowResult(code=Code.ROW_NOT_FOUND)
    learner = holder.learner
    if not matching.has_both_names(learner.person, row.row.given_name, row.row.family_name):
        return RowResult(code=Code.ROW_CONFLICT)
    if holder.is_merged:
        return RowResult(code=Code.ROW_MASTER, uln=holder.master.uln)
    person = row.person
    if person is Code.ROW_INSUFFICIENT:  # the ULN identifies the learner; the row only adds nothing
        return RowResult(code=Code.ROW_EXACT if check_only else Code.ROW_EXISTS, uln=learner.uln)
    if isinstance(person, Code):
        return RowResult(code=person)
    if person.date_of_birth != learner.person.date_of_birth:
        return RowResult(code=Code.ROW_CONFLICT)
    return fill_learner(learner, person, caller, unit, check_only=check_only)


def fill_learner(learner: Learner, given: Person, caller: Caller, unit: RowUnit, *, check_only: bool) -> RowResult:
    """Fill the learner's empty fields from a row."""
    result = RowResult(code=Code.ROW_EXACT, uln=learner.uln, details=_opt_out_that_stays(learner, given))
    if check_only:
        return result
    fuller = _filled(learner.person, given)
    if fuller == learner.person:
        return replace(result, code=Code.ROW_EXISTS)
    try:
        unit.learners.replace(learner, fuller, caller)
    except (Stale, LearnerExists):
        return replace(result, code=Code.ROW_EXISTS)
    return replace(result, code=Code.ROW_UPDATED)


def _opt_out_that_stays(learner: Learner, given: Person) -> OptOutStays | None:
    """Return a note if the row would lift an opt-out.

    An opt-out counts under all linked ULNs, and a batch does not lift it.
    """
    ability = learner.person.ability_to_share
    stays = ability is AbilityToShare.OPTED_OUT and given.ability_to_share is AbilityToShare.SHARES
    return OptOutStays(str(int(ability))) if stays else None


def _filled(stored: Person, given: Person) -> Person:
    """Return the person with empty fields filled from `given`.

    No other field changes, except that a learner who has not seen a privacy notice may begin to share. An opt-out
    stays: a file that repeats last year's values is not a new privacy notice (contract 6.3, 6.7).
    """
    empty = {
        field.name: getattr(given, field.name)
        for field in fields(Person)
        if getattr(stored, field.name) == "" and getattr(given, field.name)
    }
    if stored.ability_to_share is AbilityToShare.NOTICE_NOT_SEEN and given.ability_to_share is AbilityToShare.SHARES:
        empty["ability_to_share"] = given.ability_to_share
    return replace(stored, **empty)


def require_registrable(row: Registration, person: Person, unit: RowUnit) -> None:
    """Require what a new learner needs besides the key fields.

    Raises RowInsufficient or RowMalformed.
    """
    if not (row.row.verification_type and row.row.ability_to_share):
        raise RowInsufficient
    if not is_of_age(person, unit.at.date()):
        raise RowMalformed


def _new(row: Registration, person: Person, caller: Caller, unit: RowUnit, *, again: bool) -> RowResult:
    require_registrable(row, person, unit)
    registered = register_unless_held(person, caller, unit)
    match registered.code:
        case Code.LEARNER_REGISTERED:
            return RowResult(code=Code.ROW_NEW_ULN, uln=registered.uln)
        case Code.LEARNER_EXISTS if not again:  # another transaction has just registered the learner
            return do_registration(row, caller, unit, check_only=False, again=True)
        case Code.LEARNER_EXISTS:  # too many have the same name, so a search lists nobody
            return RowResult(code=Code.ROW_POSSIBLE)
        case _:
            raise RowInsufficient
