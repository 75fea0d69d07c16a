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
    assert f"GATEWAY_DATABASE_URL={shown}" in ran.out.replace("%2A", "*").splitlines()
    assert "GATEWAY_TRUSTED_PROXIES=10.0.0.1,10.0.0.2" in ran.lines
    assert "GATEWAY_WORKERS=2 # default" in ran.lines
    assert "et99" not in ran.out + ran.err


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
