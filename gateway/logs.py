"""Logs: one JSON object a line, without personal data.

A line has the name of an event, and ids. It never has a message body, a person's name or a password. A process that
answers calls does not wait for the reader of its log: see `write_apart`.
"""

import atexit
import errno
import json
import logging
import os
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from queue import Empty, SimpleQueue

_MOST_LINES = 10_000
_DEEPEST_CAUSE = 10
_BYTES_AT_ONCE = 4096  # up to this length, a write to a pipe is not mixed with the writes of other processes
_SECONDS_BETWEEN_WRITES = 0.02  # so that the thread wakes for several lines, not for each
_SECONDS_TO_FINISH = 2.0
_OF_NOTHING = vars(logging.LogRecord("", logging.NOTSET, "", 0, "", (), None))


class _JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": f"{_second(int(record.created))}.{int(record.msecs):03d}Z",
            "level": record.levelname,
            "event": record.msg if not record.args else record.getMessage(),
        }
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__  # never its text: a driver's message quotes the data
        return json.dumps(line)


@lru_cache(maxsize=8)
def _second(at: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at))


def set_up(level: str) -> None:
    """Send every log to standard error, as JSON.

    Libraries that would log whole messages are silenced.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("spyne", "alembic", "sqlalchemy"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _standard_error() -> int:
    """Return the descriptor of standard error.

    It works even if something in this process stands in for standard error.
    """
    try:
        return sys.stderr.fileno()
    except (OSError, ValueError):
        return 2


def write_apart(level: str, on_drop: Callable[[int], None], *, most_lines: int = _MOST_LINES) -> "QueuedLog":
    """Send every log to standard error without a wait.

    A thread writes where a write may stall. `on_drop` is called with the number of lines that were lost. `begin` must
    be called after a fork.
    """
    set_up(level)
    log = QueuedLog(_standard_error(), on_drop, most_lines)
    log.begin()
    atexit.register(log.finish)
    logging.basicConfig(level=level, handlers=[log], force=True)
    return log


class _Gathered(threading.local):
    """The lines of a thread that are written together."""

    lines: list[bytes] | None = None


class QueuedLog(logging.Handler):
    """Write lines to a file descriptor without making callers wait.

    If too many lines are unwritten, it drops lines. It writes to a file at once: nobody has to read it.
    """

    def __init__(self, descriptor: int, on_drop: Callable[[int], None], most_lines: int) -> None:
        super().__init__()
        self.setFormatter(_JsonFormatter())
        self._descriptor = descriptor
        self._on_drop = on_drop
        self._most_lines = most_lines
        mode = os.fstat(descriptor).st_mode
        self._may_stall = stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or os.isatty(descriptor)
        self._of_thread = _Gathered()

    def createLock(self) -> None:  # noqa: N802  (so called in the standard library)
        """Set no lock: the queue needs none.

        A write of one line needs none either.
        """
        self.lock = None

    def handle(self, record: logging.LogRecord) -> bool:
        """Emit a record.

        The library's own method takes the lock; from Python 3.13 on, even if there is none.
        """
        self.emit(record)
        return True

    def begin(self) -> None:
        """Begin with an empty queue in this process."""
        self._lines: SimpleQueue[bytes | None] = SimpleQueue()
        self._dropped = 0
        self._thread = threading.Thread(target=self._write_queued, daemon=True)
        if self._may_stall:
            self._thread.start()

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, or leave it to the thread."""
        try:
            line = self._line(record)
        except Exception:  # as in the standard library: a log must not stop its caller
            self._drop(1)
            return
        if self._of_thread.lines is not None:
            self._of_thread.lines.append(line)
        elif not self._may_stall:
            self._write(line)
        elif self._lines.qsize() < self._most_lines:
            self._lines.put(line)
        else:
            self._drop(1)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Write the lines of this thread together, at the end.

        Lines that the reader may take slowly are queued one by one, as ever.
        """
        if self._may_stall:
            yield
            return
        lines = self._of_thread.lines = []
        try:
            yield
        finally:
            self._of_thread.lines = None
            self._write(b"".join(lines))

    def finish(self) -> None:
        """Write what is left, for at most two seconds."""
        if self._thread.is_alive():
            self._lines.put(None)
            self._thread.join(_SECONDS_TO_FINISH)

    def _line(self, record: logging.LogRecord) -> bytes:
        return self.format(record).encode() + b"\n"

    def _drop(self, lines: int) -> None:
        self._dropped += lines
        self._on_drop(lines)

    def _write_queued(self) -> None:
        going_on = True
        while going_on:
            lines, going_on = self._waiting_lines()
            if self._write(lines) and self._dropped and self._lines.qsize() < self._most_lines // 2:
                dropped, self._dropped = self._dropped, 0
                self._write(self._line(_record(__name__, logging.WARNING, "log lines dropped", {"lines": dropped})))
            if going_on and self._lines.empty():
                time.sleep(_SECONDS_BETWEEN_WRITES)

    def _waiting_lines(self) -> tuple[bytes, bool]:
        """Return some lines, and whether more may come.

        It waits until there is a line.
        """
        line = self._lines.get()
        lines = bytearray()
        while line is not None:
            lines += line
            if len(lines) > _BYTES_AT_ONCE // 2:
                return bytes(lines), True
            try:
                line = self._lines.get_nowait()
            except Empty:
                return bytes(lines), True
        return bytes(lines), False

    def _write(self, lines: bytes) -> bool:
        while lines:
            try:
                lines = lines[os.write(self._descriptor, lines) :]
            except BlockingIOError:
                time.sleep(_SECONDS_BETWEEN_WRITES)
            except OSError:  # the reader has gone, or the disk is full
                self._drop(lines.count(b"\n"))
                return False
        return True


def event(logger: logging.Logger, name: str, *, level: int = logging.INFO, **fields: str | float | None) -> None:
    """Log that something happened, with ids and measures only."""
    if logger.isEnabledFor(level):
        logger.handle(_record(logger.name, level, name, fields))


def _record(logger: str, level: int, name: str, fields: Mapping[str, str | float | None]) -> logging.LogRecord:
    """Return an event's record without walking up the stack.

    Process and thread, which no line has, are not looked up: that takes longer than all else.
    """
    now = time.time()
    record = logging.LogRecord.__new__(logging.LogRecord)
    vars(record).update(
        _OF_NOTHING,
        name=logger,
        levelno=level,
        levelname=logging.getLevelName(level),
        msg=name,
        created=now,
        msecs=now % 1 * 1000,
        fields=fields,
    )
    return record


def failure(logger: logging.Logger, name: str, **fields: str | float | None) -> None:
    """Log the current exception by its type and place.

    Its text is not logged.
    """
    error = sys.exception()
    found = {"where": place_of(error), "cause": _cause(error)}
    logger.error(name, exc_info=error, extra={"fields": {**fields, **found}})


def place_of(error: BaseException | None) -> str | None:
    """Return the file and the line that raised an exception."""
    trace = error.__traceback__ if error is not None else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace is not None else None


def _cause(error: BaseException | None) -> str | None:
    """Return the cause of an exception.

    This is an SQLSTATE, SQLite's or the system's name of the error, or a type.
    """
    text = None
    for one in chain_of(error):
        name = getattr(one, "sqlstate", None) or getattr(one, "sqlite_errorname", None)
        if name is None and isinstance(one, OSError):
            name = errno.errorcode.get(one.errno or 0)
        if name is not None:
            return str(name)
        text = type(one).__name__
    return text


def chain_of(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and its causes, one after another.

    The driver's error is SQLAlchemy's `orig`.
    """
    for _ in range(_DEEPEST_CAUSE):
        if error is None:
            return
        yield error
        error = getattr(error, "orig", None) or error.__cause__ or error.__context__
