"""Settings, from the environment and a file.

Nothing else reads the environment.

GATEWAY_CONFIG            a TOML file with settings, under their names in lower case without GATEWAY_: `workers = 4`,
                          `known_users_only = true`, `trusted_proxies = ["10.0.0.1"]`; where a variable is set too, it
                          counts and not the file; default none
GATEWAY_DATABASE_URL      SQLAlchemy URL of the register; default `sqlite:///gateway.db`, in the working directory
GATEWAY_BIND              address and port to listen on; default 127.0.0.1:8080
GATEWAY_ADMIN_BIND        address and port at which operators read /metrics and /health?verbose, without a password, or
                          `off`; default 127.0.0.1 and the port after that of GATEWAY_BIND
GATEWAY_PUBLIC_URL        what clients call, as printed in the WSDLs; default http:// and the bind address, or the Host
                          that each client calls where the bind address is 0.0.0.0 or [::]
GATEWAY_WORKERS           worker processes; default 2
GATEWAY_THREADS           threads in each worker for calls that write, beside two for those that only read; default 4
GATEWAY_CONNECTIONS       open connections of each worker; one more is answered 503; default 2000
GATEWAY_CALLS_IN_HAND     calls that each worker has in hand; one more is answered by a fault (WSEC0999) with HTTP 503;
                          default 1000
GATEWAY_HEADER_SECONDS    seconds for the headers of a request, from its first byte; default 10
GATEWAY_BODY_SECONDS      seconds for the body of a request, from the end of its headers; default 30
GATEWAY_BODY_LIMIT        bytes of the largest request; default 2097152 (2 MiB), some 2000 achievements: 5000 need 6 MiB
GATEWAY_CALL_SECONDS      seconds after which a call fails (WSEC0999), whatever it waits for; default 30
GATEWAY_TIMEOUT           seconds without a sign of life after which a worker process is replaced; it gives none once
                          each of its threads has been busy with one call for twice GATEWAY_CALL_SECONDS; default 30
GATEWAY_MAX_REQUESTS      requests after which a worker is replaced (libxml2 keeps every distinct element name it has
                          seen); default 50000, 0 for never
GATEWAY_FAULT_CHILDREN    how the children of a MIAPAPIException are written: `contract` (default: without a namespace,
                          as the live service sends them), `qualified` (as the current WSDL declares them),
                          `by-client` (qualified for clients generated from the current WSDL, else not)
GATEWAY_KNOWN_USERS_ONLY  `on` refuses user names that the organisation has not registered; default off, as the contract
                          names no code for them
GATEWAY_OPT_OUT_LIFTED_BY who may change AbilityToShare from 2 to 1 by an update, after a fresh privacy notice:
                          `identified` (default: an organisation that registered the learner, or has found or verified
                          it by names), `any` (every organisation that may update), `operator` (no organisation). A row
                          of a batch never does
GATEWAY_MISSES_PER_HOUR   how many ULNs an organisation may ask for in an hour that nobody has or whose details differ,
                          over all services and batches; then it is refused (WSEC0006) until the hour has room, and its
                          batches wait; default 300, 0 for no limit
GATEWAY_TRUSTED_PROXIES   addresses of reverse proxies, with commas between: of a call through one, the last address in
                          X-Forwarded-For is the caller, in the log and where wrong passwords are counted; default none
GATEWAY_REGISTER_REQUIRES_FIND
                          `on` refuses a registration (WSRC0021) unless the organisation has looked for the person by
                          learnerByDemographics within a day; default off
GATEWAY_EMBEDDED_WORKER   `on` lets `serve` run one worker for batches beside it, `off` leaves them to
                          `lrs-gateway worker`; default on for SQLite, off for PostgreSQL
GATEWAY_TRACING           `on` sends traces by OpenTelemetry, where the extra `otel` is installed; default on if
                          OTEL_EXPORTER_OTLP_ENDPOINT or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT names a collector, else off
GATEWAY_LOG_LEVEL         DEBUG, INFO, WARNING or ERROR; default INFO
LRS_SANDBOX_URL           address of the sandbox that `lrs-gateway sandbox space`, `checkpoint`, `clock`, `reset` and
                          `wait` talk to; default http://127.0.0.1:8080
LRS_SANDBOX_TOKEN         token of that sandbox; `lrs-gateway sandbox` takes it for its own, and draws one without it
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from enum import StrEnum
from functools import partial
from ipaddress import ip_address
from typing import get_type_hints

from gateway.settings_file import BadSettingsFile, read_settings_file


class BadSetting(Exception):
    """A setting has a value that is not allowed.

    The message names it.
    """


class FaultChildren(StrEnum):
    """How the children of a MIAPAPIException are written."""

    CONTRACT = "contract"
    QUALIFIED = "qualified"
    BY_CLIENT = "by-client"


class OptOutLiftedBy(StrEnum):
    """Who may lift a learner's opt-out."""

    IDENTIFIED = "identified"
    ANY = "any"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one process.

    See the module's text for each.
    """

    database_url: str = "sqlite:///gateway.db"
    bind: str = "127.0.0.1:8080"
    admin_bind: str | None = "127.0.0.1:8081"
    public_url: str = "http://127.0.0.1:8080"
    workers: int = 2
    threads: int = 4
    connections: int = 2000
    calls_in_hand: int = 1000
    header_seconds: int = 10
    body_seconds: int = 30
    body_limit: int = 2 * 1024 * 1024
    call_seconds: int = 30
    timeout: int = 30
    max_requests: int = 50_000
    fault_children: FaultChildren = FaultChildren.CONTRACT
    known_users_only: bool = False
    opt_out_lifted_by: OptOutLiftedBy = OptOutLiftedBy.IDENTIFIED
    misses_per_hour: int = 300
    trusted_proxies: frozenset[str] = frozenset()
    register_requires_find: bool = False
    embedded_worker: bool = True
    tracing: bool = False
    log_level: str = "INFO"


_DEFAULTS = Settings()
_HIGHEST_PORT = 65535
_MOST_DIGITS = 9
_PREFIX = "GATEWAY_"
_SANDBOX_URL = "LRS_SANDBOX_URL"
_SANDBOX_TOKEN = "LRS_SANDBOX_TOKEN"  # noqa: S105  (the name of a variable)
CONFIG = "GATEWAY_CONFIG"
"""The variable that names the settings file."""
ENVIRONMENT = "environment"
"""The source of a setting that a variable states."""


@dataclass(frozen=True, slots=True)
class _Stated:
    """What the environment and the file state, as texts.

    What is empty states nothing.
    """

    environment: Mapping[str, str]
    file: str
    in_file: Mapping[str, str]

    def text(self, field: str) -> str:
        """Return what is stated of a field, or ""."""
        return self.environment.get(name_of(field)) or self.in_file.get(field, "")

    def source(self, field: str) -> str | None:
        """Return where a field is stated: a name, or None."""
        if self.environment.get(name_of(field)):
            return ENVIRONMENT
        return self.file if self.in_file.get(field) else None

    def name(self, field: str) -> str:
        """Return the name under which a field is stated."""
        return f"{field} in {self.file}" if self.source(field) == self.file else name_of(field)


def _stated(environment: Mapping[str, str]) -> _Stated:
    file = config_file(environment)
    try:
        return _Stated(environment, file, read_settings_file(file, get_type_hints(Settings)) if file else {})
    except BadSettingsFile as error:
        raise BadSetting(str(error)) from error


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings. Raises BadSetting."""
    stated = _stated(environment)
    whole, switch = partial(_whole, stated), partial(_switch, stated)
    bind = _address(stated, "bind", _DEFAULTS.bind)
    admin_bind = _address(stated, "admin_bind", _beside(bind), or_else="off")
    if admin_bind.rpartition(":")[2] == bind.rpartition(":")[2]:
        raise BadSetting(
            f"{stated.name('admin_bind')} must have a different port from {stated.name('bind')}, or be off"
        )
    database_url = stated.text("database_url") or environment.get(name_of("database_url"), _DEFAULTS.database_url)
    return Settings(
        database_url=database_url,
        bind=bind,
        admin_bind=None if admin_bind == "off" else admin_bind,
        public_url=(stated.text("public_url") or _called(bind)).rstrip("/"),
        workers=whole("workers", least=1),
        threads=whole("threads", least=1),
        connections=whole("connections", least=1),
        calls_in_hand=whole("calls_in_hand", least=1),
        header_seconds=whole("header_seconds", least=1),
        body_seconds=whole("body_seconds", least=1),
        body_limit=whole("body_limit", least=1024),
        call_seconds=whole("call_seconds", least=1),
        timeout=whole("timeout", least=1),
        max_requests=whole("max_requests", least=0),
        fault_children=FaultChildren(_one_of(stated, "fault_children", _DEFAULTS.fault_children, tuple(FaultChildren))),
        known_users_only=switch("known_users_only", default=False),
        opt_out_lifted_by=OptOutLiftedBy(
            _one_of(stated, "opt_out_lifted_by", _DEFAULTS.opt_out_lifted_by, tuple(OptOutLiftedBy))
        ),
        misses_per_hour=whole("misses_per_hour", least=0),
        trusted_proxies=_addresses(stated, "trusted_proxies"),
        register_requires_find=switch("register_requires_find", default=False),
        embedded_worker=switch("embedded_worker", default=database_url.startswith("sqlite")),
        tracing=switch("tracing", default=_names_collector(environment)),
        log_level=_one_of(stated, "log_level", _DEFAULTS.log_level, ("DEBUG", "INFO", "WARNING", "ERROR")),
    )


