"""Settings are read from the environment and refused in words."""

import pytest

from gateway.settings import BadSetting, from_environment


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
