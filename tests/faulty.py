"""Databases that fail at a chosen statement.

One is a proxy in front of a real PostgreSQL, the other a connection to a real SQLite. Every statement that is sent
counts, of any kind (BEGIN, SAVEPOINT, COPY, COMMIT, ROLLBACK ...).
"""

import contextlib
import re
import socket
import sqlite3
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Self

from sqlalchemy import Engine, event, make_url

from gateway.settings import Settings
from gateway.store.unit import Clock, utc_now
from tests.builders import Wire


class Kind(Enum):
    """How a statement fails."""

    REFUSED = "the database answers with an error, and has not run it"
    BROKEN_BEFORE = "the connection breaks before the database has it"
    BROKEN_AFTER = "the connection breaks when the database has run it"
    FROZEN = "nothing is answered any more, and nothing breaks"


@dataclass
class Fault:
    """The fault to come, and whether it has happened.

    It says at which statement from now on, and of which kind.
    """

    at: int = 0
    kind: Kind = Kind.REFUSED
    sqlstate: str = "XX000"
    like: str = ""
    always: bool = False
    happened: bool = False
    seen: list[str] = field(default_factory=list)

    def meets(self, statement: str) -> bool:
        """Count a statement; return whether it meets the fault."""
        self.seen.append(statement)
        if self.happened or not self.at or not re.search(self.like, statement):
            return False
        if self.always:
            return True
        self.at -= 1
        self.happened = self.at == 0
        return self.happened


class Faulty:
    """A database that can be made to fail."""

    def __init__(self) -> None:
        self.fault = Fault()

    def arm(
        self, at: int, kind: Kind = Kind.REFUSED, *, sqlstate: str = "XX000", like: str = "", always: bool = False
    ) -> Fault:
        """Make the n-th matching statement fail, or all of them.

        `at` counts from now, and `like` is a regular expression.
        """
        self.fault = Fault(at=at, kind=kind, sqlstate=sqlstate, like=like, always=always)
        return self.fault

    def disarm(self) -> None:
        """Fail no more."""
        self.fault = Fault()


