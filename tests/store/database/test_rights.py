"""The rights that PostgreSQL needs are those that are documented.

There are no more of them and no fewer.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import gateway.store
from gateway.store.database import rights
from tests.store.golden_sql import FOLDER

_NAMED = re.compile(
    r"\b(INSERT INTO|DELETE FROM|UPDATE)\s+(\w+)(?=\s+(?:\(|AS\b|SET\b|WHERE\b|DEFAULT\b|RETURNING\b|\Z))"
)
_RIGHTS = {"INSERT INTO": "INSERT", "DELETE FROM": "DELETE", "UPDATE": "UPDATE"}
_BUILDERS = {"insert": "INSERT", "update": "UPDATE", "delete": "DELETE"}


def golden() -> Iterator[tuple[str, str]]:
    """Yield table and right of each statement in a file."""
    for file in sorted((FOLDER / "postgresql").glob("*.sql")):
        sql = re.sub(r"--.*", "", file.read_text())
        changed = [(table, _RIGHTS[verb]) for verb, table in _NAMED.findall(sql)]
        yield from changed
        if "DO UPDATE SET" in " ".join(sql.split()):
            yield changed[0][0], "UPDATE"
        if "FOR UPDATE" in " ".join(sql.split()):
            locked = re.search(r"FOR\s+UPDATE\s+OF\s+(\w+)", sql) or re.search(r"FROM\s+(\w+)", sql)
            assert locked is not None
            yield locked[1], "UPDATE"


def built() -> Iterator[tuple[str, str]]:
    """Yield table and right of each statement without a file.

    Methods build these statements as they run.
    """
    for file in sorted(Path(gateway.store.__path__[0], "repositories").glob("*.py")):
        methods = [one for one in ast.walk(ast.parse(file.read_text())) if isinstance(one, ast.FunctionDef)]
        for call in (node for method in methods for node in ast.walk(method) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id in _BUILDERS and isinstance(call.args[0], ast.Name):
                yield call.args[0].id, _BUILDERS[call.func.id]


USED = {*golden(), *built()}


def test_statements_of_every_kind_are_seen() -> None:
    assert {("learner", "UPDATE"), ("duplicate", "DELETE"), ("audit", "INSERT")} <= set(golden())
    assert {("organisation_user", "DELETE"), ("organisation", "INSERT")} <= set(built())


@pytest.mark.parametrize("right", ["INSERT", "UPDATE", "DELETE"])
def test_each_right_that_a_statement_needs_is_asked_for_and_no_other(right: str) -> None:
    asked = {table for table, one in rights.needed() if one == right}
    assert asked == {table for table, one in USED if one == right}
