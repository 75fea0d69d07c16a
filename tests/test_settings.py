"""Settings are read from the environment or a file."""

from pathlib import Path

import pytest

from gateway.settings import BadSetting, FaultChildren, from_environment, sources


@pytest.mark.parametrize(
    ("environment", "admin"),
    [
        ({}, "127.0.0.1:8081"),
        ({"GATEWAY_BIND": "0.0.0.0:9000"}, "127.0.0.1:9001"),
        ({"GATEWAY_BIND": "[::1]:65535"}, "127.0.0.1:65534"),
        ({"GATEWAY_ADMIN_BIND": "[::1]:9"}, "[::1]:9"),
        ({"GATEWAY_ADMIN_BIND": "off"}, None),
    ],
)
def test_operators_are_answered_on_loopback_beside_the_services(environment: dict[str, str], admin: str | None) -> None:
    assert from_environment(environment).admin_bind == admin


@pytest.mark.parametrize("name", ["GATEWAY_BIND", "GATEWAY_ADMIN_BIND"])
@pytest.mark.parametrize(
    "text",
    [
        "8080",
        "::1:8080",
        "127.0.0.1",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "x:y",
        ":80",
        "127.0.0.1:\N{ARABIC-INDIC DIGIT THREE}",
    ],
)
def test_what_is_no_address_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(BadSetting, match=f"^{name} must be an address and a port"):
        from_environment({name: text})


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "\N{SUPERSCRIPT TWO}", "9" * 5_000])
def test_what_is_no_number_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadSetting, match=r"^GATEWAY_WORKERS must be a whole number"):
        from_environment({"GATEWAY_WORKERS": text})


def test_services_and_operators_have_a_port_each() -> None:
    with pytest.raises(BadSetting, match="different port"):
        from_environment({"GATEWAY_BIND": "0.0.0.0:80", "GATEWAY_ADMIN_BIND": "127.0.0.1:80"})


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "lrs-gateway.toml"


WHOLE = """
database_url = "postgresql://gateway@db.internal/register"
workers = 4
known_users_only = true
embedded_worker = false
fault_children = "by-client"
trusted_proxies = ["10.0.0.2", "10.0.0.1"]
admin_bind = "off"
"""


def test_a_file_states_settings_of_every_type(config: Path) -> None:
    config.write_text(WHOLE)
    chosen = from_environment({"GATEWAY_CONFIG": str(config)})
    assert chosen.database_url == "postgresql://gateway@db.internal/register"
    assert (chosen.workers, chosen.known_users_only, chosen.embedded_worker) == (4, True, False)
    assert chosen.fault_children is FaultChildren.BY_CLIENT
    assert chosen.trusted_proxies == {"10.0.0.1", "10.0.0.2"}
    assert chosen.admin_bind is None
    assert chosen.threads == from_environment({}).threads


def test_the_environment_goes_before_the_file(config: Path) -> None:
    config.write_text("workers = 4\nthreads = 5\nconnections = 6\n")
    environment = {"GATEWAY_CONFIG": str(config), "GATEWAY_WORKERS": "8", "GATEWAY_THREADS": ""}
    chosen = from_environment(environment)
    assert (chosen.workers, chosen.threads, chosen.connections) == (8, 5, 6)
    stated = sources(environment)
    assert (stated["workers"], stated["threads"], stated["timeout"]) == ("environment", str(config), None)


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("worker = 4", "worker in {file} is not a setting; did you mean workers?"),
        ("GATEWAY_WORKERS = 4", "GATEWAY_WORKERS in {file} is not a setting; did you mean workers?"),
        ("[serve]\nworkers = 4", "serve in {file} is not a setting: lrs-gateway settings lists them all"),
        ('workers = "4"', "workers in {file} must be a whole number, without quotation marks"),
        ("workers = true", "workers in {file} must be a whole number, without quotation marks"),
        ("workers = 0", "workers in {file} must be a whole number of at least 1"),
        ("workers = -1", "workers in {file} must be a whole number of at least 1"),
        ('known_users_only = "on"', "known_users_only in {file} must be true or false"),
        ("bind = 8080", "bind in {file} must be a text in quotation marks"),
        ('bind = "8080"', "bind in {file} must be an address and a port"),
        ('admin_bind = "127.0.0.1:8080"', "admin_bind in {file} must have a different port from GATEWAY_BIND"),
        ('trusted_proxies = "10.0.0.1"', "trusted_proxies in {file} must be a list of texts"),
        ('trusted_proxies = ["proxy"]', "trusted_proxies in {file} must be IP addresses"),
        ('log_level = "LOUD"', "log_level in {file} must be one of DEBUG"),
        ("workers = ", "{file} is not TOML: "),
        ("workers = 4\nworkers = 5", "{file} is not TOML: "),
    ],
)
def test_what_is_wrong_in_a_file_is_named_with_the_file(config: Path, line: str, refusal: str) -> None:
    config.write_text(line)
    with pytest.raises(BadSetting) as refused:
        from_environment({"GATEWAY_CONFIG": str(config)})
    assert str(refused.value).startswith(refusal.format(file=config))
    assert "\n" not in str(refused.value)


def test_a_file_that_cannot_be_read_is_refused(config: Path, tmp_path: Path) -> None:
    for path, why in ((config, "No such file or directory"), (tmp_path, "Is a directory")):
        with pytest.raises(BadSetting, match=f"^the settings file {path} cannot be read: {why}$"):
            from_environment({"GATEWAY_CONFIG": str(path)})
    config.write_bytes(b'public_url = "\xff"')
    with pytest.raises(BadSetting, match=r"is not UTF-8 text$"):
        from_environment({"GATEWAY_CONFIG": str(config)})


@pytest.mark.parametrize("url", ["postgresql://u:Secret99@db/x", "postgresql://u@db/x?password=Secret99"])
def test_a_password_in_a_file_that_everybody_can_read_is_refused(config: Path, url: str) -> None:
    config.write_text(f'database_url = "{url}"')
    config.chmod(0o644)
    with pytest.raises(BadSetting, match=rf"^everybody .* \(mode 0644\).* Run: chmod 640 {config}$") as refused:
        from_environment({"GATEWAY_CONFIG": str(config)})
    assert "Secret99" not in str(refused.value)
    config.chmod(0o640)
    assert from_environment({"GATEWAY_CONFIG": str(config)}).database_url == url


def test_a_file_without_a_password_may_be_read_by_everybody(config: Path) -> None:
    config.write_text('database_url = "postgresql://gateway@db/x"')
    config.chmod(0o644)
    assert from_environment({"GATEWAY_CONFIG": str(config)}).database_url == "postgresql://gateway@db/x"