class FaultySqlite(Faulty):
    """A SQLite driver that can be made to fail."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        event.listen(engine, "do_connect", self._connect)

    def _connect(self, _dialect: Any, _record: Any, _arguments: Any, parameters: dict[str, Any]) -> None:
        faulty = self

        class Cursor(sqlite3.Cursor):
            def execute(self, sql: str, *rest: Any) -> Self:
                faulty.run(f"{sql} {rest}", lambda: super(Cursor, self).execute(sql, *rest))
                return self

            def executemany(self, sql: str, *rest: Any) -> Self:
                faulty.run(f"{sql} {rest}", lambda: super(Cursor, self).executemany(sql, *rest))
                return self

        class Connection(sqlite3.Connection):
            def cursor(self, _factory: Any = None) -> Cursor:  # type: ignore[override]
                return super().cursor(Cursor)

            def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:
                return self.cursor().execute(sql, *rest)

            def commit(self) -> None:
                faulty.run("COMMIT", super().commit)

            def rollback(self) -> None:
                faulty.run("ROLLBACK", super().rollback)

        parameters["factory"] = Connection

    def run(self, sql: str, do: Callable[[], object]) -> None:
        """Run a statement, or fail before it or after it."""
        met = self.fault.meets(sql)
        if met and self.fault.kind is not Kind.BROKEN_AFTER:
            raise self._error()
        do()
        if met:
            raise self._error()

    def _error(self) -> sqlite3.OperationalError:
        error = sqlite3.OperationalError("disk I/O error")
        if not self.fault.always:  # a permanent failure is not one to retry
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR
        return error


class FaultyPostgresql(Faulty):
    """A proxy; clients connect to `url`."""

    def __init__(self, server: str) -> None:
        super().__init__()
        parsed = make_url(server)
        folder = parsed.query.get("host")
        self._upstream: Any = f"{folder}/.s.PGSQL.5432" if folder else (parsed.host, parsed.port or 5432)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.frozen = threading.Event()
        self._thawed = threading.Event()
        self._thawed.set()
        port = self._listener.getsockname()[1]
        query = {"sslmode": "disable", "gssencmode": "disable"}
        self.url = parsed.set(host="127.0.0.1", port=port, query=query).render_as_string(hide_password=False)
        threading.Thread(target=self._accept, daemon=True).start()

    def freeze(self) -> None:
        """Stop answering; connections are accepted and stay open."""
        self._thawed.clear()

    def thaw(self) -> None:
        """Answer again."""
        self._thawed.set()

    def disarm(self) -> None:
        """Fail no more."""
        super().disarm()
        self.thaw()

    def close(self) -> None:
        """Stop, and break open connections."""
        self._thawed.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in list(self._open):
            _break(one)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        self._thawed.wait()
        family = socket.AF_UNIX if isinstance(self._upstream, str) else socket.AF_INET
        server = socket.socket(family)
        self._open += [client, server]
        mute = threading.Event()
        try:
            server.connect(self._upstream)
            threading.Thread(target=self._answer, args=(server, client, mute), daemon=True).start()
            self._forward(client, server, mute)
        except OSError:
            pass
        finally:
            _break(client)
            _break(server)
            self._open.remove(client)
            self._open.remove(server)

    def _answer(self, server: socket.socket, client: socket.socket, mute: threading.Event) -> None:
        """Pass answers to the client.

        The first one that the client is not to have breaks the connection.
        """
        with contextlib.suppress(OSError):
            while some := server.recv(65536):
                if mute.is_set():
                    break
                self._thawed.wait()
                client.sendall(some)
        _break(client)
        _break(server)

    def _forward(self, client: socket.socket, server: socket.socket, mute: threading.Event) -> None:
        stream = client.makefile("rb")
        length = struct.unpack("!i", stream.read(4))[0]
        server.sendall(struct.pack("!i", length) + stream.read(length - 4))
        waiting, statement = b"", ""
        prepared: dict[bytes, str] = {}
        while kind := stream.read(1):
            head = stream.read(4)
            body = stream.read(struct.unpack("!i", head)[0] - 4)
            waiting += kind + head + body
            if kind == b"P":
                name, sql = body.split(b"\0")[:2]
                prepared[name] = sql.decode()
                statement = f"PREPARE {prepared[name]}" if name else prepared[name]
            elif kind == b"B":
                statement = prepared[body.split(b"\0")[1]]
            elif kind in b"QSc":
                if kind != b"S":
                    statement = body.rstrip(b"\0").decode() if kind == b"Q" else "COPY done"
                if self.fault.meets(statement):
                    waiting = self._met(waiting, mute)
                statement = ""
            elif kind not in b"dfXp":
                continue
            if waiting:
                self._thawed.wait()
                server.sendall(waiting)
            waiting = b""

    def _met(self, message: bytes, mute: threading.Event) -> bytes:
        match self.fault.kind:
            case Kind.BROKEN_BEFORE:
                raise ConnectionResetError
            case Kind.BROKEN_AFTER:
                mute.set()
            case Kind.FROZEN:
                self.freeze()
            case Kind.REFUSED:
                if message[:1] == b"c":  # the end of a COPY: the client says that it failed
                    return _message(b"f", "refused")
                text = f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{self.fault.sqlstate}'; END $$"
                return _message(b"Q", text)
        return message


def _message(kind: bytes, text: str) -> bytes:
    body = text.encode() + b"\0"
    return kind + struct.pack("!i", len(body) + 4) + body


def _break(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


@contextmanager
def faulty_postgresql(server: str) -> Iterator[FaultyPostgresql]:
    """Yield a proxy in front of a server."""
    proxy = FaultyPostgresql(server)
    try:
        yield proxy
    finally:
        proxy.close()


@contextmanager
def faulty_wire(settings: Settings, clock: Clock = utc_now) -> Iterator[tuple[Wire, Faulty]]:
    """Open a gateway, and what makes its database fail."""
    with ExitStack() as stack:
        if settings.database_url.startswith("sqlite"):
            wire = stack.enter_context(Wire.open(settings, clock))
            yield wire, FaultySqlite(wire.store.engine)
        else:
            proxy = stack.enter_context(faulty_postgresql(settings.database_url))
            yield stack.enter_context(Wire.open(replace(settings, database_url=proxy.url), clock)), proxy
