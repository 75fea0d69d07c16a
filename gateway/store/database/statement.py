"""Statements of SQLAlchemy Core, compiled once for each database."""

from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from json.encoder import encode_basestring_ascii
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from sqlalchemy import (
    ARRAY,
    BindParameter,
    Boolean,
    ColumnElement,
    Date,
    Dialect,
    Float,
    String,
    Table,
    Text,
    TypeDecorator,
    bindparam,
    column,
    func,
    literal,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import Delete, Insert, Select, Update
from sqlalchemy.sql.selectable import Subquery
from sqlalchemy.types import TypeEngine

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

Core = Select[Any] | Insert | Update | Delete
Values = Mapping[str, Any]
Place = tuple[Any, ...]
"""A row's place among the rows that transactions write.

All write in one order. If they did not, they would deadlock.
"""

R = TypeVar("R")
OwnInsert = Callable[[Table], "postgresql.Insert | sqlite.Insert"]
"""A database's own `insert`, which can say ON CONFLICT."""


def parameter(name: str, kind: Any = None) -> BindParameter[Any]:
    """Return a parameter of a statement, given at each run."""
    return bindparam(name, None, kind, required=False)


def constant(value: Any) -> ColumnElement[Any]:
    """Return a value that the SQL holds, for the planner."""
    return literal(value, literal_execute=True)


def parameters(table: Table) -> dict[str, BindParameter[Any]]:
    """Return a parameter for every column of a table."""
    return {name: parameter(name) for name in table.c.keys()}  # noqa: SIM118


class _Words(TypeDecorator[Collection[str]]):
    """A list of words, that is, texts without blanks.

    It is an array on PostgreSQL, and JSON text on SQLite.
    """

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type of the database."""
        return dialect.type_descriptor(String() if dialect.name == "sqlite" else ARRAY(Text))

    def process_bind_param(self, value: Collection[str] | None, dialect: Dialect) -> Any:
        """Write the list."""
        if dialect.name == "sqlite":
            return f"[{','.join(map(encode_basestring_ascii, value or ()))}]"  # JSON, in a fifth of the time of dumps
        return list(value or ())


class _Among(ColumnElement[bool]):
    """Whether a column is one of a list of words."""

    inherit_cache = False
    type = Boolean()

    def __init__(self, column: ColumnElement[Any], words: ColumnElement[Any]) -> None:
        self.column = column
        self.words = words

    def self_group(self, against: Any = None) -> Self:  # noqa: ARG002
        """Return this condition unchanged.

        If it became "... = 1", SQLite would read every row.
        """
        return self


@compiles(_Among, "postgresql")
def _among_postgresql(element: _Among, compiler: Any, **how: Any) -> str:
    words = compiler.process(element.words, **how)
    if isinstance(element.column.type, Date):
        words = f"{words}::DATE[]"
    return f"{compiler.process(element.column, **how)} = ANY ({words})"


@compiles(_Among, "sqlite")
def _among_sqlite(element: _Among, compiler: Any, **how: Any) -> str:
    words = compiler.process(element.words, **how)
    return f"{compiler.process(element.column, **how)} IN (SELECT value FROM json_each({words}))"  # noqa: S608  (a part of a statement)


def words(name: str) -> BindParameter[Any]:
    """Return a parameter for a list of words.

    The list may have any length.
    """
    return parameter(name, WORDS)


WORDS = _Words()


def among(column: ColumnElement[Any], words: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return the condition that a column is among the words.

    The column holds text or dates; the words for dates are ISO dates.
    The statement is the same for any number of words.
    """
    return _Among(column, words)


def arrays(name: str, columns: Mapping[str, Any]) -> Subquery:
    """Return rows given as a list for each column (PostgreSQL).

    They are numbered by `n` from 1. A list of WORDS is given as one text with blanks between the words, since an array
    cannot hold arrays of several lengths. The OFFSET makes PostgreSQL take the text apart once for each row. By itself
    the planner would do so wherever the list is compared.
    """
    lists = [bindparam(place, None, ARRAY(_as_given(kind)), required=False) for place, kind in columns.items()]
    named = [column(place, _as_given(kind)) for place, kind in columns.items()]
    given = func.unnest(*lists).table_valued(*named, with_ordinality="n", name=f"{name}_given").render_derived()
    taken = [
        func.string_to_array(given.c[place], " ", type_=ARRAY(Text)).label(place) if kind is WORDS else given.c[place]
        for place, kind in columns.items()
    ]
    return select(given.c.n, *taken).offset(constant(0)).subquery(name)


def _as_given(kind: Any) -> Any:
    return String() if kind is WORDS else kind


@dataclass(frozen=True, slots=True)
class Lookup:
    """How to do many look-ups in one statement.

    `all` takes the values as the parameter `many`, and returns each in `column`. `one` is the parameter of a single
    look-up, which has at most one row.
    """

    all: "Query[Any]"
    one: str
    many: str
    column: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """How to ask many questions in one statement (PostgreSQL).

    `parameters` makes the parameters of `all` from those of the questions. `all` returns the rows of all questions,
    each with the number of its question in `n`, from 1.
    """

    all: "Query[Any]"
    parameters: Callable[[Sequence[Values]], Values]


class Statement:
    """A Core statement, compiled once for each database.

    Its parameters are given at each run. `only` names the database it is for, if it is for one only. `together` says
    how calls that wait together ask it.
    """

    def __init__(
        self,
        core: Core | Callable[[OwnInsert], Core],
        *,
        only: str | None = None,
        together: Lookup | Numbered | None = None,
    ) -> None:
        self.only = only
        self.together = together
        self._core = core
        self._row: type[Any] | None = None
        self._compiled: dict[str, Compiled] = {}

    def compiled(self, dialect: Dialect) -> "Compiled":
        """Return the statement compiled for this database."""
        found = self._compiled.get(dialect.name)
        if found is None:
            core = self._core if isinstance(self._core, Core) else self._core(_own_insert(dialect))
            found = self._compiled[dialect.name] = Compiled(core, dialect, self._row)
        return found


class Query(Statement, Generic[R]):
    """A Core statement that returns rows.

    `row` is a class with the members that readers of a row may name. A test compares the members with the columns. If
    it is a named tuple of the columns, in order, the rows are of this class. If not, it is there for the type checker,
    and a row is another named tuple of all columns.
    """

    def __init__(
        self, core: Select[Any], row: type[R], *, only: str | None = None, together: Lookup | Numbered | None = None
    ) -> None:
        super().__init__(core, only=only, together=together)
        self.core = core
        self.row = self._row = row


def _own_insert(dialect: Dialect) -> OwnInsert:
    """Return a database's own `insert`.

    It is imported once the database is open: to import both takes time.
    """
    insert: OwnInsert = import_module(f"sqlalchemy.dialects.{dialect.name}").insert
    return insert


class Compiled:
    """A statement compiled for one database.

    `order` names the parameters in order, for a driver that takes them by position. `constants` are parameters with the
    same value at each run.
    """

    __slots__ = ("_binds", "_make_row", "_results", "constants", "order", "sql")

    def __init__(self, core: Core, dialect: Dialect, row_class: type[Any] | None = None) -> None:
        compiled: Any = core.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        self.sql = str(compiled)
        self.order: list[str] | None = compiled.positiontup
        open_binds = {name for name, bind in compiled.binds.items() if not bind.unique}
        self.constants = {name: value for name, value in compiled.params.items() if name not in open_binds}
        self._binds = [
            (name, process)
            for name, bind in compiled.binds.items()
            if name in compiled.params
            and (process := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        ]
        columns = list(core.selected_columns if isinstance(core, Select) else core.exported_columns)
        self._results: list[tuple[int, Callable[[Any], Any]]] = []
        for place, one in enumerate(columns):
            if isinstance(
                one.type, Float
            ):  # drivers return floats; SQLAlchemy's processor would need the driver's type code
                continue
            process = one.type.dialect_impl(dialect).result_processor(dialect, None)
            if process:
                self._results.append((place, process))
        names = tuple(column.name for column in columns)
        row: Any = row_class if getattr(row_class, "_fields", None) == names else namedtuple("Row", names)  # noqa: PYI024
        self._make_row: Callable[[Iterable[Any]], Any] = row._make

    def bind(self, values: Values) -> Any:
        """Return the parameters in the driver's form.

        Raises KeyError if one is missing.
        """
        given = {**self.constants, **values}
        for name, process in self._binds:
            given[name] = process(given[name])
        return given if self.order is None else [given[name] for name in self.order]

    def row(self, fetched: Sequence[Any]) -> Any:
        """Return the driver's row as a named tuple."""
        if self._results:
            fetched = list(fetched)
            for place, process in self._results:
                fetched[place] = process(fetched[place])
        return self._make_row(fetched)

    def rows(self, fetched: Iterable[Sequence[Any]]) -> list[Any]:
        """Return the driver's rows as named tuples.

        Values are processed by column, which is faster for many rows.
        """
        if self._results:
            columns: list[Iterable[Any]] = list(zip(*fetched, strict=True))
            if not columns:
                return []
            for place, process in self._results:
                columns[place] = map(process, columns[place])
            fetched = zip(*columns, strict=True)
        return list(map(self._make_row, fetched))


class Insertion:
    """The insertion of any number of rows into a table.

    Each row is a mapping with a value for every column, except the columns in `but`. With `unless_taken`, a row that a
    unique index refuses is left out. With `in_arrays`, PostgreSQL gets several rows by one statement.
    `key` is a column in which rows differ: by it, those that are inserted are known.
    """

    def __init__(
        self,
        table: Table,
        *,
        but: Collection[str] = (),
        unless_taken: bool = False,
        in_arrays: bool = False,
        key: str = "",
    ) -> None:
        self.table = table.name
        self.names = [name for name in table.c.keys() if name not in but]  # noqa: SIM118
        self.unless_taken = unless_taken
        self.key = key
        self._types = [table.c[name].type for name in self.names]

        def or_nothing(insert: "postgresql.Insert | sqlite.Insert") -> Insert:
            return insert.on_conflict_do_nothing() if unless_taken else insert

        def of_one_row(insert: OwnInsert) -> Insert:
            return or_nothing(insert(table).values({name: parameter(name) for name in self.names}))

        def of_rows(insert: OwnInsert) -> Insert:
            types = {  # a cast to a text of some length would cut off what is longer
                name: String() if isinstance(kind, String) else kind
                for name, kind in zip(self.names, self._types, strict=True)
            }
            given = arrays("given", types)
            rows = select(*(given.c[name] for name in self.names)).order_by(given.c.n)
            return or_nothing(insert(table).from_select(self.names, rows, include_defaults=False))

        def of_each_row(insert: OwnInsert) -> Insert:
            return of_rows(insert).returning(table.c[key])

        self.statement = Statement(of_one_row)
        """Inserts one row."""
        self.in_arrays = Statement(of_rows, only="postgresql") if in_arrays else None
        """Inserts rows given as a list for each column."""
        self.each_in_arrays = Statement(of_each_row, only="postgresql") if key else None
        """Inserts them, and returns the keys of those inserted."""

    def lists_of(self, rows: Sequence[Values]) -> dict[str, list[Any]]:
        """Return rows as a list for each column."""
        return {name: [row[name] for row in rows] for name in self.names}

    def writer(self, dialect: Dialect) -> Callable[[Values], list[Any]]:
        """Return a function that makes driver values of a row.

        They are in the order of `names`.
        """
        processes = [
            (place, process)
            for place, kind in enumerate(self._types)
            if (process := kind.dialect_impl(dialect).bind_processor(dialect)) is not None
        ]
        names = self.names

        def write(row: Values) -> list[Any]:
            values = [row[name] for name in names]
            for place, process in processes:
                values[place] = process(values[place])
            return values

        return write
