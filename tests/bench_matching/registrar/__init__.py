"""Cases that staff meet at a registrar's desk.

Each is registered, searched for, verified and sent in a batch.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from rich.console import Console
from rich.table import Table

from gateway.domain.learner import Gender, Learner, LearnerStatus
from gateway.domain.learner import Person as Details
from gateway.domain.uln import calc_check_digit
from gateway.handlers.lifecycle.delete_learner import delete_learner
from gateway.handlers.matching.refresh_matching import refresh_matching
from tests.bench_matching.arrivals import empty_register
from tests.bench_matching.intervals import shown
from tests.bench_matching.registrar.kinds import CERTAIN, NOT_THERE, SOMEBODY_ELSE, TO_BE_FOUND, cases
from tests.bench_matching.registrar.people import Case, Maker, Want, in_other_year
from tests.builders import Wire
from tests.journeys.college import College
from tests.journeys.people_alike import Person
from tests.journeys.test_merges_and_deletions import decide, merge

EACH, BESIDE = 12, 1_700
"""How many cases and how many other people there are.

`homes` are households of three that stand beside the cases on the register.
"""

_ANSWERS = {"WSRC0004": Want.EXACT, "WSRC0003": Want.POSSIBLE, "WSRC0022": Want.LINKED, "WSRC0001": Want.NONE}
_GROUPS = {
    "certain": CERTAIN,
    "somebody else, or nobody can tell": SOMEBODY_ELSE,
    "the same person, written otherwise": TO_BE_FOUND,
    "not there": NOT_THERE,
}
_CLAIMED = ("GivenName", "FamilyName", "DateOfBirth", "Gender")
_AT = datetime(2025, 9, 1, 8, 0)


@dataclass(slots=True)
class Answers:
    """What was answered to the cases, by kind."""

    asked: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    verified: Counter[str] = field(default_factory=Counter)
    others: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def of(self, counted: Counter[str], kinds: dict[str, object]) -> int:
        """Count for some kinds."""
        return sum(counted[kind] for kind in kinds)


def report(console: Console, seed: int, *, each: int = EACH, beside: int = BESIDE) -> None:
    """Ask all cases, and print how many are right.

    Right is the answer that an expert wants; each case that is not right is printed.
    """
    answers = ask(seed, each=each, beside=beside)
    table = Table(
        title=f"Cases of the registrar's desk, seed {seed}: {each} of each kind beside {3 * beside:,} learners"
    )
    for heading in (
        "who is asked for",
        "cases",
        "as wanted",
        "taken for another",
        "refused wrongly",
        "verified wrongly",
    ):
        table.add_column(heading, justify="left" if heading == "who is asked for" else "right")
    for group, kinds in _GROUPS.items():
        counted = dict.fromkeys(kinds)
        asked = answers.of(answers.asked, counted)
        found = (answers.wanted, answers.taken, answers.refused, answers.verified)
        table.add_row(group, f"{asked:,}", *(shown(answers.of(one, counted), asked) for one in found))
    console.print(table)
    for kind, count in answers.asked.items():
        if answers.wanted[kind] < count:
            others = ", ".join(f"{answer} {number}" for answer, number in answers.others[kind].most_common())
            console.print(f"not as wanted, {kind}: {count - answers.wanted[kind]} of {count} ({others})")


def ask(seed: int, *, each: int, beside: int) -> Answers:
    """Ask every case by the services, and take it back.

    The register holds other people too.
    """
    answers = Answers()
    with empty_register() as wire:
        _fill(wire, seed, beside)
        college = College(wire)
        for case in cases(seed, each):
            _ask(case, college, wire, answers)
    return answers


def _fill(wire: Wire, seed: int, homes: int) -> None:
    bodies = (str(body) for body in range(500_000_000, 600_000_000, 7))
    numbers = (f"{body}{digit}" for body in bodies if (digit := calc_check_digit(body)))
    with wire.store.unit() as unit:
        learners = (_learner(uln, one) for uln, one in zip(numbers, _families(seed, homes), strict=False))
        unit.learners.import_learners(list(learners))
    refresh_matching(wire.store, lambda learners: learners)


def _families(seed: int, homes: int) -> Iterator[Person]:
    maker = Maker.of(seed + 1_000_000)
    for ordinal in range(homes):
        first = maker.person()
        if ordinal % 20 == 0:
            first |= {"DateOfBirth": f"{first['DateOfBirth'][:4]}-01-01"}
        yield first
        for years in (2, 5):
            yield first | {"GivenName": maker.given(first), "DateOfBirth": in_other_year(first, years)}


def _learner(uln: str, one: Person) -> Learner:
    details = Details(
        given_name=one["GivenName"],
        family_name=one["FamilyName"],
        date_of_birth=date.fromisoformat(one["DateOfBirth"]),
        gender=Gender(int(one["Gender"])),
        postcode=one["LastKnownPostCode"],
    )
    return Learner(uln=uln, person=details, status=LearnerStatus.ACTIVE, version=1, created_at=_AT, updated_at=_AT)


def _ask(case: Case, college: College, wire: Wire, answers: Answers) -> None:
    held = [_registered(college, one) for one in case.held]
    if case.merged:
        merge(wire, *held)
    found = college.find(case.asked)
    answer, listed = _ANSWERS.get(str(found.code)), found.texts("ULN")
    certain = answer in (Want.EXACT, Want.LINKED)
    right = answer in case.wants and (answer is Want.NONE or case.is_another or held[0] in listed)
    (row,) = college.codes_of_rows([case.asked], "CHK")
    taken = (certain and not (answer in case.wants and held[0] in listed)) or (
        row in ("RC004", "RC005") and not case.wants & {Want.EXACT, Want.LINKED}
    )
    answers.asked[case.kind] += 1
    answers.wanted[case.kind] += right
    answers.taken[case.kind] += taken
    if not right:
        answers.others[case.kind][answer or str(found.code)] += 1
    if case.is_another:
        differs = any(case.asked[member] != case.held[0][member] for member in _CLAIMED)  # a claim has no postcode
        answers.verified[case.kind] += differs and college.verify(held[0], case.asked) in ("WSVRC001", "WSVRC002")
        second = college.register(case.asked)
        answers.refused[case.kind] += second.code != "WSRC0005"
        held += [uln] if (uln := second.text("ULN")) else []
    for uln in reversed(held):
        decide(wire, delete_learner, uln)


def _registered(college: College, one: Person) -> str:
    reply = college.register(one)
    if reply.code != "WSRC0005":
        college.find(one)
        reply = college.register(one)
    uln = reply.text("ULN")
    assert uln, (reply.code, one)
    return uln
