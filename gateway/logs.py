"""Logs: one JSON object a line, with an event name and ids; never a body, a name or a password."""

import json
import logging
import sys
import time
from functools import lru_cache
from typing import Any


class _JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
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
    """Send every log to standard error as JSON, and silence the libraries that would log messages whole."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("spyne", "alembic", "sqlalchemy"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def event(logger: logging.Logger, name: str, *, level: int = logging.INFO, **fields: str | float | None) -> None:
    """Log that something happened, with ids and measures only."""
    if logger.isEnabledFor(level):
        record = logger.makeRecord(logger.name, level, "", 0, name, (), None)  # without a walk up the stack
        record.fields = fields
        logger.handle(record)


def failure(logger: logging.Logger, name: str, **fields: str | float | None) -> None:
    """Log the exception at hand: its type and where it was raised, not its text."""
    error = sys.exception()
    trace = error.__traceback__ if error is not None else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace is not None else None
    logger.error(name, exc_info=error, extra={"fields": {**fields, "where": where}})
