"""A cursor on PostgreSQL for statements that run often.

psycopg's own cursor works out at each run what is known after the first one. That takes longer than the run itself
(docs/decisions/005). What psycopg knows of types, errors and notices is used here too.

A statement that runs here cannot be interrupted from the keyboard. Its deadline ends it (deadline.py).
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg
    from psycopg.pq.abc import PGresult

_PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")
_MOST_TEXTS = 1000
_WRITTEN_AS_THEY_ARE = (int, float, date, datetime)
_WRITTEN_IN_ONE_GO = {str, *_WRITTEN_AS_THEY_ARE}


class _Text:
    """A statement as the server takes it.

    `names` are its parameters in order.
    """

    __slots__ = ("name", "names", "runs", "sql")

    def __init__(self, sql: str) -> None:
        names: dict[str, str] = {}

        def number(found: re.Match[str]) -> str:
            return "%" if found[1] is None else names.setdefault(found[1], f"${len(names) + 1}")

        self.sql = _PLACEHOLDER.sub(number, sql).encode()
        self.names = list(names)
        self.name: bytes | None = None
        self.runs = 0


class DirectCursor:
    """The one cursor of a connection.

    A statement replaces the rows of the one before. It is prepared once it has run as often as the connection's
    `prepare_threshold` says; if that is None, never. psycopg itself prepares nothing from then on: after a rollback it
    would take back all that is prepared.
    """

    def __init__(self, driver: "psycopg.Connection[Any]", psycopg: Any) -> None:
        self._least_runs = driver.prepare_threshold
        driver.prepare_threshold = None
        self._server = driver.pgconn
        self._psycopg = psycopg
        self._values = psycopg.adapt.Transformer(driver)
        self._text_format = psycopg.adapt.PyFormat.TEXT
        self._done = (psycopg.pq.ExecStatus.TUPLES_OK, psycopg.pq.ExecStatus.COMMAND_OK)
        self._texts: dict[str, _Text] = {}
        self._prepared = 0
        self._result: PGresult | None = None

    def execute(self, sql: str, parameters: Mapping[str, Any]) -> None:
        """Run a statement. Raises psycopg.Error."""
        text = self._texts.get(sql)
        if text is None:
            text = _Text(sql)
            if len(self._texts) < _MOST_TEXTS:
                self._texts[sql] = text
        given = self._written([self._value(parameters[name]) for name in text.names])
        if text.name is None:
            self._prepare_if_frequent(text)
        if text.name is None:
            result = self._server.exec_params(text.sql, given)
        else:
            result = self._server.exec_prepared(text.name, given)
        self._result = self._checked(result)

    @property
    def rowcount(self) -> int:
        """How many rows the statement returned or touched."""
        assert self._result is not None
        return self._result.command_tuples or 0

    def fetchall(self) -> list[Any]:
        """Return all rows, as tuples."""
        return self._fetch(self._rows())

    def fetchone(self) -> Any:
        """Return the first row, or None."""
        return next(iter(self._fetch(min(self._rows(), 1))), None)

    def _rows(self) -> int:
        return 0 if self._result is None else self._result.ntuples

    def _fetch(self, count: int) -> list[Any]:
        self._values.set_pgresult(self._result)
        rows: list[Any] = self._values.load_rows(0, count, tuple)
        return rows

    def _prepare_if_frequent(self, text: _Text) -> None:
        text.runs += 1
        if self._least_runs is None or text.runs <= self._least_runs:
            return
        name = f"direct_{self._prepared}".encode()
        self._prepared += 1
        self._checked(self._server.prepare(name, text.sql))
        text.name = name

    def _checked(self, result: "PGresult") -> "PGresult":
        """Return a result, or raise the error that it holds."""
        if result.status in self._done:
            return result
        pq = self._psycopg.pq
        if self._server.status == pq.ConnStatus.BAD and not result.error_field(pq.DiagnosticField.SQLSTATE):
            raise self._psycopg.OperationalError("the connection to the server broke")
        raise self._psycopg.errors.error_from_result(result)

    def _written(self, values: list[Any]) -> Any:
        """Return parameters as the server reads them."""
        return self._values.dump_sequence(values, [self._text_format] * len(values))

    def _value(self, value: Any) -> Any:
        """Return a parameter, with a list as text.

        Nearly every list has elements of one type that need no escapes. It is written in one go.
        """
        if type(value) is not list:
            return value
        kinds = set(map(type, value))
        if len(kinds) == 1 and kinds <= _WRITTEN_IN_ONE_GO:
            joined = '","'.join(value if str in kinds else map(str, value))
            if "\\" not in joined and joined.count('"') == 2 * (len(value) - 1):
                return f'{{"{joined}"}}'
        return "{" + ",".join(map(self._element, value)) + "}"

    def _element(self, value: Any) -> str:
        if value is None:
            return "NULL"
        if isinstance(value, _WRITTEN_AS_THEY_ARE):
            return f'"{value}"'
        if type(value) is not str:
            [written] = self._written([value])
            value = bytes(written or b"").decode()
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
