"""The rights that PostgreSQL needs are those that are documented.

There are no more of them and no fewer.
"""

import re
from collections.abc import Iterator

import pytest

from gateway.store.database import rights
from tests.store.golden_sql import FOLDER

_NAMED = re.compile(
    r"\b(INSERT INTO|DELETE FROM|UPDATE)\s+(\w+)(?=\s+(?:\(|AS\b|SET\b|WHERE\b|DEFAULT\b|RETURNING\b|\Z))"
)
_RIGHTS = {"INSERT INTO": "INSERT", "DELETE FROM": "DELETE", "UPDATE": "UPDATE"}


def golden() -> Iterator[tuple[str, str]]:
    """Yield table and right of each statement in a file."""
    for file in sorted((FOLDER / "postgresql").glob("*.sql")):
        for sql in re.sub(r"--.*", "", file.read_text()).split("\n\n"):
            changed = [(table, _RIGHTS[verb]) for verb, table in _NAMED.findall(sql)]
            yield from changed
            if "DO UPDATE SET" in " ".join(sql.split()):
                yield changed[0][0], "UPDATE"
            if "FOR UPDATE" in " ".join(sql.split()):
                locked = re.search(r"FOR\s+UPDATE\s+OF\s+(\w+)", sql) or re.search(r"FROM\s+(\w+)", sql)
                assert locked is not None
                yield locked[1], "UPDATE"


USED = {*golden()}


def test_statements_of_every_kind_are_seen() -> None:
    assert {("learner", "UPDATE"), ("duplicate", "DELETE"), ("audit", "INSERT")} <= USED
    assert {("organisation_user", "DELETE"), ("organisation", "INSERT")} <= USED


@pytest.mark.parametrize("right", ["INSERT", "UPDATE", "DELETE"])
def test_each_right_that_a_statement_needs_is_asked_for_and_no_other(right: str) -> None:
    asked = {table for table, one in rights.needed() if one == right}
    assert asked == {table for table, one in USED if one == right}
