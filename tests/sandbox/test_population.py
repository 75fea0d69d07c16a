"""Made-up learners."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from random import Random

from gateway.domain import uln
from gateway.domain.learner import identity_of
from gateway.sandbox.population.families import Families
from gateway.sandbox.population.records import events_of
from tests.builders import FINDMSG, miap
from tests.sandbox.calling import running, send

_TODAY = date(2026, 8, 25)


def test_the_same_seed_and_day_give_the_same_learners() -> None:
    first = list(Families(_TODAY, Random(7)).learners(300))
    assert first == list(Families(_TODAY, Random(7)).learners(300))
    assert first != list(Families(_TODAY, Random(8)).learners(300))


def test_learners_are_as_a_register_has_them() -> None:
    made = list(Families(_TODAY, Random(7)).learners(2000))
    assert all(uln.is_valid(one.uln) for one in made)
    assert len({one.uln for one in made}) == 2000
    assert len({identity_of(one.person) for one in made}) > 1990
    homes = Counter((one.person.postcode, one.person.address.line1) for one in made)
    assert sum(size > 1 for size in homes.values()) > 300
    assert all(14 <= (_TODAY - one.person.date_of_birth).days / 365.25 < 70 for one in made)
    assert all(one.created_at.date() < _TODAY for one in made)


def test_brothers_and_sisters_have_names_of_their_own_and_twins_a_birthday() -> None:
    made = list(Families(_TODAY, Random(7)).learners(3000))
    same_day = Counter((one.person.address.line1, one.person.postcode, one.person.date_of_birth) for one in made)
    twins = [key for key, size in same_day.items() if size > 1]
    assert twins
    for line1, postcode, born in twins:
        pair = [one.person for one in made if (one.person.address.line1, one.person.postcode) == (line1, postcode)]
        given = [one.given_name for one in pair if one.date_of_birth == born]
        assert len(set(given)) == len(given)


def test_nobody_has_results_before_the_results_day() -> None:
    dice = Random(7)
    for one in Families(_TODAY, dice).learners(500):
        for event in events_of(one, _TODAY, dice):
            assert event.awarded_on is not None
            assert event.awarded_on <= _TODAY
            assert (event.awarded_on - one.person.date_of_birth).days / 365.25 > 15.9


def test_a_sandbox_serves_made_up_learners_in_every_space(tmp_path: Path) -> None:
    at = datetime(2026, 8, 25)
    with running(tmp_path, seed=7, learners=200, clock=at) as sandbox:
        wanted = list(Families(at.date(), Random(7)).learners(50))
        college = sandbox.spaces.new().organisations[0]
        for one in (wanted[0], wanted[-1]):
            values = {
                "ULN": one.uln,
                "FamilyName": one.person.family_name,
                "GivenName": one.person.given_name,
            }
            answer = send(sandbox, miap(FINDMSG, "FindLearnerByULN", values, by=college, find="FUL"))
            assert answer.code == "WSRC0004"
