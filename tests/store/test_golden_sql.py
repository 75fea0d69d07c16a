"""Statements and their files of SQL agree.

The rows of a query have the members that its readers name.
"""

from typing import Any, get_args, get_type_hints

import pytest
from sqlalchemy import JSON, Column, select

from gateway.store.database.statement import Query, Statement
from gateway.store.repositories import learners
from gateway.store.tables.learners import learner
from tests.store.built_statements import EXAMPLES, EXEMPT, building_methods, shown_methods
from tests.store.golden_sql import DIALECTS, FOLDER, constants, files, formatted

FILES = files()


def test_each_statement_has_a_file_and_each_file_a_statement() -> None:
    assert sorted(str(file.relative_to(FOLDER)) for file in FOLDER.rglob("*.*")) == sorted(FILES), "make golden-sql"


@pytest.mark.parametrize("file", sorted(FILES))
def test_the_file_says_what_runs(file: str) -> None:
    assert (FOLDER / file).read_text() == FILES[file], "make golden-sql"


def test_each_method_that_builds_a_statement_has_an_example() -> None:
    assert building_methods() <= {*shown_methods(), *EXEMPT}


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("database", DIALECTS)
def test_each_example_builds_a_statement(name: str, database: str) -> None:
    assert EXAMPLES[name].built(DIALECTS[database])


@pytest.mark.parametrize("database", DIALECTS)
def test_only_white_space_is_changed(database: str) -> None:
    compiled = [one.compiled(DIALECTS[database]).sql for _, _, one in constants() if isinstance(one, Statement)]
    assert len(compiled) > 50
    assert ["".join(formatted(sql).split()) for sql in compiled] == ["".join(sql.split()) for sql in compiled]


def test_a_statement_that_changes_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = Statement(select(learner.c.uln).order_by(learner.c.uln.desc()))
    monkeypatch.setattr("gateway.store.repositories.learners._SELECT_BY_ULN", changed)
    monkeypatch.setattr(learners, "_SELECT_EVERYBODY", changed, raising=False)
    assert {file for file, text in files().items() if FILES.get(file) != text} == {
        "sqlite/learners.select_by_uln.sql",
        "postgresql/learners.select_by_uln.sql",
    }


QUERIES = {f"{module.__name__}.{name}": one for module, name, one in constants() if isinstance(one, Query)}


def disagreeing(query: Query[Any]) -> list[str]:
    """Return the members of a query's row that are wrong.

    They are no column, have another type, or may be NULL although their type does not say so.
    """
    columns = {column.name: column for column in query.core.selected_columns}
    found = []
    for name, hint in get_type_hints(query.row).items():
        column = columns.get(name)
        kinds = get_args(hint) or (hint,)
        if column is None:
            found.append(f"{name} is no column")
        elif isinstance(column, Column):
            if column.nullable and type(None) not in kinds and name not in NEVER_NULL.get(column.table.name, ()):
                found.append(f"{name} may be NULL")
            if not isinstance(column.type, JSON) and column.type.python_type not in kinds:
                found.append(f"{name} is {column.type.python_type.__name__}")
    return found


NEVER_NULL = {
    "learning_event": {"identifier", "awarded_on", "status", "reason", "version"},  # of an awarding organisation
    "batch_row": {"uln"},  # which is searched for
}


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_the_row_of_a_query_has_the_members_that_its_readers_name(name: str) -> None:
    assert disagreeing(QUERIES[name]) == []


def test_a_row_that_disagrees_would_be_noticed() -> None:
    class Row:
        uln: int
        master_uln: str
        name: str

    query = Query(select(learner.c.uln, learner.c.master_uln), Row)
    assert disagreeing(query) == ["uln is str", "master_uln may be NULL", "name is no column"]
