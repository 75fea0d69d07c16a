"""The matching benchmark: its measures, and its made-up people."""

import random
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from gateway.sandbox.population.names import POOLS
from tests.bench_matching import records
from tests.bench_matching.kingdom import Listings, Safeguards
from tests.bench_matching.measures import (
    Figures,
    Rule,
    Split,
    best_rule,
    figures,
    found_or_listed,
    mean_and_sd,
    splits,
    trial,
)
from tests.bench_matching.origins import ByOrigin, Share, measured, task_by_origin
from tests.bench_matching.ours import Matcher, against_all, by_score
from tests.bench_matching.records import Record, Task
from tests.bench_matching.uk import mistakes
from tests.bench_matching.uk.postcodes import of_counts
from tests.bench_matching.uk.questions import OF_MEMBERS, OF_RELATIVES, STRANGER
from tests.bench_matching.uk.tasks import tasks

POSTCODES = of_counts(
    [
        (outward, 40, tuple(f"{sector}{unit}" for sector in range(1, 9) for unit in ("AB", "DE", "JN", "XY", "ZZ")))
        for outward in ("CV1", "LS6", "CF10", "G12", "BT9", "M1", "SW1A", "AB10")
    ]
)
KINGDOM = tasks(5, POSTCODES, households=700, of_each=6, asked=300)


