"""Learners registered twice are proposed, and nobody else is recommended."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from gateway.domain import choices
from gateway.domain.actors import AuditedDecision, Caller
from gateway.domain.duplicate import Opinion
from gateway.domain.matching import PRIOR, Advice, confirmed, traits_of
from gateway.domain.matching.levels import Field
from gateway.domain.matching.proposals import INDEPENDENT
from gateway.handlers.lifecycle.merge_learners import MergeLearners, merge_learners
from gateway.handlers.lifecycle.unmerge_learner import unmerge_learner
from gateway.handlers.matching.decide_duplicate import ConfirmDuplicate, confirm_duplicate, reject_duplicate
from gateway.handlers.matching.find_duplicates import add_second_opinions, find_duplicates
from gateway.store.repositories.duplicates import PairCounts
from gateway.store.unit import Store
from tests.registered_twice import AGAIN, BROTHER, ELIZABETH, NOT_HER, TWIN, many, put

BY_JO = AuditedDecision(by="jo", reason="Seen both passports", operation="test", call="t" * 32)
WEAKENED = INDEPENDENT | {Field.BIRTHPLACE}
BIRTHPLACE_COUNTS = replace(
    PRIOR, version=1, relatives={**PRIOR.relatives, Field.BIRTHPLACE: PRIOR.strangers[Field.BIRTHPLACE]}
)


def open_pairs(store: Store, advices: Iterable[Advice] = Advice) -> dict[tuple[str, str], int]:
    """Return the numbers of the open pairs.

    The John Smiths of the demonstration are left out.
    """
    with store.reading() as unit:
        pairs = unit.duplicates.listed([*advices], 1000)
    return {(pair.uln, pair.other_uln): pair.number for pair in pairs if pair.uln.startswith("7")}


def recommended(store: Store) -> set[tuple[str, str]]:
    return set(open_pairs(store, [Advice.RECOMMENDED]))


def everything(store: Store) -> list[tuple[object, ...]]:
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM duplicate ORDER BY id")]


def test_who_is_registered_twice_is_recommended_and_a_second_run_changes_nothing(store: Store) -> None:
    one, again = put(store, [ELIZABETH, AGAIN])
    found = find_duplicates(store)
    assert recommended(store) == {(one, again)}
    assert (found.learners, found.pairs.open, found.pairs.decided, found.withdrawn) == (20, 0, 0, 0)
    before = everything(store)
    assert find_duplicates(store).pairs == PairCounts(open=found.pairs.new)
    assert everything(store) == before


def test_chunks_of_any_size_find_the_same(store: Store) -> None:
    ulns = put(store, many(12))
    told: list[int] = []
    find_duplicates(store, at_once=7, done=told.append)
    assert recommended(store) >= set(zip(ulns[::2], ulns[1::2], strict=True))
    assert sum(told) == 42
    assert max(told) == 7
    before = everything(store)
    assert find_duplicates(store).pairs.new == 0
    assert everything(store) == before


def test_twins_relatives_and_namesakes_are_not_recommended(store: Store) -> None:
    put(store, [ELIZABETH, *NOT_HER])
    find_duplicates(store)
    assert open_pairs(store)
    assert recommended(store) == set()


def test_twins_would_be_recommended_if_a_place_of_birth_were_evidence(store: Store) -> None:
    twins = put(store, [ELIZABETH, TWIN])
    with store.unit() as unit:
        unit.matching_models.add(BIRTHPLACE_COUNTS)
    find_duplicates(store, independent=WEAKENED)
    assert recommended(store) == {tuple(twins)}


def test_a_pair_that_no_longer_looks_alike_is_withdrawn_and_a_better_model_gives_a_new_score(store: Store) -> None:
    one, again = put(store, [ELIZABETH, AGAIN])
    find_duplicates(store)
    with store.unit() as unit:
        unit.matching_models.add(BIRTHPLACE_COUNTS)
        score = next(pair.score for pair in unit.duplicates.listed([Advice.RECOMMENDED], 9))
    find_duplicates(store)
    with store.unit() as unit:
        (rescored,) = [pair for pair in unit.duplicates.listed([*Advice], 100) if pair.uln == one]
        assert rescored.score != score
        held = unit.learners.by_uln(again)
        college = unit.organisations.named("TEST0001", "")
        assert held is not None
        assert college is not None
        somebody = replace(ELIZABETH, given_name="Zoe", family_name="Quirk", date_of_birth=date(1990, 1, 2))
        unit.learners.replace(held, somebody, Caller(organisation=college, user="u", operation="test", call="0" * 32))
    assert find_duplicates(store).withdrawn == 1
    assert open_pairs(store) == {}


def test_a_rejected_pair_stays_rejected_when_it_is_found_again(store: Store) -> None:
    one, again = put(store, [ELIZABETH, AGAIN])
    find_duplicates(store)
    with store.unit() as unit:
        reject_duplicate(open_pairs(store)[one, again], BY_JO, unit)
    before = everything(store)
    assert find_duplicates(store).pairs.decided == 1
    assert open_pairs(store) == {}
    assert everything(store) == before


def test_a_confirmed_pair_is_merged_and_once_unmerged_it_is_not_proposed_again(store: Store) -> None:
    one, again = put(store, [ELIZABETH, AGAIN])
    find_duplicates(store)
    with store.unit() as unit:
        confirm_duplicate(ConfirmDuplicate(number=open_pairs(store)[one, again], master=again), BY_JO, unit)
    with store.reading() as unit:
        merged = unit.learners.by_uln(one)
        assert merged is not None
        assert merged.master_uln == again
        pairs = list(unit.duplicates.confirmed())
    assert pairs == [(traits_of(ELIZABETH), traits_of(AGAIN))]
    assert confirmed(PRIOR, pairs).same != PRIOR.same
    with store.unit() as unit:
        unmerge_learner(one, BY_JO, unit)
    find_duplicates(store)
    assert open_pairs(store) == {}
    with store.reading() as unit:
        assert list(unit.duplicates.confirmed()) == []


def test_two_who_were_unmerged_are_not_proposed_though_nobody_had_proposed_them(store: Store) -> None:
    one, again = put(store, [ELIZABETH, AGAIN])
    with store.unit() as unit:
        merge_learners(MergeLearners(master=one, others=(again,)), BY_JO, unit)
        unmerge_learner(again, BY_JO, unit)
    find_duplicates(store)
    assert open_pairs(store) == {}


def test_a_pair_whose_learner_is_merged_elsewhere_is_not_open_any_more(store: Store) -> None:
    one, again, third = put(store, [ELIZABETH, AGAIN, replace(ELIZABETH, family_name="Ormee")])
    find_duplicates(store)
    assert len(open_pairs(store)) == 3
    with store.unit() as unit:
        merge_learners(MergeLearners(master=one, others=(third,)), BY_JO, unit)
        assert unit.duplicates.to_decide()[Advice.RECOMMENDED] == 1
    assert set(open_pairs(store)) == {(one, again)}


def test_a_second_opinion_stands_beside_our_evidence_and_alone_asks_for_a_look(store: Store) -> None:
    one, again, brother, stranger = put(
        store, [ELIZABETH, AGAIN, BROTHER, replace(BROTHER, family_name="Quirk", postcode="LS9 9ZZ")]
    )
    find_duplicates(store)
    bits = choices.WORTH_A_LOOK_FROM
    opinions = {
        (one, again): Opinion(by="splink", bits=-1.0),
        (again, brother): Opinion(by="splink", bits=bits - 0.1),
        (one, stranger): Opinion(by="splink", bits=bits),
    }
    kept = add_second_opinions(store, opinions.items())
    assert kept == PairCounts(new=1, open=1)
    find_duplicates(store)
    with store.reading() as unit:
        pairs = {(pair.uln, pair.other_uln): pair for pair in unit.duplicates.listed([*Advice], 100)}
    assert pairs[one, again].opinion == Opinion(by="splink", bits=-1.0)
    assert pairs[one, again].advice is Advice.RECOMMENDED
    assert pairs[one, stranger].advice is Advice.LOOK
    assert pairs[one, stranger].score < bits
    assert (again, brother) not in pairs
    assert add_second_opinions(store, opinions.items()) == PairCounts(open=2)


def test_a_probability_is_that_of_the_bits() -> None:
    assert Opinion(by="splink", bits=0.0).probability == 0.5
    assert Opinion(by="splink", bits=-2000.0).probability == pytest.approx(0.0)


def test_candidates_are_those_of_a_find_with_a_later_uln(store: Store) -> None:
    people = many(4) + [replace(ELIZABETH, date_of_birth=date(2004, 3, 9) + timedelta(days=31 * n)) for n in range(4)]
    put(store, people)
    with store.reading() as unit:
        living = unit.matching_models.living_after("", 1000)
        assert living == list(unit.matching_models.living())
        assert len(living) == unit.learners.count_living()
        found = {(living[place][0], uln) for place, uln, _ in unit.duplicates.candidates(living)}
        expected = {
            (uln, one.uln)
            for uln, _ in living
            for one in unit.learners.candidates(unit.learners.by_ulns([uln])[uln].person)
            if one.uln > uln and one.master_uln is None
        }
    assert found == expected