def sandbox_place(environment: Mapping[str, str] = os.environ) -> tuple[str, str]:
    """Return the address and the token of the sandbox.

    The token may be "".
    """
    return environment.get(_SANDBOX_URL) or f"http://{_DEFAULTS.bind}", environment.get(_SANDBOX_TOKEN, "")


def sources(environment: Mapping[str, str] = os.environ) -> dict[str, str | None]:
    """Return where each field of Settings is stated.

    This is ENVIRONMENT, the path of the file, or None for a default. Raises BadSetting.
    """
    stated = _stated(environment)
    return {field.name: stated.source(field.name) for field in fields(Settings)}


def config_file(environment: Mapping[str, str] = os.environ) -> str:
    """Return the path of the settings file, or ""."""
    return environment.get(CONFIG, "")


def name_of(field: str) -> str:
    """Return the environment variable of a field of Settings."""
    return f"{_PREFIX}{field.upper()}"


def unknown_names(environment: Mapping[str, str] = os.environ) -> list[tuple[str, str | None]]:
    """Return unknown variables that begin like a setting.

    Each comes with the setting most like it, or None.
    """
    known = [CONFIG, *(name_of(field.name) for field in fields(Settings))]
    unknown = sorted(name for name in environment if name.startswith(_PREFIX) and name not in known)
    return [(name, next(iter(get_close_matches(name, known, 1, 0.8)), None)) for name in unknown]


