"""The page of the tables of the register."""

import inspect
import re
from importlib import import_module
from pkgutil import iter_modules

from sqlalchemy import Column, Table

from gateway.store import tables
from gateway.store.tables.metadata import metadata
from tests.docs.reference.markdown import code, codes, page, table

_TABLE = re.compile(r'((?:^# .*\n)*)^\w+ = Table\(\n? *"(\w+)",?((?:.*\n)*?)\)\n', re.MULTILINE)
"""A table in the source.

The groups are the comment above it, its name, and what is in it.
"""


def write_tables() -> str:
    """Return the page of all tables."""
    parts = []
    for module in sorted(one.name for one in iter_modules(tables.__path__)):
        source = inspect.getsource(import_module(f"{tables.__name__}.{module}"))
        for text, name, body in re.findall(_TABLE, source):
            parts += _write(metadata.tables[name], _comment(text), column_texts(body))
    return page(
        "Tables",
        "The tables of the register, on SQLite and PostgreSQL. Read them as you like; change them by commands only:"
        " the gateway relies on what it wrote, and the audit trail holds no other change.",
        *parts,
    )


def _write(one: Table, text: str, texts: dict[str, str]) -> list[str]:
    return [
        f"## {one.name}",
        text,
        table(
            ("column", "type", "key", "what it holds"),
            ((code(column.name), _type(column), _key(column), texts.get(column.name, "")) for column in one.columns),
        ),
        _indexes(one),
    ]


def column_texts(body: str) -> dict[str, str]:
    """Return the comments above the columns of a table."""
    found = re.findall(r'((?: *# .*\n)+) *Column\(\s*"(\w+)"', body)
    return {column: _comment(text) for text, column in found}


def _comment(text: str) -> str:
    return " ".join(line.strip(" #") for line in text.splitlines())


def _type(column: Column[object]) -> str:
    return code(str(column.type)) + ("" if column.nullable else ", not null")


def _key(column: Column[object]) -> str:
    keys = ["primary key"] if column.primary_key else []
    return ", ".join(keys + [f"refers to {code(key.target_fullname)}" for key in column.foreign_keys])


def _indexes(one: Table) -> str:
    rows = [
        (
            code(str(index.name)) + (", unique" if index.unique else ""),
            codes(str(part.name) if isinstance(part, Column) else str(part) for part in index.expressions),
            code(str(index.info.get("where", ""))),
        )
        for index in sorted(one.indexes, key=lambda index: str(index.name))
    ]
    return table(("index", "columns", "only rows where"), rows) if rows else ""
