"""Process a row of a verification batch (contract 4.4, 6.8)."""

from dataclasses import dataclass

from gateway.domain.actors import Caller
from gateway.domain.batch import (
    BatchIdentity,
    RowMalformed,
    RowResult,
)
from gateway.domain.codes import Code
from gateway.domain.row_details import VerificationDetails, VerifiedPerson
from gateway.handlers.learners.verify_learner import VerificationOutcome, verify_learner
from gateway.store.chunks.row_unit import RowUnit


@dataclass(frozen=True, slots=True)
class Verification:
    """A row that verifies a ULN."""

    row: BatchIdentity

    people = ()


def do_verification(row: BatchIdentity, caller: Caller, unit: RowUnit) -> RowResult:
    """Verify the details that a row states."""
    try:
        verified = verify_learner(row.stated_identity(), caller, unit)
    except RowMalformed:
        return RowResult(code=Code.ULN_NOT_FOUND)
    uln = verified.learner.uln if verified.learner else ""
    return RowResult(code=verified.code, uln=uln, details=_details(verified))


def _details(verified: VerificationOutcome) -> VerificationDetails:
    flags = tuple(flag.value for flag in verified.flags)
    if verified.learner is None:
        return VerificationDetails(flags, None)
    person = verified.learner.person
    shown = VerifiedPerson(
        family_name=person.family_name,
        given_name=person.given_name,
        date_of_birth=person.date_of_birth.isoformat(),
        gender=str(int(person.gender)),
    )
    return VerificationDetails(flags, shown)
