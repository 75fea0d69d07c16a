"""`doctor` says what is right and what is wrong."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gateway import demo
from gateway.cli import main
from gateway.domain.actors import Caller
from gateway.domain.batch import JobKind
from gateway.domain.organisation import Role
from gateway.handlers.matching.refresh_matching import refresh_matching
from gateway.store.database.engine import open_engine
from gateway.store.repositories.heartbeats import ProcessKind
from gateway.store.unit import Store, utc_now
from tests.cli.test_migrate import BEFORE, set_back

SOUND = {"GATEWAY_PUBLIC_URL": "https://lrs.example.org", "GATEWAY_CONNECTIONS": "100"}


def doctor(url: str, *arguments: str, **settings: str) -> Result:
    return CliRunner().invoke(main, ["doctor", *arguments], env=SOUND | {"GATEWAY_DATABASE_URL": url} | settings)


def findings(url: str, *arguments: str, **settings: str) -> dict[str, list[dict[str, str]]]:
    """Return the findings by subject."""
    told: dict[str, Any] = json.loads(doctor(url, "--json", *arguments, **settings).stdout)
    assert told["wrong"] == sum(one["state"] == "wrong" for one in told["findings"])
    by_subject: dict[str, list[dict[str, str]]] = {}
    for one in told["findings"]:
        by_subject.setdefault(one["subject"], []).append(one)
    return by_subject


def wrong_things(url: str, **settings: str) -> dict[str, str]:
    return {
        subject: one["fact"]
        for subject, several in findings(url, **settings).items()
        for one in several
        if one["state"] == "wrong"
    }


@pytest.fixture
def running(database_url: str, store: Store) -> str:
    """Return a register to which worker and server report."""
    with store.unit() as unit:
        unit.heartbeats.beat(ProcessKind.WORKER, "host 1")
        unit.heartbeats.beat(ProcessKind.SERVER, "host 127.0.0.1:8080")
    return database_url


def test_nothing_is_wrong_with_a_sound_installation(running: str) -> None:
    sound = doctor(running)
    assert sound.exit_code == 0, sound.stdout
    assert sound.stdout.splitlines()[-1] == "Nothing is wrong."
    assert "right   tables: version" in sound.stdout
    told = findings(running)
    assert [told[subject][0]["state"] for subject in ("database", "workers", "servers", "batch jobs")] == ["right"] * 4
    assert told["database version"][0]["fact"].startswith(("SQLite 3.", "PostgreSQL 1"))


def test_the_clock_of_postgresql_is_compared(postgresql_url: str) -> None:
    assert findings(postgresql_url)["database clock"][0]["fact"] == "agrees with the clock of this computer"


def test_every_wrong_thing_has_a_cure_and_the_code_is_1(database_url: str) -> None:
    set_back(database_url, BEFORE)
    ill = doctor(database_url, GATEWAY_PUBLIC_URL="http://0.0.0.0:8080")
    assert ill.exit_code == 1
    lines = ill.stdout.splitlines()
    assert lines[-1] == "2 things are wrong."
    assert lines[lines.index("        Run: lrs-gateway migrate") - 1].startswith(f"wrong   tables: version {BEFORE}; ")
    assert "wrong   public address: http://0.0.0.0:8080 is in the WSDLs, and no client can call it" in lines


@pytest.mark.parametrize(
    ("settings", "subject", "fact"),
    [
        ({"GATEWAY_WORKERS": "many"}, "settings", "GATEWAY_WORKERS must be a whole number"),
        ({"GATEWAY_WORKER": "4"}, "settings", "GATEWAY_WORKER is not a setting and is ignored"),
        ({"GATEWAY_CONFIG": "/nowhere.toml"}, "settings", "the settings file /nowhere.toml cannot be read"),
        ({"GATEWAY_DATABASE_URL": "mysql://x/y"}, "database", "mysql is not supported"),
        ({"GATEWAY_DATABASE_URL": "postgresql://u:Secret99@127.0.0.1:9/x"}, "database", "cannot be opened"),
        ({"GATEWAY_DATABASE_URL": "sqlite:////nowhere/at/all.db"}, "database", "cannot be opened"),
    ],
)
def test_settings_that_cannot_be_used_are_named(
    sqlite_url: str, settings: dict[str, str], subject: str, fact: str
) -> None:
    assert fact in wrong_things(sqlite_url, **settings)[subject]
    assert "Secret99" not in doctor(sqlite_url, **settings).output


def test_a_register_without_tables_is_named_and_none_is_made(tmp_path: Path) -> None:
    assert wrong_things(f"sqlite:///{tmp_path}/new.db") == {"tables": "there are none"}
    assert list(tmp_path.iterdir()) == []


def test_a_register_that_others_can_open_is_named(sqlite_url: str) -> None:
    Path(sqlite_url.removeprefix("sqlite:///")).chmod(0o640)
    assert "mode 0640" in wrong_things(sqlite_url)["files"]


def test_work_that_waits_for_no_worker_is_named(database_url: str) -> None:
    engine = open_engine(database_url)
    earlier = Store(engine, clock=lambda: utc_now() - timedelta(hours=3))
    with earlier.unit() as unit:
        college = unit.organisations.named(demo.COLLEGE.ukprn, "")
        assert college is not None
        caller = Caller(organisation=college, user="r", operation="test", call="0" * 32)
        unit.batches.submit(JobKind.VERIFICATION, [{"uln": demo.ANN_ULN}], caller)
    engine.dispose()
    told = wrong_things(database_url)
    assert told["batch jobs"] == "1 wait and 0 run; one has waited for 3 hours"
    assert told["workers"] == "none reported within a minute, and batch jobs are open"


def test_a_worker_that_fell_silent_is_named(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with Store(engine, clock=lambda: utc_now() - timedelta(minutes=5)).unit() as unit:
        unit.heartbeats.beat(ProcessKind.WORKER, "host 4711")
    engine.dispose()
    (_, silent) = findings(sqlite_url)["workers"]
    assert silent["state"] == "advice"
    assert silent["fact"].endswith(": host 4711 (5 minutes ago)")


def test_an_organisation_that_no_user_can_call_for_is_named(running: str, store: Store) -> None:
    with store.unit() as unit:
        unit.organisations.add(
            ukprn="10001234", reference="ABC123", name="Fal College", roles={Role.PLR}, password_hash="x"
        )
        unit.organisations.add(ukprn="10005678", reference="ABC456", name="Tamar", roles=(), password_hash="x")
    assert "users" not in wrong_things(running)
    told = findings(running, GATEWAY_KNOWN_USERS_ONLY="on")
    assert told["users"][0]["fact"].endswith("all they call is refused: 10001234, 10005678")
    assert "these have no role and may do nothing: 10005678" in [one["fact"] for one in told["organisations"]]


def test_the_demonstration_beside_real_organisations_is_wrong(running: str, store: Store) -> None:
    assert findings(running)["demonstration"][0]["state"] == "advice"
    with store.unit() as unit:
        unit.organisations.add(
            ukprn="10001234", reference="ABC123", name="Fal College", roles={Role.PLR}, password_hash="x"
        )
    assert wrong_things(running)["demonstration"].endswith(": TEST0001, TEST0002, TEST0003, TEST0004")


def test_a_register_without_organisations_is_named(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    CliRunner().invoke(main, ["migrate"], env={"GATEWAY_DATABASE_URL": url})
    assert wrong_things(url) == {"organisations": "there is none, so nobody can call"}


def test_a_model_of_matching_that_is_old_is_named(running: str, store: Store) -> None:
    assert findings(running)["matching"][0]["state"] == "advice"
    refresh_matching(Store(store.engine, clock=lambda: utc_now() - timedelta(days=9)), iter)
    assert wrong_things(running) == {"matching": "learnt from this register 9 days ago"}
    refresh_matching(store, iter)
    assert findings(running)["matching"][0]["state"] == "right"


def test_a_certificate_is_checked_on_request(running: str, tmp_path: Path) -> None:
    told = findings(running, "--certificate", str(tmp_path / "none.pem"))
    assert told[f"certificate {tmp_path}/none.pem"][0]["state"] == "wrong"


def test_nothing_personal_is_told(running: str) -> None:
    told = doctor(running).output + doctor(running, "--json").output
    for secret in ("Ann", "Lee", "Ashdown", demo.ANN_ULN, "registrar", demo.COLLEGE.password):
        assert secret not in told
