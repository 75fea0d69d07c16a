"""Does one row of a batch, with the handlers that single calls use (contract 4.4, 6.7, 6.8).

No single call reports an achievement: `report_achievement` does.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace

from gateway.domain import choices, matching
from gateway.domain.achievements import AchievementRow, RowError, Submission, result_with
from gateway.domain.batch import (
    ABILITY_TO_SHARE,
    BatchClaim,
    BatchLearner,
    JobKind,
    RowInsufficient,
    RowMalformed,
    RowResult,
    person_of,
)
from gateway.domain.codes import Code
from gateway.domain.learner import AbilityToShare, Learner, Person, is_of_age
from gateway.domain.organisation import Caller
from gateway.handlers.find_by_demographics import match
from gateway.handlers.found import master_of, standing_learner
from gateway.handlers.register import RegisterLearner, register_learner
from gateway.handlers.report_achievement import Reported, report_achievement
from gateway.handlers.verify import Verified, verify_learner
from gateway.store.errors import KeyTaken, Stale
from gateway.store.slices import Slice
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Registration:
    """A row that registers a learner: what it says, and the person that this makes, or the code why it makes none."""

    row: BatchLearner
    person: Person | Code

    @property
    def people(self) -> tuple[Person, ...]:
        """Give whom the row asks for by what it says of them."""
        return () if self.row.uln or isinstance(self.person, Code) else (self.person,)


@dataclass(frozen=True, slots=True)
class Verification:
    """A row that verifies a ULN."""

    row: BatchClaim

    people = ()


Row = Registration | Verification | Reported


def read_row(kind: JobKind, given: Mapping[str, str], submission: str = "") -> Row:
    """Read a row as it was kept; of achievements with the type of their submission."""
    if kind is JobKind.VERIFICATION:
        return Verification(BatchClaim.of(given))
    if kind is JobKind.ACHIEVEMENT:
        return Reported(AchievementRow.of(given), Submission(submission))
    row = BatchLearner.of(given)
    try:
        return Registration(row, person_of(row))
    except RowMalformed:
        return Registration(row, Code.ROW_MALFORMED)
    except RowInsufficient:
        return Registration(row, Code.ROW_INSUFFICIENT)


def plan_for(rows: Collection[Row], unit: Unit) -> Slice:
    """Look up whom these rows are about, in a plan of what they do."""
    return unit.slice([person for row in rows for person in row.people], {row.row.uln for row in rows if row.row.uln})


def failed_row(row: Row) -> RowResult:
    """Return what is said of a row that the register refuses for a reason that is not known: the nearest refusal."""
    if isinstance(row, Verification):
        return RowResult(code=Code.ULN_NOT_FOUND)
    if isinstance(row, Reported):
        return result_with([RowError("uln", Code.LEARNER_UNKNOWN)])
    return RowResult(code=Code.ROW_MALFORMED)


def do_row(row: Row, caller: Caller, unit: Unit, *, check_only: bool) -> RowResult:
    """Do a row and give what became of it."""
    if isinstance(row, Verification):
        return _verify(row.row, caller, unit)
    if isinstance(row, Reported):
        return report_achievement(row, caller, unit)
    try:
        return _register(row, caller, unit, check_only=check_only)
    except RowMalformed:
        return RowResult(code=Code.ROW_MALFORMED)
    except RowInsufficient:
        return RowResult(code=Code.ROW_INSUFFICIENT)


def _register(row: Registration, caller: Caller, unit: Unit, *, check_only: bool, again: bool = False) -> RowResult:
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


def _by_uln(row: Registration, caller: Caller, unit: Unit, *, check_only: bool) -> RowResult:
    """Do a row that states a ULN: the learner must be there, and be called so."""
    learner = standing_learner(row.row.uln, unit)
    if learner is None:
        return RowResult(code=Code.ROW_NOT_FOUND)
    master = master_of(learner, unit)
    if matching.agreeing_names(learner, row.row.given_name, row.row.family_name) < 2:
        return RowResult(code=Code.ROW_CONFLICT)
    if master is not learner:
        return RowResult(code=Code.ROW_MASTER, uln=master.uln)
    person = row.person
    if person is Code.ROW_INSUFFICIENT:  # the ULN says who it is; there is only nothing to add
        return RowResult(code=Code.ROW_EXACT if check_only else Code.ROW_EXISTS, uln=learner.uln)
    if isinstance(person, Code):
        return RowResult(code=person)
    if person.date_of_birth != learner.person.date_of_birth:
        return RowResult(code=Code.ROW_CONFLICT)
    return fill_learner(learner, person, caller, unit, check_only=check_only)


def fill_learner(learner: Learner, given: Person, caller: Caller, unit: Unit, *, check_only: bool) -> RowResult:
    """Return the learner who is there, fuller by what the row knows and the register does not."""
    result = RowResult(code=Code.ROW_EXACT, uln=learner.uln, details=_opt_out_that_stays(learner, given))
    if check_only:
        return result
    fuller = _filled(learner.person, given)
    if fuller == learner.person:
        return replace(result, code=Code.ROW_EXISTS)
    try:
        unit.learners.replace(learner, fuller, caller)
    except (Stale, KeyTaken):
        return replace(result, code=Code.ROW_EXISTS)
    return replace(result, code=Code.ROW_UPDATED)


def _opt_out_that_stays(learner: Learner, given: Person) -> dict[str, object]:
    """Return what the answer says where the row states that a learner shares who opted out, under any linked ULN."""
    held = learner.person.ability_to_share
    stays = held is AbilityToShare.OPTED_OUT and given.ability_to_share is AbilityToShare.SHARES
    return {ABILITY_TO_SHARE: str(int(held))} if stays else {}


def _filled(held: Person, given: Person) -> Person:
    """Fill the empty fields of a person; what is held stays.

    Sharing may be gained by who has not seen a privacy notice. An opt-out stays: a file that repeats last year's values
    is no fresh notice (contract 6.3, 6.7).
    """
    empty = {
        one.name: getattr(given, one.name)
        for one in fields(Person)
        if getattr(held, one.name) == "" and getattr(given, one.name)
    }
    if held.ability_to_share is AbilityToShare.NOTICE_NOT_SEEN and given.ability_to_share is AbilityToShare.SHARES:
        empty["ability_to_share"] = given.ability_to_share
    return replace(held, **empty)


def require_registrable(row: Registration, person: Person, unit: Unit) -> None:
    """Require what a new learner needs beside the key fields. Raises RowInsufficient or RowMalformed."""
    if not (row.row.verification_type and row.row.ability_to_share):
        raise RowInsufficient
    if not is_of_age(person, unit.at.date()):
        raise RowMalformed


def _new(row: Registration, person: Person, caller: Caller, unit: Unit, *, again: bool) -> RowResult:
    require_registrable(row, person, unit)
    registered = register_learner(RegisterLearner(person=person), caller, unit)
    match registered.code:
        case Code.LEARNER_REGISTERED:
            return RowResult(code=Code.ROW_NEW_ULN, uln=registered.uln)
        case Code.LEARNER_EXISTS if not again:  # registered elsewhere since the look a moment ago
            return _register(row, caller, unit, check_only=False, again=True)
        case Code.LEARNER_EXISTS:  # of whom so many are called so that a search lists nobody
            return RowResult(code=Code.ROW_POSSIBLE)
        case _:
            raise RowInsufficient


def _verify(row: BatchClaim, caller: Caller, unit: Unit) -> RowResult:
    try:
        verified = verify_learner(row.claim(), caller, unit)
    except RowMalformed:
        return RowResult(code=Code.ULN_NOT_FOUND)
    uln = verified.learner.uln if verified.learner else ""
    return RowResult(code=verified.code, uln=uln, details=_details(verified))


def _details(verified: Verified) -> dict[str, object]:
    details: dict[str, object] = {"flags": [flag.value for flag in verified.flags]}
    if verified.learner is not None:
        person = verified.learner.person
        details |= {
            "family_name": person.family_name,
            "given_name": person.given_name,
            "date_of_birth": person.date_of_birth.isoformat(),
            "gender": str(int(person.gender)),
        }
    return details
