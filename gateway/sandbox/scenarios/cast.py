"""The learners whom scenarios answer with.

They are on the register of every space, and are learners like any other. `lrs-gateway demo` does not add them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from gateway.demo import course, registered, school_exam
from gateway.domain.actors import Decision
from gateway.domain.event import LearningEvent
from gateway.domain.learner import AbilityToShare, Gender, Learner, LearnerStatus, Person
from gateway.domain.lifecycle import ChangeKind, StatusChange
from gateway.domain.uln import calc_check_digit
from gateway.store.unit import Store

MERGED_AT: Final = datetime(2024, 10, 1, 14, 5)
_SCHOOL: Final = "Handbridge School"
_DECISION: Final = Decision(by="sandbox", reason="For scenarios")


def _valid_ulns() -> Iterator[str]:
    bodies = map(str, range(301_000_000, 301_000_100))
    return (body + digit for body in bodies if (digit := calc_check_digit(body)))


_ulns = _valid_ulns()
FOUND, TWIN, MASTER, MERGED, OPTED_OUT, DELETED = (next(_ulns) for _ in range(6))
"""ULNs of Ada, Ida, Max, Mel, Otto and Del Sandbox.

Mel is merged into Max.
"""
_MANY: Final = tuple(next(_ulns) for _ in range(12))
NOBODY: Final = next(_ulns)
"""A valid ULN that no learner has."""

ADA: Final = Person(
    given_name="Ada",
    family_name="Sandbox",
    date_of_birth=date(2003, 2, 14),
    gender=Gender.FEMALE,
    postcode="CH1 2HT",
    email="ada.sandbox@example.org",
    school_at_16=_SCHOOL,
    place_of_birth="Chester",
    verification_type=1,
    ability_to_share=AbilityToShare.SHARES,
)
IDA: Final = replace(ADA, given_name="Ida", email="ida.sandbox@example.org")
MAX: Final = Person(
    given_name="Max",
    family_name="Sandbox",
    date_of_birth=date(1991, 6, 3),
    gender=Gender.MALE,
    postcode="DT1 1XJ",
    verification_type=1,
    ability_to_share=AbilityToShare.SHARES,
)
MEL: Final = replace(MAX, given_name="Mel", postcode="DT4 8NN")
OTTO: Final = Person(
    given_name="Otto",
    family_name="Sandbox",
    date_of_birth=date(1998, 12, 5),
    gender=Gender.MALE,
    postcode="KA1 1HU",
    verification_type=1,
    ability_to_share=AbilityToShare.OPTED_OUT,
)
DEL: Final = replace(OTTO, given_name="Del", date_of_birth=date(1995, 4, 22), ability_to_share=AbilityToShare.SHARES)
TOM: Final = Person(
    given_name="Tom",
    family_name="Sandbox",
    date_of_birth=date(2001, 1, 1),
    gender=Gender.MALE,
    postcode="AB1 2AD",
    verification_type=1,
    ability_to_share=AbilityToShare.SHARES,
)
"""Whom twelve learners are like, at other addresses."""

_POSTCODES_OF_TOM: Final = (
    "BB1 7DW",
    "CA3 8JH",
    "DL1 5QP",
    "EX1 1HS",
    "FK8 1DU",
    "HR1 2PX",
    "KY1 1XW",
    "LA1 1HT",
    "ME14 1XX",
    "NP20 4UR",
    "PE1 1XB",
    "SA1 3SN",
)


def load(store: Store) -> None:
    """Put the learners of scenarios on a register, once."""
    with store.unit() as unit:
        if unit.learners.by_uln(FOUND) is not None:
            return
        unit.learners.import_learners(list(learners()))
        unit.lifecycle.import_changes(_changes())
        unit.events.add(_events())


def learners() -> Iterator[Learner]:
    """Return the learners, each master before the merged one."""
    yield _learner(FOUND, ADA)
    yield _learner(TWIN, IDA)
    yield _learner(MASTER, MAX)
    yield replace(_learner(MERGED, MEL), status=LearnerStatus.MERGED, master_uln=MASTER)
    yield _learner(OPTED_OUT, OTTO)
    yield replace(_learner(DELETED, DEL), status=LearnerStatus.DELETED)
    for uln, postcode in zip(_MANY, _POSTCODES_OF_TOM, strict=True):
        yield _learner(uln, replace(TOM, postcode=postcode))


def _learner(uln: str, person: Person) -> Learner:
    return registered(uln, person, by="")


def _changes() -> Iterator[StatusChange]:
    yield StatusChange(at=MERGED_AT, change=ChangeKind.MERGED, uln=MERGED, master_uln=MASTER, decision=_DECISION)
    yield StatusChange(at=MERGED_AT, change=ChangeKind.DELETED, uln=DELETED, master_uln=None, decision=_DECISION)


def _events() -> Iterator[tuple[str, LearningEvent]]:
    yield FOUND, school_exam("Mathematics", "60142922", date(2019, 8, 22), grade="6", school=_SCHOOL)
    yield FOUND, school_exam("English Language", "60142923", date(2019, 8, 22), grade="7", school=_SCHOOL)
    yield MASTER, course("Level 2 Carpentry", "50087654", date(2010, 7, 9), grade="Pass", level="Level 2")
    yield OPTED_OUT, school_exam("History", "60144402", date(2015, 8, 20), grade="C", school=_SCHOOL)
