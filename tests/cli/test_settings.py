"""Settings are printed without passwords, and unknown names are reported."""

from pathlib import Path

import pytest

from tests.clients.served import run_command


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://u:Secret99@db.example/x", "postgresql://u:***@db.example/x"),
        ("postgresql://u@db.example/x?password=Secret99", "postgresql://u@db.example/x?password=***"),
        ("postgresql://u:Se@cr@et99@db:port/x", "(malformed)"),
        ("sqlite:///other.db", "sqlite:///other.db"),
    ],
)
def test_no_password_is_printed(url: str, shown: str) -> None:
    ran = run_command("settings", GATEWAY_DATABASE_URL=url, GATEWAY_TRUSTED_PROXIES="10.0.0.2, 10.0.0.1")
    assert f"GATEWAY_DATABASE_URL={shown}  # environment" in ran.out.replace("%2A", "*").splitlines()
    assert "GATEWAY_TRUSTED_PROXIES=10.0.0.1,10.0.0.2 # environment" in ran.lines
    assert "GATEWAY_WORKERS=2 # default" in ran.lines
    assert "et99" not in ran.out + ran.err


def test_each_setting_is_shown_with_where_it_comes_from(tmp_path: Path) -> None:
    file = tmp_path / "lrs-gateway.toml"
    file.write_text('workers = 4\nthreads = 5\ndatabase_url = "postgresql://u:Secret99@db.example/x"\n')
    file.chmod(0o600)
    ran = run_command("settings", GATEWAY_CONFIG=str(file), GATEWAY_THREADS="6")
    assert ran.code == 0
    assert ran.lines[0] == f"GATEWAY_CONFIG={file} # environment"
    assert f"GATEWAY_WORKERS=4 # {file}" in ran.lines
    assert "GATEWAY_THREADS=6 # environment" in ran.lines
    assert "GATEWAY_TIMEOUT=30 # default" in ran.lines
    assert f"GATEWAY_DATABASE_URL=postgresql://u:***@db.example/x # {file}" in ran.lines
    assert ran.err == ""


def test_a_command_takes_the_register_from_the_file_and_refuses_a_wrong_one(tmp_path: Path) -> None:
    file = tmp_path / "lrs-gateway.toml"
    file.write_text(f'database_url = "sqlite:///{tmp_path}/other.db"')
    assert run_command("migrate", GATEWAY_CONFIG=str(file)).code == 0
    assert (tmp_path / "other.db").exists()
    file.write_text("worker = 4")
    for command in (["settings"], ["migrate"], ["serve"], ["worker"], ["organisation", "list"]):
        ran = run_command(*command, GATEWAY_CONFIG=str(file))
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == f"lrs-gateway: worker in {file} is not a setting; did you mean workers?\n"


def test_the_address_that_clients_call_is_shown_as_what_it_depends_on() -> None:
    assert "GATEWAY_PUBLIC_URL=http://HOST:8094 # default" in run_command("settings", GATEWAY_BIND="0.0.0.0:8094").lines
    assert "GATEWAY_PUBLIC_URL=http://[::1]:8094 # default" in run_command("settings", GATEWAY_BIND="[::1]:8094").lines


def test_a_name_that_is_no_setting_is_told() -> None:
    ran = run_command("settings", GATEWAY_WORKER="9", GATEWAY_XYZZY="1")
    assert ran.code == 0
    assert ran.err.splitlines() == [
        "lrs-gateway: GATEWAY_WORKER is not a setting and is ignored; did you mean GATEWAY_WORKERS?",
        "lrs-gateway: GATEWAY_XYZZY is not a setting and is ignored: lrs-gateway settings lists them all",
    ]


def test_migrate_says_what_it_did_and_where(tmp_path: Path) -> None:
    file = tmp_path / "register.db"
    first, second = (run_command("migrate", GATEWAY_DATABASE_URL=f"sqlite:///{file}") for _ in range(2))
    assert first.out.startswith("Created the tables (version ") and first.out.endswith(f"): {file}\n")
    assert second.out.startswith("Already up to date (version ") and second.out.endswith(f"): {file}\n")


def test_no_command_makes_a_register_in_a_folder_without_one(tmp_path: Path) -> None:
    file = tmp_path / "gateway.db"
    for command in (["demo"], ["organisation", "list"], ["learner", "show", "3000000207"], ["serve"], ["worker"]):
        ran = run_command(*command, GATEWAY_DATABASE_URL=f"sqlite:///{file}")
        assert ran.code == 1
        assert f"there is no register in {file}" in ran.err, command
    assert list(tmp_path.iterdir()) == []


def test_a_register_that_others_may_open_is_told(tmp_path: Path) -> None:
    file = tmp_path / "gateway.db"
    url = f"sqlite:///{file}"
    run_command("migrate", GATEWAY_DATABASE_URL=url)
    assert run_command("organisation", "list", GATEWAY_DATABASE_URL=url).err == ""
    file.chmod(0o640)
    told = run_command("organisation", "list", GATEWAY_DATABASE_URL=url).err
    assert f"lrs-gateway: others can open {file} (mode 0640). Run: chmod 600 {file}" in told.splitlines()
