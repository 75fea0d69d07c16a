"""People registered many times at once get one ULN each.

Sixteen threads register them, for two colleges, one by one or in groups that share a transaction.
"""

import os
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy import text

from gateway import demo
from gateway.domain import uln
from gateway.settings import Settings
from gateway.store.database.group import run_together
from tests.builders import FINDMSG, LEARNER_SERVICE, REGMSG, Reply, Wire, learner, miap

THREADS, PEOPLE, ARRIVALS = (16, 200, 200) if "TORTURE_SECONDS" in os.environ else (16, 60, 20)


Message = Callable[[int, demo.DemoOrganisation], str]
Post = Callable[[Wire, Sequence[str]], list[Reply]]


def message(ordinal: int, by: demo.DemoOrganisation) -> str:
    # each college spells the names in its own way
    given = "Zoë" if by is demo.COLLEGE else "ZOE"
    family = f"Q{chr(65 + ordinal % 26)}{chr(65 + ordinal // 26)}-Lamb"
    return miap(REGMSG, "RegisterLearner", {"Learner": learner(GivenName=given, FamilyName=family)}, by=by)


def arrival(ordinal: int) -> dict[str, str]:
    """Return a person whose details are too few for certainty."""
    little = ({"LastKnownPostCode": "ZZ99 9ZZ"}, {"Gender": "0"}, {"GivenName": "Unknown"}, {"FamilyName": "LNU"})
    day = f"{1980 + ordinal % 25}-{1 + ordinal % 12:02}-{1 + ordinal % 28:02}"
    return {"GivenName": "Bilal", "FamilyName": "Aziz", "DateOfBirth": day} | little[ordinal % len(little)]


def arrives(ordinal: int, by: demo.DemoOrganisation) -> str:
    return miap(REGMSG, "RegisterLearner", {"Learner": learner(**arrival(ordinal))}, by=by)


def one_by_one(wire: Wire, messages: Sequence[str]) -> list[Reply]:
    return [wire.post(LEARNER_SERVICE, message) for message in messages]


def in_groups(wire: Wire, messages: Sequence[str]) -> list[Reply]:
    """Post each message twice, within one group of eight.

    Those that leave a group are posted alone.
    """
    replies = []
    for first in range(0, len(messages), 4):
        some = [message for message in messages[first : first + 4] for _ in range(2)]
        for reply, one in zip(
            run_together([partial(wire.post, LEARNER_SERVICE, one) for one in some]), some, strict=True
        ):
            replies.append(reply or wire.post(LEARNER_SERVICE, one))
    return replies


def register_everybody(
    wire: Wire, message: Message = message, people: int = PEOPLE, post: Post = one_by_one
) -> tuple[Counter[str | None], set[str]]:
    start = threading.Barrier(THREADS)

    def one_thread(ordinal: int) -> list[tuple[str | None, str | None]]:
        by = (demo.COLLEGE, demo.SECOND_COLLEGE)[ordinal % 2]
        start.wait()
        replies = post(wire, [message(person, by) for person in range(people)])
        return [(reply.code, reply.text("ULN")) for reply in replies]

    with ThreadPoolExecutor(THREADS) as threads:
        answers = [answer for answered in threads.map(one_thread, range(THREADS)) for answer in answered]
    return Counter(code for code, _ in answers), {number for _, number in answers if number}


def test_people_whom_many_register_at_once_get_a_uln_each(wire: Wire) -> None:
    codes, issued = register_everybody(wire)
    assert codes == {"WSRC0005": PEOPLE, "WSRC0021": PEOPLE * (THREADS - 1)}
    assert len(issued) == PEOPLE
    assert all(uln.is_valid(number) for number in issued)
    assert not issued & {one.uln for one in demo.learners()}


def test_people_whom_many_register_in_groups_get_a_uln_each(wire: Wire) -> None:
    codes, issued = register_everybody(wire, post=in_groups)
    assert codes == {"WSRC0005": PEOPLE, "WSRC0021": PEOPLE * (2 * THREADS - 1)}
    assert len(issued) == PEOPLE


@pytest.mark.parametrize("message", [message, arrives])
def test_without_the_unique_index_people_are_registered_twice(database_url: str, message: Message) -> None:
    with Wire.open(Settings(database_url=database_url)) as wire:
        with wire.store.engine.begin() as connection:
            connection.execute(text("DROP INDEX uq_learner_key"))
        codes, issued = register_everybody(wire, message, ARRIVALS, in_groups)
    assert codes["WSRC0005"] > ARRIVALS, "the tests could not fail"
    assert len(issued) > ARRIVALS


def search_for_everybody(wire: Wire) -> None:
    """Search for all, so that the first college sees them."""
    for ordinal in range(ARRIVALS):
        asked = learner(**arrival(ordinal))
        members = ("FamilyName", "GivenName", "DateOfBirth", "Gender", "LastKnownPostCode")
        find = miap(FINDMSG, "FindLearnerByDemographics", {name: asked[name] for name in members}, find="FUL")
        assert wire.post(LEARNER_SERVICE, find).code == "WSRC0003"


def test_people_of_whom_too_little_is_known_get_what_they_would_one_by_one(wire: Wire) -> None:
    answers, issued = [], set()
    for _ in range(2):
        codes, ulns = register_everybody(wire, arrives, ARRIVALS)
        answers.append(codes)
        issued |= ulns
        search_for_everybody(wire)
    one_each = {"WSRC0005": ARRIVALS, "WSRC0021": ARRIVALS * (THREADS - 1)}
    assert answers == [one_each] * 2, "one more of each, and no more, after each search"
    assert len(issued) == 2 * ARRIVALS


@pytest.mark.parametrize("workers", [2])
def test_two_colleges_update_one_learner_and_one_wins(wire: Wire, workers: int) -> None:
    start = threading.Barrier(workers)

    def update(ordinal: int) -> str | None:
        values = learner(GivenName="Gil", FamilyName=f"Ash-{'AB'[ordinal]}", ULN=demo.GIL_ULN, VersionNumber=1)
        body = miap(REGMSG, "UpdateLearner", {"Learner": values}, by=(demo.COLLEGE, demo.SECOND_COLLEGE)[ordinal])
        start.wait()
        return wire.post(LEARNER_SERVICE, body).code

    with ThreadPoolExecutor(workers) as threads:
        assert sorted(str(code) for code in threads.map(update, range(workers))) == ["WSRC0006", "WSRC0013"]
