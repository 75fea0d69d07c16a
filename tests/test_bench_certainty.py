"""Parts of the matching benchmark that ask for certainty.

They count people who are taken for somebody else.
"""

import random
from dataclasses import replace

import pytest

from tests.bench_matching import arrivals, differing, registrar
from tests.bench_matching.intervals import interval
from tests.bench_matching.registrar.kinds import CERTAIN, NOT_THERE, SOMEBODY_ELSE, TO_BE_FOUND, cases

pytestmark = pytest.mark.usefixtures("few_pairs")


@pytest.fixture
def few_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a register learn from fewer pairs of strangers.

    Comparing them takes most of the time.
    """
    monkeypatch.setattr("gateway.domain.matching.learning._STRANGER_PAIRS", 3_000)


def test_an_interval_holds_the_share_and_is_narrow_where_there_are_many() -> None:
    assert interval(0, 2_000) == pytest.approx((0.0, 0.0019), abs=1e-4)
    assert interval(5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    assert interval(0, 0) == (0.0, 1.0)


def test_nobody_of_those_who_differ_in_one_thing_is_taken_for_the_other() -> None:
    answers = differing.ask(1_300, 5)
    assert set(answers.pairs) == set(differing.CHANGES)
    assert not answers.taken
    assert answers.by_key.total() > 300, "a rule that asks for equal keys would have been found"


def test_the_same_seed_makes_the_same_cases_of_every_kind() -> None:
    made = list(cases(5, 2))
    assert made == list(cases(5, 2))
    assert made != list(cases(6, 2))
    assert {case.kind for case in made} == {*CERTAIN, *SOMEBODY_ELSE, *TO_BE_FOUND, *NOT_THERE}


def test_nobody_at_the_desk_is_taken_for_another_or_refused() -> None:
    answers = registrar.ask(5, each=1, beside=10)
    assert answers.asked.total() == len({*CERTAIN, *SOMEBODY_ELSE, *TO_BE_FOUND, *NOT_THERE})
    assert not +answers.taken
    assert not +answers.refused
    assert not +answers.verified
    assert answers.of(answers.wanted, dict.fromkeys(CERTAIN)) == len(CERTAIN), "the control: they are found"


def test_nobody_who_arrives_is_taken_for_another_or_refused() -> None:
    few = replace(arrivals.KINDS[1], count=60, first_of_january=1.0)
    answers = arrivals.arrive(few, 5)
    assert (answers.arrived, answers.taken, answers.refused) == (60, 0, 0)
    assert answers.asked


def test_arrivals_are_drawn_by_seed_and_some_are_described_alike() -> None:
    kind = arrivals.KINDS[1]
    drawn = [tuple(one.values()) for one in arrivals.people(kind, random.Random(5))]
    assert drawn == [tuple(one.values()) for one in arrivals.people(kind, random.Random(5))]
    assert len(set(drawn)) < len(drawn) == kind.count
