"""Messages about databases that cannot be used.

They are plain, and have no part of a password.
"""

import os
import stat
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text

from gateway.settings import Settings
from gateway.store.database import schema
from gateway.store.database.engine import open_engine
from gateway.store.database.rights import needed
from gateway.store.errors import SchemaOutOfDate, UnusableDatabase
from tests.builders import LEARNER_SERVICE, REGMSG, Wire, learner, miap
from tests.clients.served import COMMAND, environment, free_port, run_command
from tests.journeys.test_batches import HAL, output, submit, work


def reason(url: str) -> str:
    """Return the one line that `migrate` ends with."""
    ran = run_command("migrate", GATEWAY_DATABASE_URL=url)
    assert ran.code == 1
    *waiting, line = ran.err.splitlines()
    assert all("waiting for the database" in one for one in waiting), ran.err
    assert "Traceback" not in ran.err
    return line


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://u:Mk@Db:Secret99@127.0.0.1:5432/x", "malformed"),
        ("postgresql://u:Secret99@127.0.0.1:port/x", "malformed"),
        ("nonsense:Secret99", "malformed"),
        ("postgresql://u:Secret99@127.0.0.1:99999/x", "a port is a number up to 65535"),
        ("postgresql://u:Secret99@127.0.0.1/x?connect_timeout=5s", "connect_timeout is a number of seconds"),
        ("postgresql://u:Secret99@127.0.0.1/x?sslmode=a&sslmode=b", "it states sslmode more than once"),
        ("sqlite:///{file}?b.db", "the path of a file in it cannot hold a ?"),
        ("postgresql://u:Secret99@127.0.0.1:{free}/x", "nothing listens at the address"),
        ("postgresql://u:Secret99@no-such-host.invalid/x", "no machine has the host name"),
        ("postgresql://u:Secret99@127.0.0.1:{free}/x?nosuch=1", "an option that PostgreSQL does not know"),
        ("postgresql://u:Secret99@127.0.0.1:{free},127.0.0.1:{free}/x?connect_timeout=2", "nothing listens"),
        ("sqlite:////no/such/folder/gateway.db", "the folder does not exist"),
        ("sqlite:///{file}", "no SQLite database"),
    ],
)
def test_every_cause_has_words_and_no_password_is_shown(url: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("This is no database at all, but some lines of text.\n" * 100)
    line = reason(url.format(free=free_port(), file=tmp_path / "text"))
    assert words in line
    assert "Secret" not in line and "Mk@" not in line


def test_a_database_or_user_that_is_not_there_is_named_as_such(postgresql_server: str) -> None:
    url = make_url(postgresql_server)
    for changed in (url.set(database="no_such_database"), url.set(username="no_such_user", password="Secret99")):
        line = reason(changed.render_as_string(hide_password=False))
        assert "it has no such database or user" in line or "refuses the user" in line
        assert "Secret99" not in line


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_an_encoding_in_which_names_cannot_be_kept_is_refused(postgresql_server: str, encoding: str) -> None:
    name = f"gateway_{encoding.lower()}_{os.getpid()}"
    admin = open_engine(postgresql_server)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0"))
    engine = open_engine(make_url(postgresql_server).set(database=name).render_as_string(hide_password=False))
    try:
        for check in (schema.upgrade, schema.require_current):
            with pytest.raises(UnusableDatabase, match=f"encoding {encoding}"):
                check(engine)
    finally:
        engine.dispose()
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def test_a_register_that_is_read_only_is_refused(postgresql_url: str) -> None:
    url = make_url(postgresql_url).update_query_dict({"options": "-cdefault_transaction_read_only=on"})
    engine = open_engine(url.render_as_string(hide_password=False))
    with pytest.raises(UnusableDatabase, match="read-only"):
        schema.require_current(engine)
    engine.dispose()


def test_a_register_of_a_newer_version_is_told_from_an_old_one(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for check in (schema.upgrade, schema.require_current):
        with pytest.raises(SchemaOutOfDate, match="upgrade this program"):
            check(engine)
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_migrations_at_the_same_time_all_end_right(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if kind == "sqlite":
        url = f"sqlite:///{tmp_path}/gateway.db"
    else:
        server = request.getfixturevalue("postgresql_server")
        admin, name = open_engine(server), f"gateway_migrated_{os.getpid()}"
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        url = make_url(server).set(database=name).render_as_string(hide_password=False)
    running = [
        subprocess.Popen(
            [COMMAND, "migrate"],
            env=environment(GATEWAY_DATABASE_URL=url),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    ended = [(*one.communicate(timeout=60), one.returncode) for one in running]
    assert [code for *_, code in ended] == [0, 0, 0], ended


def test_a_register_in_a_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    umask = os.umask(0o022)
    try:
        engine = open_engine(f"sqlite:///{tmp_path}/gateway.db")
        schema.upgrade(engine)
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM recent_find"))
            modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()}
        engine.dispose()
    finally:
        os.umask(umask)
    assert modes == dict.fromkeys(["gateway.db", "gateway.db-wal", "gateway.db-shm", "gateway.db-turn"], 0o600)


def test_statements_are_prepared_on_a_connection_to_the_server_itself(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url)
    with engine.connect() as connection:
        for _ in range(20):
            connection.execute(text("SELECT :value"), {"value": 1})
        assert (
            connection.scalar(text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT $1%'"))
            == 1
        )
    engine.dispose()


def test_a_right_that_is_missing_is_named(postgresql_url: str) -> None:
    role = f"gateway_role_{os.getpid()}"
    owner = open_engine(postgresql_url)
    with owner.begin() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN"))
        connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {role}"))
        for table, right in needed():
            connection.execute(text(f"GRANT {right} ON {table} TO {role}"))
    url = make_url(postgresql_url).set(username=role)
    engine = open_engine(url.render_as_string(hide_password=False))
    try:
        with pytest.raises(UnusableDatabase, match=r"lacks the right USAGE on \w+_seq"):
            schema.require_current(engine)
        grant(owner, f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")
        schema.require_current(engine)
        calls_that_write(engine)
        for right, table in (("INSERT", "audit"), ("UPDATE", "learner"), ("DELETE", "recent_find")):
            grant(owner, f"REVOKE {right} ON {table} FROM {role}")
            with pytest.raises(UnusableDatabase, match=f"lacks the right {right} on {table}"):
                schema.require_current(engine)
            grant(owner, f"GRANT {right} ON {table} TO {role}")
    finally:
        engine.dispose()
        grant(owner, f"DROP OWNED BY {role}")
        grant(owner, f"DROP ROLE {role}")
        owner.dispose()


def grant(owner: Engine, statement: str) -> None:
    with owner.begin() as connection:
        connection.execute(text(statement))


def calls_that_write(engine: Engine) -> None:
    """Make calls that write, and process a batch."""
    with Wire.open(Settings(database_url=engine.url.render_as_string(hide_password=False))) as wire:
        ann = learner(GivenName="Nia", FamilyName="Quill")
        uln = wire.post(LEARNER_SERVICE, miap(REGMSG, "RegisterLearner", {"Learner": ann})).text("ULN")
        changed = {"Learner": learner(GivenName="Nia", FamilyName="Quillon", ULN=uln, VersionNumber="1")}
        assert wire.post(LEARNER_SERVICE, miap(REGMSG, "UpdateLearner", changed)).code == "WSRC0006"
        job = submit(wire, HAL).text("JobID")
        work(wire)
        assert output(wire, job).texts("ReturnCode") == ["RC001"]
