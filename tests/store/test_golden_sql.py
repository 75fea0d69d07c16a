"""Statements and their files of SQL agree."""

import pytest
from sqlalchemy import select

from gateway.store.database.statement import Statement
from gateway.store.repositories import learners
from gateway.store.tables.learners import learner
from tests.store.golden_sql import DIALECTS, FOLDER, constants, files, formatted

FILES = files()


def test_each_statement_has_a_file_and_each_file_a_statement() -> None:
    assert sorted(str(file.relative_to(FOLDER)) for file in FOLDER.rglob("*.*")) == sorted(FILES), "make golden-sql"


@pytest.mark.parametrize("file", sorted(FILES))
def test_the_file_says_what_runs(file: str) -> None:
    assert (FOLDER / file).read_text() == FILES[file], "make golden-sql"


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
