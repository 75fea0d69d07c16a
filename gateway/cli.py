"""The command line: `lrs-gateway`. Errors go to standard error in one line, with exit code 1."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError

from gateway import __version__, demo, logs, settings
from gateway.domain import uln as ulns
from gateway.domain.organisation import Organisation, Role
from gateway.event_file import BadEventFile, read_events
from gateway.handlers.vault import hashed
from gateway.store import schema
from gateway.store.engine import open_engine
from gateway.store.errors import StoreError
from gateway.store.unit import Store, Unit

_P = ParamSpec("_P")
_R = TypeVar("_R")
_EVENTS_AT_ONCE = 1000


class _Failed(click.ClickException):
    def show(self, file: Any = None) -> None:  # noqa: ARG002
        click.echo(f"lrs-gateway: {self.format_message()}", err=True)


def _in_one_line(command: Callable[_P, _R]) -> Callable[_P, _R]:
    """Turn what an operator can mend into one line on standard error and exit code 1."""

    @wraps(command)
    def wrapped(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return command(*args, **kwargs)
        except (StoreError, settings.BadSetting, BadEventFile) as error:
            raise _Failed(str(error)) from error
        except SQLAlchemyError as error:
            raise _Failed("the database failed; is the schema current? (lrs-gateway migrate)") from error

    return wrapped


def _settings() -> settings.Settings:
    chosen = settings.from_environment()
    logs.set_up("WARNING")
    return chosen


@contextmanager
def _store() -> Iterator[Store]:
    engine = open_engine(_settings().database_url)
    try:
        schema.require_current(engine)
        yield Store(engine)
    finally:
        engine.dispose()


@contextmanager
def _unit() -> Iterator[Unit]:
    with _store() as store, store.unit() as unit:
        yield unit


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="lrs-gateway")
def main() -> None:
    """A SOAP gateway that registers learners, issues ULNs and returns learning records.

    Begin with `lrs-gateway migrate`, `lrs-gateway demo` and `lrs-gateway serve`. Settings come from the
    environment: GATEWAY_DATABASE_URL says where the register is, GATEWAY_BIND where to listen; all are
    described in gateway/settings.py.
    """


@main.command()
@_in_one_line
def serve() -> None:
    """Serve all services until stopped.

    Listens on GATEWAY_BIND (default 127.0.0.1:8080) and prints the addresses of the services.
    """
    chosen = settings.from_environment()
    logs.set_up(chosen.log_level)
    engine = open_engine(chosen.database_url)
    schema.require_current(engine)
    engine.dispose()
    with metrics_folder():
        from gateway import server  # noqa: PLC0415  (counting across workers is decided at import)
        from gateway.app import Gateway  # noqa: PLC0415

        try:
            server.require_free(chosen.bind)
        except server.CannotListen as error:
            raise _Failed(str(error)) from error
        gateway = Gateway(chosen)
        for address in gateway.addresses:
            click.echo(f"{address}?wsdl")
        server.serve(gateway, chosen)


@contextmanager
def metrics_folder() -> Iterator[None]:
    """Give the workers a folder in which they add up their counts; it must be there before anything is counted."""
    with tempfile.TemporaryDirectory(prefix="lrs-gateway-metrics-") as folder:
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", folder)
        yield


@main.command()
@_in_one_line
def migrate() -> None:
    """Create the tables, or bring them up to date."""
    engine = open_engine(_settings().database_url)
    schema.upgrade(engine)
    engine.dispose()
    click.echo("The schema is current.")


@main.command("demo")
@_in_one_line
def load_demo() -> None:
    """Put the demonstration organisations and learners on the register; twice does no harm."""
    with _store() as store:
        loaded = demo.load(store)
    click.echo(f"Added {loaded.organisations} organisations, {loaded.learners} learners, {loaded.events} events.")


@main.group()
def organisation() -> None:
    """Manage the organisations that may call the gateway."""


def _new_password() -> str:
    password: str = click.prompt(
        "Password (16 characters)", hide_input=True, confirmation_prompt=sys.stdin.isatty(), err=True
    )
    if len(password) != 16 or not password.strip():
        raise _Failed("an organisation password has exactly 16 characters")
    return password


def _roles(roles: tuple[str, ...]) -> frozenset[Role]:
    return frozenset(Role(role) for role in roles)


_role_option = click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="What the organisation may do: register learners, read learning records (plr), only verify, "
    "submit achievements (awarding). May be given several times.",
)


@organisation.command()
@click.argument("ukprn")
@click.argument("reference")
@click.argument("name")
@_role_option
@click.option("--user", "users", multiple=True, help="A user of the organisation. May be given several times.")
@_in_one_line
def add(ukprn: str, reference: str, name: str, roles: tuple[str, ...], users: tuple[str, ...]) -> None:
    """Add an organisation by UKPRN (8 characters), organisation REFERENCE (6) and NAME; asks for its password."""
    if not (len(ukprn) == 8 and ukprn.isascii() and ukprn.isalnum()):
        raise _Failed("a UKPRN has 8 letters or digits")
    if not (len(reference) == 6 and reference.isascii() and reference.isalnum()):
        raise _Failed("an organisation reference has 6 letters or digits")
    password = _new_password()
    with _unit() as unit:
        added = unit.organisations.add(
            ukprn=ukprn, reference=reference, name=name, roles=_roles(roles), password_hash=hashed(password)
        )
        for user in users:
            unit.organisations.add_user(added, user)
    click.echo(f"Added {ukprn}.")


@organisation.command("list")
@_in_one_line
def list_organisations() -> None:
    """List all organisations: UKPRN, reference, roles, standing, name."""
    with _unit() as unit:
        every = unit.organisations.all()
    if not sys.stdout.isatty():
        for one in every:
            click.echo("\t".join(_columns(one)))
        return
    table = Table("UKPRN", "Reference", "Roles", "Standing", "Name")
    for one in every:
        table.add_row(*_columns(one))
    Console().print(table)


def _columns(one: Organisation) -> tuple[str, ...]:
    return one.ukprn, one.reference, ",".join(sorted(one.roles)), "suspended" if one.suspended else "active", one.name


def _change(identifier: str, **changes: Any) -> None:
    with _unit() as unit:
        held = unit.organisations.any_named(identifier)
        if held is None:
            raise _Failed(f"there is no organisation {identifier}")
        unit.organisations.change(held, **changes)
    click.echo(f"Changed {identifier}.")


@organisation.command()
@click.argument("identifier")
@_in_one_line
def suspend(identifier: str) -> None:
    """Refuse every call of an organisation, named by UKPRN or reference, from now on."""
    _change(identifier, suspended=True)


@organisation.command()
@click.argument("identifier")
@_in_one_line
def resume(identifier: str) -> None:
    """Admit a suspended organisation again."""
    _change(identifier, suspended=False)


@organisation.command()
@click.argument("identifier")
@_in_one_line
def password(identifier: str) -> None:
    """Set a new password; the old one ends at once."""
    _change(identifier, password_hash=hashed(_new_password()))


@organisation.command("roles")
@click.argument("identifier")
@_role_option
@_in_one_line
def set_roles(identifier: str, roles: tuple[str, ...]) -> None:
    """Set what an organisation may do; what is not named is taken away."""
    _change(identifier, roles=_roles(roles))


@main.group()
def events() -> None:
    """Manage learning events."""


@events.command("load")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_in_one_line
def load_events(path: Path) -> None:
    """Load learning events from a CSV file, all or none.

    The first row holds the headings: ULN, Source, Subject, SubjectCode and any other member of a learning
    event, such as AchievementAwardDate, Grade or Level.
    """
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(read_events(lines))
    with _unit() as unit:
        starts = range(0, len(rows), _EVENTS_AT_ONCE)
        for start in track(starts, "Loading", console=Console(stderr=True), disable=not sys.stderr.isatty()):
            some = rows[start : start + _EVENTS_AT_ONCE]
            known = unit.learners.by_ulns({uln for _, uln, _ in some})
            for line, uln, _ in some:
                if uln not in known:
                    raise BadEventFile(f"line {line}, ULN: no learner has it")
            unit.events.add((uln, event) for _, uln, event in some)
    click.echo(f"Loaded {len(rows)} events.")


@main.group()
def learner() -> None:
    """Look at learners."""


@learner.command()
@click.argument("uln")
@_in_one_line
def show(uln: str) -> None:
    """Show what is held of the learner with this ULN, and who changed it when."""
    if not ulns.is_valid(uln):
        raise _Failed("this is not a valid ULN")
    with _unit() as unit:
        held = unit.learners.by_uln(ulns.compact(uln))
        if held is None:
            raise _Failed("no learner has this ULN")
        count = len(unit.events.of(held.uln))
        history = unit.learners.history(held.uln)
    person = held.person
    for name, value in (
        ("ULN", held.uln),
        ("Standing", held.standing.value + (f", master {held.master_uln}" if held.master_uln else "")),
        ("Linked ULNs", ", ".join(held.linked_ulns) or "none"),
        ("Name", f"{person.given_name} {person.family_name}"),
        ("Born", person.date_of_birth.isoformat()),
        ("Gender", person.gender.name.lower().replace("_", " ")),
        ("Postcode", person.postcode),
        ("Sharing", person.ability_to_share.name.lower().replace("_", " ")),
        ("Version", f"{held.version}, of {held.updated_at:%Y-%m-%d %H:%M:%S} UTC"),
        ("Learning events", str(count)),
        *((f"{row.at:%Y-%m-%d %H:%M:%S}", f"{row.change} by {row.user_name}") for row in history),
    ):
        click.echo(f"{name + ':':<22}{value}")


@main.group()
def contract() -> None:
    """Look at the contract."""


@contract.command()
@_in_one_line
def check() -> None:
    """Check that WSDLs, schemas and handlers fit together, and list every operation with its standing."""
    from gateway.wire.contract import load_contract  # noqa: PLC0415  (takes a second that other commands need not)
    from gateway.wire.services import SERVICES  # noqa: PLC0415

    for row in SERVICES:
        served = {one.name for one in row.family.operations}
        compiled = load_contract(row.wsdl, row.schema)
        for operation in compiled.wsdl.operations:
            click.echo(f"{row.path}\t{operation.name}\t{'served' if operation.name in served else 'not supported'}")


if __name__ == "__main__":
    main()