def _address(stated: _Stated, field: str, default: str, *, or_else: str = "") -> str:
    text = stated.text(field) or default
    if or_else and text == or_else:
        return text
    host, _, port = text.rpartition(":")
    is_bare_ipv6 = ":" in host and not (host.startswith("[") and host.endswith("]"))
    if not host or is_bare_ipv6 or not (port.isascii() and port.isdecimal()) or not 0 < int(port) <= _HIGHEST_PORT:
        alternative = f", or {or_else}" if or_else else ""
        name = stated.name(field)
        raise BadSetting(f"{name} must be an address and a port, such as 127.0.0.1:8080 or [::1]:8080{alternative}")
    return text


def _called(bind: str) -> str:
    """Return the URL that clients call by default.

    Return "" if they may call any address of this computer.
    """
    try:
        is_any = ip_address(bind.rpartition(":")[0].strip("[]")).is_unspecified
    except ValueError:  # a host name
        is_any = False
    return "" if is_any else f"http://{bind}"


def _beside(bind: str) -> str:
    port = int(bind.rpartition(":")[2])
    return f"127.0.0.1:{port + 1 if port < _HIGHEST_PORT else port - 1}"


def _whole(stated: _Stated, field: str, *, least: int) -> int:
    text = stated.text(field)
    if not text:
        default: int = getattr(_DEFAULTS, field)
        return default
    if not (text.isascii() and text.isdecimal()) or len(text) > _MOST_DIGITS or int(text) < least:
        raise BadSetting(f"{stated.name(field)} must be a whole number of at least {least}")
    return int(text)


def _names_collector(environment: Mapping[str, str]) -> bool:
    """Return whether OpenTelemetry's variables ask for traces."""
    if environment.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return False
    if environment.get("OTEL_TRACES_EXPORTER", "otlp") != "otlp":
        return False
    return any(environment.get(f"OTEL_EXPORTER_OTLP_{name}") for name in ("ENDPOINT", "TRACES_ENDPOINT"))


def _switch(stated: _Stated, field: str, *, default: bool) -> bool:
    return _one_of(stated, field, "on" if default else "off", ("on", "off")) == "on"


def _one_of(stated: _Stated, field: str, default: str, allowed: tuple[str, ...]) -> str:
    value = stated.text(field) or default
    if value not in allowed:
        raise BadSetting(f"{stated.name(field)} must be one of {', '.join(allowed)}")
    return value


def _addresses(stated: _Stated, field: str) -> frozenset[str]:
    try:
        return frozenset(str(ip_address(one.strip())) for one in stated.text(field).split(",") if one.strip())
    except ValueError:
        raise BadSetting(f"{stated.name(field)} must be IP addresses, separated by commas") from None
