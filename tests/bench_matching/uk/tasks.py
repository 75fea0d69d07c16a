"""The made-up learners as tasks.

There is one register, and a realistic and a hard list of queries.
"""

import random
from dataclasses import replace

from tests.bench_matching.records import Record, Task
from tests.bench_matching.uk.people import Maker, people
from tests.bench_matching.uk.postcodes import Postcodes
from tests.bench_matching.uk.questions import Asker, hard, real

HOUSEHOLDS, OF_EACH, REAL = 24_000, 300, 8_000


def tasks(
    seed: int, postcodes: Postcodes, *, households: int = HOUSEHOLDS, of_each: int = OF_EACH, asked: int = REAL
) -> dict[str, Task]:
    """Make a seed's register and both lists of queries.

    The same seed always makes the same.
    """
    maker = Maker(random.Random(seed), postcodes)
    made = people(maker, households)
    asker = Asker(maker, made)
    return {
        "real": Task("real", made.registered, _numbered(list(real(asker, asked)))),
        "hard": Task("hard", made.registered, _numbered(list(hard(asker, of_each)))),
    }


def _numbered(queries: list[Record]) -> list[Record]:
    return [replace(one, record=f"q{ordinal}") for ordinal, one in enumerate(queries)]
