"""The command line: what it does, and its errors."""

import os
import pwd
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gateway import demo
from gateway.cli import main
from gateway.handlers.execution.passwords import agrees
from gateway.settings import BadSetting, FaultChildren, from_environment
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store
from tests.clients.served import environment

OS_USER = pwd.getpwuid(os.getuid()).pw_name
JO = f"jo (os user {OS_USER})"
"""How the audit trail names an operator who states jo."""


def lrs_gateway(url: str, *arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(main, arguments, input=stdin, env={"GATEWAY_DATABASE_URL": url})


def failed_in_one_line(result: Result) -> str:
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("lrs-gateway: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


def test_a_register_is_made_and_filled_and_filling_it_again_adds_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    assert lrs_gateway(url, "migrate").exit_code == 0
    assert "Added 5 organisations, 20 learners, 11 events." in lrs_gateway(url, "demo").stdout
    assert "Added 0 organisations, 0 learners, 0 events." in lrs_gateway(url, "demo").stdout


def test_the_demonstration_is_kept_from_a_register_in_use(database_url: str) -> None:
    add = ("organisation", "add", "10001234", "ABC123", "Fal College", "--draw-password")
    assert lrs_gateway(database_url, *add).exit_code == 0
    assert "everybody knows its passwords" in failed_in_one_line(lrs_gateway(database_url, "demo"))
    assert lrs_gateway(database_url, "demo", "--anyway").exit_code == 0


def test_a_refused_demonstration_adds_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    lrs_gateway(url, "migrate")
    assert lrs_gateway(url, "organisation", "add", "10001234", "ABC123", "Fal", "--draw-password").exit_code == 0
    failed_in_one_line(lrs_gateway(url, "demo"))
    assert lrs_gateway(url, "organisation", "list").stdout.count("\n") == 1
    assert "no learner" in failed_in_one_line(lrs_gateway(url, "learner", "show", demo.ANN_ULN))


@pytest.mark.parametrize("command", ["demo", "organisation list", "learner show 3000000207", "serve"])
def test_a_register_that_is_not_made_is_named_as_such(tmp_path: Path, command: str) -> None:
    assert "lrs-gateway migrate" in failed_in_one_line(lrs_gateway(f"sqlite:///{tmp_path}/new.db", *command.split()))
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("url", ["nonsense", "mysql://x/y", "sqlite:////nowhere/at/all.db"])
def test_a_database_that_cannot_be_used_is_one_line(url: str) -> None:
    failed_in_one_line(lrs_gateway(url, "migrate"))
    failed_in_one_line(lrs_gateway(url, "serve"))


def test_an_organisation_is_added_changed_and_listed(database_url: str) -> None:
    password = "NewCollegePass01\n"
    added = lrs_gateway(
        database_url,
        "organisation",
        "add",
        "TEST0010",
        "DEMO10",
        "Fal College",
        "--role",
        "register",
        "--user",
        "u",
        stdin=password,
    )
    assert added.exit_code == 0, added.stderr
    assert "TEST0010\tDEMO10\tregister\tactive\tFal College" in lrs_gateway(database_url, "organisation", "list").stdout
    for command in ("suspend TEST0010", "roles DEMO10 --role plr --role verify"):
        assert lrs_gateway(database_url, "organisation", *command.split()).exit_code == 0
    assert lrs_gateway(database_url, "organisation", "password", "DEMO10", stdin="AnotherPassword1\n").exit_code == 0
    assert "TEST0010\tDEMO10\tplr,verify\tsuspended\t" in lrs_gateway(database_url, "organisation", "list").stdout
    assert lrs_gateway(database_url, "organisation", "resume", "TEST0010").exit_code == 0
    assert "TEST0010\tDEMO10\tplr,verify\tactive\t" in lrs_gateway(database_url, "organisation", "list").stdout


@pytest.mark.parametrize(
    ("arguments", "stdin", "reason"),
    [
        ("add TEST001 DEMO10 X", "NewCollegePass01\n", "UKPRN"),
        ("add TEST0010 DEMO1 X", "NewCollegePass01\n", "reference"),
        ("add TEST0010 DEMO10 X", "short\n", "16 characters"),
        ("add TEST0001 DEMO10 X", "NewCollegePass01\n", "there is an organisation with"),
        ("add TEST0010 DEMO01 X", "NewCollegePass01\n", "there is an organisation with"),
        ("suspend TEST0099", "", "no organisation"),
    ],
)
def test_a_bad_organisation_is_refused_with_the_reason(
    sqlite_url: str, arguments: str, stdin: str, reason: str
) -> None:
    result = lrs_gateway(sqlite_url, "organisation", *arguments.split(), stdin=stdin)
    assert result.exit_code == 1
    assert reason in result.stderr.splitlines()[-1]
    assert stdin.strip() not in result.output or not stdin


@pytest.mark.parametrize("command", ["add TEST0010 DEMO10 Fal", "password TEST0001", "password DEMO01"])
@pytest.mark.parametrize(
    "password", ["1111111111111111", "CollegePass-0001", "Kx7{ukprn}Vb9Rq", "x{reference}-Kx7-Tm2V"]
)
def test_no_command_sets_a_password_that_is_easy_to_guess(sqlite_url: str, command: str, password: str) -> None:
    who = "10" if command.startswith("add") else "01"
    password = password.format(ukprn=f"TEST00{who}", reference=f"DEMO{who}")
    before = hashes(sqlite_url)
    refused = lrs_gateway(sqlite_url, "organisation", *command.split(), stdin=f"{password}\n")
    assert refused.exit_code == 1
    assert "--draw-password" in refused.stderr
    assert password not in refused.output
    assert hashes(sqlite_url) == before


def hashes(url: str) -> dict[str, str]:
    engine = open_engine(url)
    with Store(engine).reading() as unit:
        held = {one.ukprn: one.password_hash for one in unit.organisations.all()}
    engine.dispose()
    return held


def test_a_password_is_drawn_on_request_and_shown_once(database_url: str) -> None:
    for command in ("add TEST0010 DEMO10 Fal", "password TEST0010"):
        said = lrs_gateway(database_url, "organisation", *command.split(), "--draw-password")
        assert said.exit_code == 0, said.stderr
        drawn = said.stdout.splitlines()[-1].rpartition(" ")[2]
        assert len(drawn) == 16
        assert agrees(hashes(database_url)["TEST0010"], drawn)
    assert drawn not in lrs_gateway(database_url, "organisation", "list").stdout


def test_a_learner_is_shown(database_url: str) -> None:
    shown = lrs_gateway(database_url, "learner", "show", demo.DEE_ULN).stdout
    for fact in ("Dee Moe", "1988-07-21", "CF10 3NQ", "Linked ULNs:          3000000606", "shares"):
        assert fact in shown
    assert "master 3000000509" in lrs_gateway(database_url, "learner", "show", demo.MERGED_ULN).stdout


def test_a_learner_that_is_not_there_is_one_line(sqlite_url: str) -> None:
    assert "no learner" in failed_in_one_line(lrs_gateway(sqlite_url, "learner", "show", "9276308686"))
    assert "not a valid ULN" in failed_in_one_line(lrs_gateway(sqlite_url, "learner", "show", "1234567890"))


def test_the_contract_is_listed_operation_by_operation(sqlite_url: str) -> None:
    lines = lrs_gateway(sqlite_url, "contract", "check").stdout.splitlines()
    assert len(lines) == 10 + 5 + 25 + 2 + 13
    assert "/LearnerService.svc\tlearnerByULN\tserved" in lines
    assert "/ExternalService.svc\tGetAchievementBatchJob\tserved" in lines


@pytest.mark.parametrize(
    "command",
    [
        "",
        "serve",
        "migrate",
        "demo",
        "organisation",
        "organisation add",
        "events load",
        "events loads",
        "events withdraw",
        "learner show",
        "contract check",
    ],
)
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(main, [*command.split(), "--help"])
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) > 4


def test_settings_have_defaults_and_are_read_from_the_environment() -> None:
    assert from_environment({}).database_url == "sqlite:///gateway.db"
    chosen = from_environment(
        {
            "GATEWAY_BIND": "[::1]:9",
            "GATEWAY_THREADS": "8",
            "GATEWAY_FAULT_CHILDREN": "by-client",
            "GATEWAY_KNOWN_USERS_ONLY": "on",
        }
    )
    assert (chosen.public_url, chosen.threads, chosen.fault_children, chosen.known_users_only) == (
        "http://[::1]:9",
        8,
        FaultChildren.BY_CLIENT,
        True,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BIND", "8080"),
        ("BIND", "x:y"),
        ("BIND", "127.0.0.1:99999"),
        ("WORKERS", "0"),
        ("THREADS", "many"),
        ("FAULT_CHILDREN", "both"),
        ("LOG_LEVEL", "LOUD"),
        ("BODY_LIMIT", "-1"),
        ("KNOWN_USERS_ONLY", "yes"),
    ],
)
def test_a_bad_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=f"GATEWAY_{name}"):
        from_environment({f"GATEWAY_{name}": value})


def test_a_password_may_be_piped_without_a_warning(sqlite_url: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "gateway.cli", "organisation", "password", "TEST0001", "--reason", "yearly change"],
        env=environment(GATEWAY_DATABASE_URL=sqlite_url),
        input="CollegePass-9q7x\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "Changed TEST0001.\n", "")
