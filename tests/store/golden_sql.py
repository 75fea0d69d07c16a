"""The SQL that runs, in files for people to read.

There is one for each statement and database.

They are under tests/store/sql. `make golden-sql` writes them; tests/store/test_golden_sql.py compares them with the
statements.
"""

import ast
import importlib
import inspect
import pkgutil
import re
import shutil
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Dialect, create_engine

import gateway.store
from gateway.store.database.statement import Compiled, Insertion, Statement
from tests.store.built_statements import EXAMPLES

FOLDER = Path(__file__).parent / "sql"
DIALECTS: Mapping[str, Dialect] = {
    "sqlite": create_engine("sqlite://").dialect,
    "postgresql": create_engine("postgresql+psycopg://").dialect,
}
_WIDTH = 110
_CLAUSES = (
    "WITH", "SELECT", "UNION ALL", "UNION", "FROM", "LEFT OUTER JOIN", "JOIN", "WHERE", "AND", "OR", "GROUP BY", "ORDER BY",
    "LIMIT", "OFFSET", "FOR UPDATE", "INSERT INTO", "VALUES", "ON CONFLICT", "DO UPDATE SET", "UPDATE", "SET",
    "DELETE FROM", "RETURNING",
)  # fmt: skip
_INNER = ("AND", "OR", "DO UPDATE SET")
_TOKEN = re.compile(
    rf"'(?:[^']|'')*'|WITH ORDINALITY|\b(?:{'|'.join(_CLAUSES)})\b|\(\s*SELECT\b|CASE|END|\w+|\s+|.".replace(
        " ", r"\s+"
    ),
    re.DOTALL,
)


def rendered(module: ModuleType, name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield path and content of a constant's files.

    The paths are below FOLDER.
    """
    place = (module.__file__ or "").partition("/gateway/")[2]
    for database, dialect in DIALECTS.items():
        compiled = _compiled(value, dialect)
        if compiled is not None:
            file = f"{database}/{module.__name__.rpartition('.')[2]}.{name.strip('_').lower()}.sql"
            yield file, f"-- gateway/{place} {name}\n{_values(compiled)}{formatted(compiled.sql)}\n"
    if isinstance(value, Insertion) and value.in_arrays is not None:
        yield from rendered(module, f"{name}_IN_ARRAYS", value.in_arrays)
    if isinstance(value, Insertion) and value.each_in_arrays is not None:
        yield from rendered(module, f"{name}_EACH_IN_ARRAYS", value.each_in_arrays)


def rendered_example(name: str) -> Iterator[tuple[str, str]]:
    """Yield path and content of the files of an example.

    They hold the statements that it builds.
    """
    module, method, *special = name.split(".")
    said = f"-- gateway/store/repositories/{module}.py {method}, built as it runs" + "".join(
        f": {one.replace('_', ' ')}" for one in special
    )
    for database, dialect in DIALECTS.items():
        built = [one.compiled(dialect) for one in EXAMPLES[name].built(dialect)]
        texts = [f"{_values(one)}{formatted(one.sql)}\n" for one in built]
        yield f"{database}/{name}.sql", f"{said}\n" + "\n".join(texts)


def _values(compiled: Compiled) -> str:
    """Return a comment that lists a statement's values.

    These are the values by position, and those that never change.
    """
    names = compiled.order if compiled.order is not None else list(compiled.constants)
    said = [f"{name} = {compiled.constants[name]!r}" if name in compiled.constants else name for name in names]
    comment = textwrap.wrap(", ".join(said), _WIDTH, initial_indent="-- ", subsequent_indent="-- ")
    return "".join(f"{line}\n" for line in comment)


def _compiled(value: Any, dialect: Dialect) -> Compiled | None:
    """Return a statement as the database takes it.

    It is None if the statement is for the other database.
    """
    statement = value.statement if isinstance(value, Insertion) else value
    return statement.compiled(dialect) if statement.only in (None, dialect.name) else None


def constants() -> Iterator[tuple[ModuleType, str, Any]]:
    """Yield the store's statements, with their module and name."""
    for found in pkgutil.walk_packages(gateway.store.__path__, "gateway.store."):
        if not found.name.startswith("gateway.store.migrations"):
            module = importlib.import_module(found.name)
            own = _assigned(module)
            for name, value in vars(module).items():
                if name in own and isinstance(value, Statement | Insertion):
                    yield module, name, value


def _assigned(module: ModuleType) -> set[str]:
    """Return the names that a module defines itself."""
    statements = ast.parse(inspect.getsource(module)).body
    targets = [target for one in statements if isinstance(one, ast.Assign) for target in one.targets]
    targets += [one.target for one in statements if isinstance(one, ast.AnnAssign)]
    return {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}


def formatted(sql: str) -> str:
    """Return SQL with one line for each clause.

    Lines are indented by the depth of their statement. Only white space changes.
    """
    lines: list[str] = [""]
    open_brackets: list[str | None] = [""]  # for each, the indent of its statement, or None
    between = False
    for part in _TOKEN.findall(sql):
        token = part if part.startswith("'") else " ".join(part.split())
        indent = open_brackets[-1]
        if token in _CLAUSES and indent is not None and not (token == "AND" and between):
            lines.append(indent + ("    " if token in _INNER else "") + token)
        elif token.startswith("(") and token.endswith("SELECT"):
            open_brackets.append(_indent_of(lines[-1]) + "    ")
            lines[-1] += "("
            lines.append(f"{open_brackets[-1]}SELECT")
        elif token == ")" and indent is not None:
            open_brackets.pop()
            lines.append(indent[:-4] + ")")
        else:
            lines[-1] += token or " "
            if token in ("(", "CASE"):
                open_brackets.append(None)
            elif token in (")", "END"):
                open_brackets.pop()
        between = token == "BETWEEN" or (between and token != "AND")
    return "\n".join(wrapped for line in lines if line.strip() for wrapped in _wrapped(line.rstrip()))


def _wrapped(line: str) -> list[str]:
    """Break a long line at spaces.

    It does not break inside a text or before a name.
    """
    kept = re.sub(r"'[^']*'| AS \w+", lambda text: text[0].replace(" ", "\0"), line.strip())
    own = _indent_of(line)
    broken = textwrap.wrap(
        kept,
        _WIDTH,
        initial_indent=own,
        subsequent_indent=own + "        ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [one.replace("\0", " ") for one in broken]


def _indent_of(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def files() -> dict[str, str]:
    """Return the content of all files, by path below FOLDER."""
    found: dict[str, str] = {}
    of_constants = (one for constant in constants() for one in rendered(*constant))
    of_examples = (one for name in EXAMPLES for one in rendered_example(name))
    for file, text in (*of_constants, *of_examples):
        assert file not in found, f"two statements for {file}"
        found[file] = text
    return found


def write() -> None:
    """Write all files again."""
    written = files()
    shutil.rmtree(FOLDER, ignore_errors=True)
    for file, text in written.items():
        (FOLDER / file).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / file).write_text(text)


if __name__ == "__main__":
    write()
