"""Plain words for why a database cannot be used.

The driver's own words are not used, since they quote passwords.
"""

from typing import Any

from gateway.logs import chain_of

_POSTGRESQL = (
    ("password authentication failed", "it refuses the user or the password"),
    ("no password supplied", "it needs a password"),
    ("no pg_hba.conf entry", "it does not let in this user from this address (pg_hba.conf)"),
    ("too many", "it has too many connections"),
    ("remaining connection slots", "it has too many connections"),
    ("starting up", "it is starting"),
    ("shutting down", "it is shutting down"),
    ("permission denied", "the user lacks a right"),
    ("read-only transaction", "it is read-only"),
    ("no schema has been selected", "the search_path of the user names no schema"),
    ("invalid connection option", "the URL has an option that PostgreSQL does not know"),
    ("invalid uri query parameter", "the URL has an option that PostgreSQL does not know"),
    ("ssl", "it does not agree on TLS"),
    ("certificate", "it does not agree on TLS"),
    ("connection refused", "nothing listens at the address"),
    ("timeout expired", "it did not answer in time"),
    ("resolve host", "no machine has the host name"),
    ("translate host name", "no machine has the host name"),
    ("name or service not known", "no machine has the host name"),
    ("no such file or directory", "no server has this socket"),
    ("does not exist", "it has no such database or user"),
)
_SQLITE = {
    "SQLITE_NOTADB": "the file is no SQLite database",
    "SQLITE_CANTOPEN": "the folder does not exist, or the file may not be opened",
    "SQLITE_READONLY": "the file may not be written",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_BUSY": "another program has locked it",
    "SQLITE_IOERR": "the disk fails",
    "SQLITE_CORRUPT": "the file is damaged",
    "SQLITE_PERM": "the file may not be opened",
}


def explain(error: BaseException) -> str:
    """Return the cause, with the database's code, if any."""
    driver: Any = getattr(error, "orig", None) or error
    name = getattr(driver, "sqlite_errorname", None)
    if name:
        base = "_".join(str(name).split("_")[:2])
        return f"{_SQLITE.get(base, 'SQLite reports an error')} ({name})"
    text = str(driver).lower()
    words_ = next((words for part, words in _POSTGRESQL if part in text), "it reports an error")
    return f"{words_} ({getattr(driver, 'sqlstate', None) or type(driver).__name__})"


def cause_of(error: BaseException) -> str:
    """Return the message of a store error, with its cause.

    The cause is added if an error of the database lies behind it.
    """
    of_driver = (one for one in chain_of(error) if hasattr(one, "sqlstate") or hasattr(one, "sqlite_errorname"))
    cause = next(of_driver, None)
    words = "" if cause is None else explain(cause)
    return str(error) if not words or words in str(error) else f"{error}: {words}"
