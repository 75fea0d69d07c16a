"""Learners and scenarios that a call nearly names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gateway import demo
from gateway.domain.learner import Learner, LearnerStatus, Person
from gateway.sandbox.scenarios import cast
from gateway.sandbox.scenarios.catalogue import SCENARIOS
from gateway.sandbox.scenarios.stated import BY_ULN
from gateway.sandbox.space import Space
from gateway.sandbox.web.inspector.reading import Reading

_STATED = re.compile(r"Sandbox\s+(\S.*)")
_MOST_DIFFERENT = 2
_LEAST_STATED = 3
_MOST = 3


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    stated: str
    held: str

    @property
    def differs(self) -> bool:
        """Whether both differ by more than blanks and capitals."""
        return _plain(self.stated) != _plain(self.held)


def find_near_misses(reading: Reading, space: Space) -> Iterator[str]:
    """Return sentences about what a call nearly names.

    It is a scenario that does not fit the operation, the learner with the stated ULN, and the learners of the
    demonstration who differ in one or two details.
    """
    yield from _of_scenarios(reading)
    uln = reading.value("ULN")
    if not uln:
        yield from _alike(
            reading, [one for one in (*demo.learners(), *cast.learners()) if one.status is LearnerStatus.ACTIVE]
        )
        return
    learner = space.learner(uln)
    if learner is not None:
        yield from _of_uln(reading, learner)


def _of_scenarios(reading: Reading) -> Iterator[str]:
    operation = reading.exchange.operation
    by_uln = {name: "ULN" for uln in reading.values("ULN") if (name := BY_ULN.get(uln)) is not None}
    by_name = {found[1]: "family name" for name in reading.values("FamilyName") if (found := _STATED.fullmatch(name))}
    for name, what in (by_uln | by_name).items():
        if name in SCENARIOS and operation and not SCENARIOS[name].fits(operation):
            yield f"Nearly the scenario {name}: the {what} means it, and it does not fit {operation}."


def _of_uln(reading: Reading, learner: Learner) -> Iterator[str]:
    who = _name(learner.person)
    if learner.status is LearnerStatus.MERGED:
        yield f"The ULN of {who} was merged into {learner.master_uln}."
    elif learner.status is LearnerStatus.DELETED:
        yield f"The ULN of {who} was deleted."
    for field in _fields(reading, learner.person):
        if field.differs:
            yield f"The {field.name} {field.stated[:40]} differs from {who}'s ({field.held})."


def _alike(reading: Reading, learners: list[Learner]) -> Iterator[str]:
    found = []
    for learner in learners:
        fields = _fields(reading, learner.person)
        different = [field for field in fields if field.differs]
        if len(fields) >= _LEAST_STATED and 0 < len(different) <= min(_MOST_DIFFERENT, len(fields) - 2):
            found.append((len(different), learner.uln, learner.person, different))
    for _, uln, person, different in sorted(found, key=lambda one: one[:2])[:_MOST]:
        told = " and ".join(f"the {field.name} ({field.held}, not {field.stated[:40]})" for field in different)
        yield f"Nearly {_name(person)}, ULN {uln}: only {told} differs."


def _fields(reading: Reading, person: Person) -> list[_Field]:
    """Return the details that the call states, beside a learner's."""
    known = (
        ("family name", ("FamilyName",), person.family_name),
        ("given name", ("GivenName",), person.given_name),
        ("date of birth", ("DateOfBirth", "dateOfBirth"), _day(person.date_of_birth)),
        ("gender", ("Gender",), str(int(person.gender))),
        ("postcode", ("LastKnownPostCode",), person.postcode),
    )
    stated = ((name, reading.value(*members), held) for name, members, held in known)
    return [_Field(name, value, held) for name, value, held in stated if value]


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _plain(text: str) -> str:
    return text.replace(" ", "").lower()


def _name(person: Person) -> str:
    return f"{person.given_name} {person.family_name}"
