"""`migrate --check` compares versions and changes nothing."""

from pathlib import Path

from gateway.store.database import schema
from gateway.store.database.engine import open_engine
from tests.cli.test_commands import failed_in_one_line, lrs_gateway
from tests.migrations import VERSIONS, downgrade

NEWEST, BEFORE = (sorted(file.name.partition("_")[0] for file in VERSIONS.glob("*_*.py"))[place] for place in (-1, -2))


def set_back(url: str, revision: str) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        downgrade(connection, revision)
    engine.dispose()


def held(url: str) -> str | None:
    engine = open_engine(url)
    try:
        return schema.held_version(engine)
    finally:
        engine.dispose()


def test_tables_that_are_up_to_date_are_named_with_their_version(database_url: str) -> None:
    checked = lrs_gateway(database_url, "migrate", "--check")
    assert checked.exit_code == 0, checked.stderr
    assert checked.stdout.startswith(f"Up to date (version {NEWEST}): ")


def test_old_tables_are_named_with_both_versions_and_stay_old(database_url: str) -> None:
    set_back(database_url, BEFORE)
    for _ in range(2):
        told = failed_in_one_line(lrs_gateway(database_url, "migrate", "--check"))
        assert f"not up to date; migrate would go from version {BEFORE} to {NEWEST}: " in told
    assert held(database_url) == BEFORE
    assert lrs_gateway(database_url, "migrate").exit_code == 0
    assert lrs_gateway(database_url, "migrate", "--check").exit_code == 0


def test_no_tables_are_named_as_such_and_no_file_is_made(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    told = failed_in_one_line(lrs_gateway(url, "migrate", "--check"))
    assert f"there are no tables; migrate would make version {NEWEST}: {tmp_path}/new.db" in told
    assert list(tmp_path.iterdir()) == []


def test_a_newer_register_asks_for_a_newer_program(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    told = failed_in_one_line(lrs_gateway(database_url, "migrate", "--check"))
    assert "a newer version of the gateway made the register: upgrade this program" in told


def test_a_database_that_cannot_be_opened_is_one_line() -> None:
    failed_in_one_line(lrs_gateway("sqlite:////nowhere/at/all.db", "migrate", "--check"))
    failed_in_one_line(lrs_gateway("postgresql://127.0.0.1:9/x", "migrate", "--check"))
