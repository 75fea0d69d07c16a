"""What the store refuses says who can act."""

from collections.abc import Iterator

import pytest

from gateway.store.errors import (
    BadConfiguration,
    CommitInDoubt,
    Conflict,
    DatabaseFailed,
    NotFound,
    StoreError,
    Unavailable,
)

KINDS = (NotFound, Conflict, Unavailable, BadConfiguration)
OF_NO_KIND = {DatabaseFailed, CommitInDoubt}
"""A fault of ours, and what nobody can know."""


def below(kind: type[StoreError]) -> Iterator[type[StoreError]]:
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


@pytest.mark.parametrize("fact", [*below(StoreError)], ids=lambda fact: fact.__name__)
def test_every_fact_is_of_one_kind_and_says_something(fact: type[StoreError]) -> None:
    assert sum(issubclass(fact, kind) for kind in KINDS) == (fact not in OF_NO_KIND)
    assert str(fact()) == fact.__doc__
    assert str(fact("there is no load 7")) == "there is no load 7"
