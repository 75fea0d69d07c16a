"""What tells a learner that somebody looked at the record."""

from itertools import chain

import pytest

from gateway.domain.access import Operation
from gateway.domain.access_log import (
    DESCRIPTIONS,
    SHOWS_NOTHING,
    OperatorAction,
    OperatorLook,
    describe_action,
    describe_code,
)
from gateway.domain.codes import Code


@pytest.mark.parametrize("member", [*chain(Operation, OperatorLook, OperatorAction)])
def test_every_call_and_every_action_is_either_told_in_words_or_silent(
    member: Operation | OperatorLook | OperatorAction,
) -> None:
    told = {operation for operation, code in DESCRIPTIONS if code is None}
    assert (member in told) is not (member in SHOWS_NOTHING), member


def test_a_look_is_always_told_and_an_action_never() -> None:
    assert SHOWS_NOTHING.isdisjoint(OperatorLook)
    assert SHOWS_NOTHING.issuperset(OperatorAction)


def test_no_word_of_the_trail_means_two_things() -> None:
    words = [one.value for one in chain(Operation, OperatorLook, OperatorAction)]
    assert len(words) == len(set(words))
    assert all(len(word) <= 24 and word.replace("-", "").isalpha() for word in words)


def test_what_an_operator_did_is_told_in_words_and_not_as_an_answer() -> None:
    assert describe_code("reject-duplicate", "") == "Two ULNs were found to be two people"
    assert describe_code("settle-row", "RC001") == Code.ROW_NEW_ULN.text
    assert describe_code("change-roles", "") is None
    assert describe_action("something-new", "") == "Something new"
