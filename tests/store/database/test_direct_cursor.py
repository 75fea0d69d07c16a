"""Statements on PostgreSQL run as on psycopg's own cursor."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.json import Json

from gateway import demo
from gateway.settings import Settings
from gateway.store.database.direct_cursor import DirectCursor
from tests.builders import FINDMSG, LEARNER_SERVICE, Wire, miap

_RUNS_UNTIL_PREPARED = 5
_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
_TYPES: dict[str, st.SearchStrategy[Any]] = {
    "text": st.none() | _TEXTS,
    "integer": st.none() | st.integers(-(2**31), 2**31 - 1),
    "bigint": st.integers(-(2**63), 2**63 - 1),
    "double precision": st.floats(allow_nan=False),
    "boolean": st.none() | st.booleans(),
    "date": st.none() | st.dates(),
    "timestamp": st.none() | st.datetimes(),
    "jsonb": st.dictionaries(_TEXTS.filter(lambda text: "\\u" not in json.dumps(text)), st.integers()).map(Json),
}
_LISTS = {f"{name}[]": st.lists(one | st.none(), max_size=5) for name, one in _TYPES.items()}


@contextmanager
def connected(url: str) -> Iterator["psycopg.Connection[Any]"]:
    with psycopg.connect(url) as connection:
        yield connection
        connection.rollback()


@pytest.mark.parametrize("kind", [*_TYPES, *_LISTS])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(data=st.data())
def test_a_value_arrives_as_by_the_own_cursor(kind: str, data: st.DataObject, postgresql_url: str) -> None:
    value = data.draw((_TYPES | _LISTS)[kind])
    sql = f"SELECT %(value)s::{kind} AS same, %(value)s::{kind} IS NULL AS is_null"
    with connected(postgresql_url) as connection:
        expected = connection.execute(sql, {"value": value}).fetchall()
        cursor = DirectCursor(connection, psycopg)
        for _ in range(_RUNS_UNTIL_PREPARED + 2):
            cursor.execute(sql, {"value": value})
            assert cursor.fetchall() == expected


def test_a_percent_sign_and_a_repeated_parameter_stay(postgresql_url: str) -> None:
    with connected(postgresql_url) as connection:
        cursor = DirectCursor(connection, psycopg)
        cursor.execute("SELECT '50%%', %(b)s::text, %(a)s::text, %(b)s::text", {"a": "1", "b": "2"})
        assert cursor.fetchone() == ("50%", "2", "1", "2")


def test_a_text_that_would_be_cut_off_is_refused(postgresql_url: str) -> None:
    with connected(postgresql_url) as connection:
        cursor = DirectCursor(connection, psycopg)
        for value in ("a\0b", ["a\0b"]):
            with pytest.raises(psycopg.DataError):
                cursor.execute("SELECT %(value)s::text", {"value": value})


def test_rows_touched_are_counted(postgresql_url: str) -> None:
    with connected(postgresql_url) as connection:
        cursor = DirectCursor(connection, psycopg)
        cursor.execute("CREATE TEMP TABLE one (n integer)", {})
        assert cursor.rowcount == 0
        cursor.execute("INSERT INTO one SELECT generate_series(1, 3)", {})
        assert cursor.rowcount == 3
        cursor.execute("SELECT n FROM one WHERE n > 3", {})
        assert (cursor.rowcount, cursor.fetchone(), cursor.fetchall()) == (0, None, [])


def test_an_error_is_that_of_the_server(postgresql_url: str) -> None:
    with connected(postgresql_url) as connection:
        cursor = DirectCursor(connection, psycopg)
        for _ in range(_RUNS_UNTIL_PREPARED + 2):
            with pytest.raises(psycopg.errors.DivisionByZero) as raised, connection.transaction():
                cursor.execute("SELECT 1 / %(value)s::integer", {"value": 0})
            assert raised.value.diag.severity_nonlocalized == "ERROR"


def test_a_connection_that_broke_is_an_operational_error(postgresql_url: str) -> None:
    with psycopg.connect(postgresql_url) as connection, psycopg.connect(postgresql_url, autocommit=True) as operator:
        cursor = DirectCursor(connection, psycopg)
        operator.execute("SELECT pg_terminate_backend(%s)", [connection.info.backend_pid])
        with pytest.raises(psycopg.OperationalError):
            cursor.execute("SELECT 1", {})
        with pytest.raises(psycopg.OperationalError):
            cursor.execute("SELECT 1", {})


def test_other_threads_run_meanwhile(postgresql_url: str) -> None:
    with connected(postgresql_url) as connection:
        cursor = DirectCursor(connection, psycopg)
        for _ in range(_RUNS_UNTIL_PREPARED + 1):
            cursor.execute("SELECT pg_sleep(%(seconds)s::float)", {"seconds": 0})
        has_run = threading.Event()
        waiting = threading.Timer(0.05, has_run.set)
        waiting.start()
        cursor.execute("SELECT pg_sleep(%(seconds)s::float)", {"seconds": 0.5})
        assert has_run.is_set()
        waiting.join()


def test_a_statement_is_prepared_once_and_stays_so_after_a_rollback(postgresql_url: str) -> None:
    def prepared() -> int:
        row = connection.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'direct%'").fetchone()
        return -1 if row is None else int(row[0])

    with connected(postgresql_url) as connection:
        cursor = DirectCursor(connection, psycopg)
        for run in range(12):
            cursor.execute("SELECT %(value)s::date", {"value": date(2004, 3, 9)})
            assert prepared() == (run >= _RUNS_UNTIL_PREPARED)
            connection.rollback()
    with connected(postgresql_url) as connection:
        connection.prepare_threshold = None  # behind a proxy that pools by transaction
        cursor = DirectCursor(connection, psycopg)
        for _ in range(12):
            cursor.execute("SELECT %(value)s::timestamp", {"value": datetime(2004, 3, 9)})
        assert prepared() == 0


def test_prepared_statements_that_are_gone_fail_no_call(postgresql_url: str) -> None:
    look = miap(FINDMSG, "FindLearnerByULN", {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}, find="FUL")
    with Wire.open(Settings(database_url=postgresql_url, threads=1)) as wire:
        for _ in range(12):
            assert b"WSRC0004" in wire.post(LEARNER_SERVICE, look).body
        connections = [wire.store.engine.raw_connection() for _ in range(2)]
        for connection in connections:
            connection.driver_connection.execute("DEALLOCATE ALL")  # type: ignore[union-attr]
            connection.commit()
            connection.close()
        for _ in range(3):
            assert b"WSRC0004" in wire.post(LEARNER_SERVICE, look).body
