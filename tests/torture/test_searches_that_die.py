"""A killed search for duplicates leaves only complete chunks.

The next search completes it.
"""

import signal

import pytest
from sqlalchemy import Engine

from gateway.handlers.matching.find_duplicates import find_duplicates
from gateway.store.unit import Store
from tests.forked import end_of, start
from tests.registered_twice import many, put
from tests.torture.deadly_finder import search

PEOPLE = 60


def pairs(engine: Engine) -> list[tuple[object, ...]]:
    wanted = "SELECT uln, other_uln, advice, score, status FROM duplicate WHERE uln LIKE '7%' ORDER BY uln, other_uln"
    with engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(wanted.replace("%", "%%"))]


@pytest.mark.parametrize(("where", "chunks"), [("between", 5), ("amid", 5), ("amid", 0)])
def test_a_search_killed_half_way_leaves_whole_chunks_and_the_next_completes_it(
    database_url: str, store: Store, where: str, chunks: int
) -> None:
    put(store, many(PEOPLE))
    assert end_of(start(search, database_url, chunks, where), 60) == -signal.SIGKILL
    left = pairs(store.engine)
    # The eighteen who live in the demonstration come first; of five chunks one holds one pair, three five each.
    assert len(left) == {("between", 5): 16, ("amid", 5): 16, ("amid", 0): 0}[where, chunks]
    found = find_duplicates(store, at_once=10)
    assert found.pairs.new > 0
    whole = pairs(store.engine)
    assert set(left) < set(whole)
    assert left == whole[: len(left)]
    assert sum(advice == "recommended" for _, _, advice, *_ in whole) == PEOPLE
    assert find_duplicates(store).pairs.new == 0
    assert pairs(store.engine) == whole
