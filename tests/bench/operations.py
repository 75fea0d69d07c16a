"""The measured operations, and what answers must show."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle

from gateway.domain.learner import Person
from tests.bench import messages
from tests.bench.messages import Held
from tests.bench.records import FEW, LEARNERS_WITH_EVENTS, MANY
from tests.builders import LEARNER_SERVICE, R9

ULNS_AT_ONCE = 200
CHECKED = 25
"""Answers of each side that are read before timing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation: its messages, and what right answers show.

    `shown` has the texts of elements, for each of the first messages. A registration is sent once, other messages in
    turn.
    """

    name: str
    path: str
    code: bytes
    shown: Sequence[Sequence[str]]
    ours: Sequence[bytes]
    stock: Sequence[bytes]
    is_repeated: bool = True
    connections: int = 32
    _unsent: dict[str, Iterator[bytes]] = field(default_factory=dict)

    def bodies(self, side: str) -> Iterator[bytes]:
        """Return the messages for the gateway or a peer."""
        made = self.ours if side == "gateway" else self.stock
        if self.is_repeated:
            return cycle(made)
        return self._unsent.setdefault(side, iter(made))


def operations(held: list[Held], new: list[Person]) -> dict[str, Operation]:
    """Return all operations by name.

    `held` are learners of the register, those with events first. `new` are persons to register.
    """
    few, many = held[:LEARNERS_WITH_EVENTS], held[LEARNERS_WITH_EVENTS:][:LEARNERS_WITH_EVENTS]
    groups = [[uln for uln, _ in held[at:][:ULNS_AT_ONCE]] for at in range(0, len(held), ULNS_AT_ONCE)]
    people = [person for _, person in held]
    listed = (
        Operation(
            name="learnerByULN",
            path=LEARNER_SERVICE,
            code=b"WSRC0004<",
            shown=[_details(*one) for one in held[:CHECKED]],
            ours=messages.our_messages(held),
            stock=messages.stock_messages(held),
        ),
        Operation(
            name="learnerByDemographics",
            path=LEARNER_SERVICE,
            code=b"WSRC0004<",
            shown=[_details(*one) for one in held[:CHECKED]],
            ours=[messages.our_search(person) for person in people],
            stock=[messages.stock_search(person) for person in people],
        ),
        Operation(
            name="registerSingleLearner",
            path=LEARNER_SERVICE,
            code=b"WSRC0005<",
            shown=[[]] * min(CHECKED, len(new)),
            ours=[messages.our_registration(person) for person in new],
            stock=[messages.stock_registration(person) for person in new],
            is_repeated=False,
        ),
        Operation(
            name="verifyLearner",
            path=LEARNER_SERVICE,
            code=b"WSVRC001<",
            shown=[[uln, person.family_name, person.date_of_birth.isoformat()] for uln, person in held[:CHECKED]],
            ours=[messages.our_claim(*one) for one in held],
            stock=[messages.stock_claim(*one) for one in held],
        ),
        Operation(
            name="retrieveULNs (200)",
            path=LEARNER_SERVICE,
            code=b"WSRC0004<",
            shown=groups[:CHECKED],
            ours=[messages.our_retrieval(ulns) for ulns in groups],
            stock=[messages.stock_retrieval(ulns) for ulns in groups],
            connections=8,
        ),
        _record(FEW, few, connections=32),
        _record(MANY, many, connections=8),
    )
    return {one.name: one for one in listed}


def _record(events: int, held: list[Held], connections: int) -> Operation:
    shown = [[f"Level {number % 3 + 1} Diploma in Carpentry & Joinery {number % 37}" for number in range(events)]]
    return Operation(
        name=f"GetLearnerLearningEvents ({events} events)",
        path=R9,
        code=b"WSRC0004<",
        shown=shown * CHECKED,
        ours=[messages.our_reading(*one) for one in held],
        stock=[messages.stock_reading(*one) for one in held],
        connections=connections,
    )


def _details(uln: str, person: Person) -> list[str]:
    return [
        uln,
        person.title,
        person.given_name,
        person.middle_name,
        person.family_name,
        person.address.line1,
        person.postcode,
        person.date_of_birth.isoformat(),
        person.email,
        "145589606",
        "Letter from school",
        "Seen in person",
    ]


Named = Callable[[str], bool]


def wanted(names: Sequence[str]) -> Named:
    """Return whether an operation is named.

    A name may be given by its beginning. All are, where there is no name.
    """
    return lambda operation: not names or any(operation.startswith(name) for name in names)