@pytest.fixture(autouse=True)
def few_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a matcher learn from fewer pairs of strangers.

    Learning from them is most of the time that it takes.
    """
    monkeypatch.setattr("gateway.domain.matching.learning._STRANGER_PAIRS", 30_000)


@cache
def _matcher(mix: str) -> Matcher:
    return Matcher(KINGDOM[mix])


def _asked(person: str, number: int = 1) -> Record:
    return Record(record=f"{person}{number}", person=person)


MEMBERS = frozenset({"ann", "ben", "cat"})
QUERIES = [_asked("ann"), _asked("ben"), _asked("cat"), _asked("dan"), _asked("eve")]
RANKED = {
    "ann1": [("ann", 9.0), ("ben", 1.0)],
    "ben1": [("cat", 7.0), ("ben", 6.0)],  # a wrong one, half a step ahead
    "cat1": [("cat", 5.0)],
    "dan1": [("ann", 3.0)],  # he is not on the register
}


def test_precision_recall_and_f1_are_those_counted_by_hand() -> None:
    counted = figures(QUERIES, MEMBERS, RANKED, Rule(4.0))
    assert counted == Figures(right=2, wrong=1, members=3)
    assert (counted.precision, counted.recall, counted.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))


def test_a_wrong_name_counts_against_precision_whether_the_right_one_is_on_the_register_or_not() -> None:
    assert figures(QUERIES, MEMBERS, RANKED, Rule(0.0)) == Figures(right=2, wrong=2, members=3)


def test_naming_nobody_is_precise_and_finds_nobody() -> None:
    counted = figures(QUERIES, MEMBERS, {}, Rule(0.0))
    assert (counted.precision, counted.recall, counted.f1) == (1.0, 0.0, 0.0)


def test_the_best_rule_is_the_one_of_the_highest_f1() -> None:
    assert best_rule(QUERIES, MEMBERS, RANKED) == Rule(4.0)
    with_margin = best_rule(QUERIES, MEMBERS, RANKED, margins=(0.0, 2.0))
    assert (with_margin, figures(QUERIES, MEMBERS, RANKED, with_margin).f1) == (Rule(4.0, 2.0), 0.8)


def test_the_safe_rule_stops_before_the_first_wrong_one() -> None:
    safe = best_rule(QUERIES, MEMBERS, RANKED, precision=0.999)
    assert figures(QUERIES, MEMBERS, RANKED, safe) == Figures(right=1, wrong=0, members=3)


def test_where_no_rule_is_safe_nobody_is_named() -> None:
    safe = best_rule([_asked("dan")], MEMBERS, RANKED, precision=0.999)
    assert figures(QUERIES, MEMBERS, RANKED, safe).right == 0


def test_equal_scores_are_on_one_side_of_every_line() -> None:
    level = {"ann1": [("ann", 5.0)], "dan1": [("ann", 5.0)]}
    assert best_rule([_asked("ann"), _asked("dan")], MEMBERS, level, precision=0.999) == Rule(float("inf"))


def test_the_line_is_drawn_on_one_half_and_counted_on_the_other() -> None:
    ann, ben, cat, dan, _ = QUERIES
    drawn = trial(Split(train=[ann, dan], test=[ben, cat]), MEMBERS, RANKED)  # at 6, between 9 and 3
    assert drawn.best == drawn.safe == Figures(right=0, wrong=1, members=2)


def test_all_queries_of_a_person_are_in_one_half_and_splits_repeat() -> None:
    queries = [_asked(f"p{person}", number) for person in range(50) for number in range(3)]
    for split in splits(queries):
        assert not {query.person for query in split.train} & {query.person for query in split.test}
        assert len(split.train) + len(split.test) == len(queries)
        assert 30 < len(split.train) < 120
    assert splits(queries) == splits(queries)
    assert len({split.train[0].record + str(len(split.train)) for split in splits(queries)}) > 1


def test_a_list_that_is_too_long_finds_nobody() -> None:
    ranked = {"ann1": [(f"p{number}", 9.0) for number in range(9)] + [("ann", 8.0)]}
    assert found_or_listed([_asked("ann")], MEMBERS, ranked, 0.0) == (1, 1)
    longer = {"ann1": [*ranked["ann1"], ("zoe", 1.0)]}
    assert found_or_listed([_asked("ann")], MEMBERS, longer, 0.0) == (0, 1)
    assert found_or_listed([_asked("ann")], MEMBERS, longer, 2.0) == (1, 1)


def test_the_mean_and_the_standard_deviation_are_those_of_all_splits() -> None:
    assert mean_and_sd([0.9, 1.0]) == pytest.approx((0.95, 0.05))


def test_a_kept_task_is_read_back(tmp_path: Path) -> None:
    task = Task("some", [Record(record="r1", person="P1", given='Siân, "Sh"', family="O'Neill")], QUERIES)
    assert not records.is_kept("some", tmp_path)
    records.write(task, tmp_path)
    assert records.read("some", tmp_path) == task


def test_the_same_seed_makes_the_same_kingdom_and_another_seed_another() -> None:
    assert tasks(5, POSTCODES, households=700, of_each=6, asked=300) == KINGDOM
    assert tasks(6, POSTCODES, households=700, of_each=6, asked=300) != KINGDOM


def test_the_hard_questions_have_every_class() -> None:
    asked = {query.kind for query in KINGDOM["hard"].queries}
    assert asked == {*OF_MEMBERS, *OF_RELATIVES, STRANGER}


def test_members_are_on_the_register_and_relatives_are_not() -> None:
    members = KINGDOM["hard"].members()
    for query in KINGDOM["hard"].queries:
        assert (query.person in members) is (query.kind in OF_MEMBERS), query


def test_every_origin_is_on_the_register() -> None:
    origins = {record.origin for record in KINGDOM["real"].register}
    assert origins == {pool.origin for _, pool in POOLS}
    assert len(origins) >= 8


def test_the_register_has_families_with_twins_and_juniors() -> None:
    register = KINGDOM["real"].register
    assert {record.kind for record in register} == {"father", "mother", "child", "twin", "junior"}
    assert len({record.record for record in register}) == len({record.person for record in register}) == len(register)
    assert {record.postcode for record in register} > {"ZZ99 9ZZ"}


def test_a_twin_differs_from_the_learner_in_the_given_name_only() -> None:
    by_key = {(record.family, record.birth, record.postcode): record for record in KINGDOM["hard"].register}
    twins = [query for query in KINGDOM["hard"].queries if query.kind in {"twin", "twin, same initial"}]
    assert twins
    for twin in twins:
        assert by_key[twin.family, twin.birth, twin.postcode].given != twin.given


def test_a_third_of_the_real_questions_are_of_new_people() -> None:
    task = KINGDOM["real"]
    strangers = sum(query.person not in task.members() for query in task.queries)
    assert 0.25 < strangers / len(task.queries) < 0.45


def test_a_mistake_changes_what_it_is_made_in() -> None:
    dice = random.Random(1)
    for name in ("Siân", "O'Neill", "Li", "X", "Oluwadamilare"):
        for _ in range(50):
            assert mistakes.typo(name, dice).lower() != name.lower()
    for _ in range(100):
        wrong = mistakes.another_date("2000-02-29", dice)
        assert wrong != "2000-02-29"
        assert date.fromisoformat(wrong)
    assert mistakes.day_for_month("2001-03-04") == "2001-04-03"
    assert mistakes.day_for_month("2001-03-13") == mistakes.day_for_month("2001-03-03") == ""


def test_the_matcher_finds_the_learners_of_a_small_kingdom() -> None:
    matcher = _matcher("real")
    found = matcher.found(matcher.model)
    members = KINGDOM["real"].members()
    assert figures(KINGDOM["real"].queries, members, against_all(found), Rule(0.0)).f1 > 0.95
    seen, present = found_or_listed(KINGDOM["real"].queries, members, by_score(found), -3.0)
    assert seen / present > 0.97


def test_no_link_is_wrong_where_everybody_has_relatives() -> None:
    kept, listings = Safeguards(), Listings()
    matcher = _matcher("hard")
    kept.add("real", matcher)
    listings.add("real", matcher)
    for links in list(kept.links.values())[:2]:
        assert links.right > 0
        assert not links.wrong
        assert links.members == sum(seen.members for (_, origin), seen in listings.seen.items() if origin)


def test_the_planted_weakness_links_namesakes() -> None:
    register = KINGDOM["real"].register
    namesakes = [
        replace(one, record=f"q{one.record}", person=f"X{one.person}", postcode="PL1 1AA", email="", kind="namesake")
        for one in register
        if one.birthplace
    ]
    kept = Safeguards()
    kept.add("real", Matcher(Task("namesakes", register, namesakes[:100])))
    exact, recommended, planted = kept.links.values()
    assert not exact.wrong
    assert not recommended.wrong
    assert planted.wrong["namesake"] == len(planted.examples) > 10


def test_every_origin_is_asked_as_often_and_counted() -> None:
    matcher = Matcher(task_by_origin(5, POSTCODES, households=700, of_each=5))
    counted = measured(matcher, matcher.model)
    assert counted.keys() == {pool.origin for _, pool in POOLS}
    english = counted["English"]
    assert (english.asked.all, english.found.all) == (5, 5)
    assert counted["South Asian"].asked.all == 10, "two stocks of names"
    assert sum(one.found.some for one in counted.values()) >= 45
    assert all(one.exact.all <= one.found.all for one in counted.values())


def test_an_interval_holds_the_share_and_narrows() -> None:
    few, many = Share(2, 40), Share(200, 4_000)
    for share in (few, many):
        low, high = share.interval
        assert 0 < low < share.value == 0.05 < high < 1
    assert many.interval[0] > few.interval[0]
    assert many.interval[1] < few.interval[1]
    assert Share(0, 10).interval[0] == 0.0 < Share(0, 10).interval[1] < 0.3
    assert Share(0, 0).interval == (0.0, 1.0)


def test_the_results_of_several_registers_are_counted_together() -> None:
    one, other = (ByOrigin(Share(n, 10), Share(9, 10 + n), Share(n, n)) for n in (1, 3))
    assert one + other == ByOrigin(Share(4, 20), Share(18, 24), Share(4, 4))
