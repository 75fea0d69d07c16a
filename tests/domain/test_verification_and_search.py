"""verifyLearner and a search say the same of one pair.

Each pair is a learner who is alone on the register, and the details of somebody who may be that learner.
"""

from dataclasses import replace
from datetime import date, datetime
from functools import cache

from hypothesis import example, given
from hypothesis import strategies as st

from gateway import demo
from gateway.domain.learner import Gender, Learner, LearnerStatus, Person
from gateway.domain.matching import PRIOR, Match, Model, NoMatch, learn
from gateway.domain.verification import StatedIdentity, Verdict, compare
from tests.domain.matching.deciding import decide
from tests.domain.matching.people import register

GIVENS = (
    "Ann", "Anne", "Bea", "Hạnh", "Hành", "Mary Ann", "Mohammed Ali", "Mohammed Hamza", "Bill", "William", "Юрий",
    "Yuri", "A", "Dr Ew", "Drew", "Baby", "-", "Lee",
)  # fmt: skip
FAMILIES = (
    "Lee", "Leigh", "O'Neill", "Wyn-Jones", "Jones", "James", "Bùi", "Búi", "Smith", "Ann", "Unknown", "L", "-", "Лі",
)  # fmt: skip
HELD = st.builds(
    Person,
    given_name=st.sampled_from(GIVENS),
    family_name=st.sampled_from(FAMILIES),
    preferred_given_name=st.just("") | st.sampled_from(GIVENS),
    previous_family_name=st.just("") | st.sampled_from(FAMILIES),
    date_of_birth=st.sampled_from([date(2004, 3, 9), date(2004, 9, 3), date(2004, 3, 10), date(1976, 1, 1)]),
    gender=st.sampled_from(Gender),
    postcode=st.sampled_from(["CV1 2WT", "CV1 2WX", "LS1 4AP", "B1 1AA", "ZZ99 9ZZ"]),
    email=st.sampled_from(["", "ann.lee@example.org"]),
    place_of_birth=st.sampled_from(["", "Leeds"]),
)
STATED = ("given_name", "family_name", "date_of_birth", "gender", "postcode")


def _asked(held: Person, other: Person, differ: set[str]) -> Person:
    stated = {name: getattr(other if name in differ else held, name) for name in STATED}
    return Person(**stated)


PAIRS = st.tuples(HELD, HELD, st.sets(st.sampled_from(STATED), max_size=4)).map(
    lambda drawn: (_asked(*drawn), drawn[0])
)
"""What is stated, and the person held.

verifyLearner lacks the postcode.
"""

REGISTERS = st.sampled_from(["as shipped", "small", "of a nation"])


@cache
def model_of(name: str) -> Model:
    match name:
        case "as shipped":
            return PRIOR
        case "small":
            return learn(register(200))
        case _:
            return replace(PRIOR, register_size=28_000_000)


def person(
    given_name: str, family_name: str, *, gender: Gender = Gender.FEMALE, postcode: str = demo.ANN.postcode
) -> Person:
    return Person(
        given_name=given_name,
        family_name=family_name,
        date_of_birth=demo.ANN.date_of_birth,
        gender=gender,
        postcode=postcode,
    )


def searched(asked: Person, learner: Learner, model: Model) -> Match:
    return decide(asked, [learner], {}, model)


def verified(asked: Person, learner: Learner, model: Model) -> Verdict:
    stated = StatedIdentity(
        uln=learner.uln,
        given_name=asked.given_name,
        family_name=asked.family_name,
        date_of_birth=asked.date_of_birth,
        gender=asked.gender,
    )
    return compare(stated, learner, model).verdict


def learner_of(person: Person) -> Learner:
    return Learner(
        uln=demo.ANN_ULN,
        person=person,
        status=LearnerStatus.ACTIVE,
        version=1,
        created_at=datetime(2024, 9, 2),
        updated_at=datetime(2024, 9, 2),
    )


@example((person("Bea", "Lee", gender=Gender.MALE), person("Ann", "Lee")), "small")
@example((person("Ann", "Jones"), person("Ann", "Lee")), "small")
@example((person("Юрий", "Лі"), person("Yuri", "Lee")), "as shipped")
@example((person("Hạnh", "Bùi"), person("Hành", "Búi")), "as shipped")
@given(PAIRS, REGISTERS)
def test_whom_a_search_finds_verification_never_calls_different(pair: tuple[Person, Person], name: str) -> None:
    asked, learner, model = pair[0], learner_of(pair[1]), model_of(name)
    if not isinstance(searched(asked, learner, model), NoMatch):
        assert verified(asked, learner, model) is not Verdict.DIFFERENT


@example((person("-", "-", postcode="LS1 4AP"), person("-", "-")), "of a nation")
@example((person("Drew", "Lee", postcode="LS1 4AP"), person("Dr Ew", "Lee")), "of a nation")
@given(PAIRS, REGISTERS)
def test_whose_details_verify_a_search_never_misses(pair: tuple[Person, Person], name: str) -> None:
    asked, learner, model = pair[0], learner_of(pair[1]), model_of(name)
    if verified(asked, learner, model) is Verdict.SAME:
        assert not isinstance(searched(asked, learner, model), NoMatch)
