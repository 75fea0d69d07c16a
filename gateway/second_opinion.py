"""A second opinion on duplicates: Splink, on DuckDB.

Splink knows nothing about families and takes twins for one person. Its opinion stands beside our own evidence and
recommends nothing. It comes with the extra `linkage`, and is imported only when it is asked for.

DuckDB works in memory only, since nothing about a learner is written outside the database. If a register does not fit
into the memory of one machine, use Splink's Spark backend: `settings` and `train` are the same there, with a `SparkAPI`
over a table of `Record`s in place of the `DuckDBAPI`.
"""

import contextlib
import io
import logging
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from typing import Any, NamedTuple

from gateway.domain.duplicate import Opinion
from gateway.domain.matching import Traits, search_keys

_AT_ONCE = 20_000
_MOST_PAIRS = 3e6
"""Number of random pairs from which Splink learns about strangers."""

_RECALL = 0.8
"""Share of true pairs with equal names and birth date.

It sets Splink's prior.
"""

_LEAST_BITS = -5.0
"""Least bits of a pair that is returned.

It includes pairs that Splink doubts, to stand beside our own evidence.
"""

_MISSING = "this needs Splink: run pip install '.[linkage]' in the checkout"


class LinkageFailed(Exception):
    """Splink failed.

    The message is fit for an operator and names nobody.
    """


class NotInstalled(LinkageFailed):
    """Splink is not installed."""


class Record(NamedTuple):
    """A learner in the normal form that Splink compares.

    A missing value is None.
    """

    unique_id: str
    given: str | None
    family: str | None
    former: str | None
    born: str | None
    year: str | None
    day: str | None
    swapped_day: str | None
    postcode: str | None
    sector: str | None
    outward: str | None
    gender: str | None
    birthplace: str | None
    email: str | None
    family_sound: str | None
    given_sound: str | None


def record_of(uln: str, person: Traits) -> Record:
    """Return a learner in the form that Splink compares."""
    keys = search_keys(person)
    values: tuple[str, ...] = (
        person.given.text,
        person.family.text,
        person.former[0].text if person.former else "",
        person.born,
        keys.year,
        keys.day,
        f"{person.born[8:]}-{person.born[5:7]}" if person.born else "",
        person.postcode,
        person.postcode[:-2],
        person.postcode[:-3],
        str(person.gender or ""),
        person.birthplace,
        person.email,
        keys.family_sound,
        keys.given_sound,
    )
    return Record(uln, *(value or None for value in values))


def require_splink() -> None:
    """Raise NotInstalled if Splink, or what it needs, is missing."""
    if any(find_spec(module) is None for module in ("splink", "duckdb", "pyarrow")):
        raise NotInstalled(_MISSING)


class LinkageTable:
    """The learners in DuckDB's memory, for Splink to compare."""

    def __init__(self, people: Iterable[tuple[str, Traits]], done: Callable[[int], object]) -> None:
        import duckdb  # noqa: PLC0415  (an extra)

        columns = ", ".join(f"{name} VARCHAR" for name in Record._fields)
        with _failures():
            self._connection = duckdb.connect(config={"temp_directory": ""})
            self._connection.execute(f"CREATE TABLE learner ({columns})")
        records = (record_of(uln, person) for uln, person in people)
        while chunk := list(islice(records, _AT_ONCE)):
            with _failures():
                self._add(chunk)
            done(len(chunk))

    def _add(self, records: Sequence[Record]) -> None:
        import pyarrow as pa  # noqa: PLC0415

        columns = [pa.array(column, pa.string()) for column in zip(*records, strict=True)]
        self._connection.register("records", pa.table(columns, names=[*Record._fields]))
        self._connection.execute("INSERT INTO learner SELECT * FROM records")
        self._connection.unregister("records")

    def opinions(self) -> Iterator[tuple[tuple[str, str], Opinion]]:
        """Return the pairs with at least `_LEAST_BITS`, by ULN."""
        import splink  # noqa: PLC0415

        by = f"splink {splink.__version__}"
        with _failures():
            api = splink.DuckDBAPI(connection=self._connection)
            linker = splink.Linker(api.register("learner"), settings())
            train(linker)
            predicted = linker.inference.predict(threshold_match_weight=_LEAST_BITS)
            query = f"SELECT unique_id_l, unique_id_r, match_weight FROM {predicted.physical_name}"  # noqa: S608  (a name of Splink's)
            pairs = self._connection.execute(query)
        while True:
            with _failures():
                rows = pairs.fetchmany(_AT_ONCE)
            if not rows:
                break
            for one, other, bits in rows:
                yield (min(one, other), max(one, other)), Opinion(by=by, bits=bits)
        self._connection.close()


@contextlib.contextmanager
def _failures() -> Iterator[None]:
    """Keep Splink quiet, and raise its errors as LinkageFailed.

    Only the kind of an error is told, since its text may quote records.
    """
    logging.disable(logging.CRITICAL)  # Splink sets the levels of its own loggers
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    except Exception as error:
        if _ran_out_of_memory(error):
            raise LinkageFailed(_TOO_LARGE) from None
        raise LinkageFailed(f"Splink failed ({type(error).__name__}); is the register too small?") from None
    finally:
        logging.disable(logging.NOTSET)


def _ran_out_of_memory(error: BaseException | None) -> bool:
    """Return whether an error came from a lack of memory.

    Splink's error wraps that of DuckDB.
    """
    while error is not None:
        if type(error).__name__ in ("MemoryError", "OutOfMemoryException"):
            return True
        error = error.__cause__ or error.__context__
    return False


_TOO_LARGE = "the register is too large for this machine's memory; run Splink on Spark (gateway/second_opinion.py)"


def settings() -> Any:
    """Return the settings of Splink, for any of its backends.

    They say what it compares, and by which keys it finds pairs.
    """
    import splink  # noqa: PLC0415
    import splink.comparison_library as comparisons  # noqa: PLC0415

    block_on = splink.block_on
    return splink.SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        comparisons=[
            _names("given", _condition("swapped", "given_l = family_r AND family_l = given_r")),
            _names("family", _condition("former", "family_l = former_r OR former_l = family_r")),
            _births(),
            _postcodes(),
            comparisons.ExactMatch("gender"),
            comparisons.ExactMatch("birthplace"),
            comparisons.ExactMatch("email"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("born", "family_sound"),
            block_on("born", "given_sound"),
            block_on("born", "postcode"),
            block_on("family_sound", "given_sound", "year"),
            block_on("family_sound", "given_sound", "day"),
            block_on("family", "given"),
            block_on("postcode", "given_sound"),
            "l.year = r.year AND l.day = r.swapped_day AND l.given_sound = r.given_sound",
            "l.former = r.family AND l.given_sound = r.given_sound AND l.year = r.year",
            "l.family = r.former AND l.given_sound = r.given_sound AND l.year = r.year",
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def _condition(words: str, sql: str) -> dict[str, Any]:
    return {"sql_condition": sql, "label_for_charts": words}


def _names(column: str, other: dict[str, Any]) -> Any:
    """Compare names by their frequency, or by likeness."""
    import splink.comparison_level_library as levels  # noqa: PLC0415
    import splink.comparison_library as comparisons  # noqa: PLC0415

    alike = [levels.JaroWinklerLevel(column, threshold) for threshold in (0.92, 0.85, 0.7)]
    return comparisons.CustomComparison(
        output_column_name=column,
        comparison_levels=[
            levels.NullLevel(column),
            levels.ExactMatchLevel(column, term_frequency_adjustments=True),
            other,
            *alike,
            levels.ElseLevel(),
        ],
    )


def _births() -> Any:
    import splink.comparison_level_library as levels  # noqa: PLC0415
    import splink.comparison_library as comparisons  # noqa: PLC0415

    return comparisons.CustomComparison(
        output_column_name="born",
        comparison_levels=[
            levels.NullLevel("born"),
            levels.ExactMatchLevel("born"),
            _condition("day and month are swapped", "year_l = year_r AND day_l = swapped_day_r"),
            levels.DamerauLevenshteinLevel("born", 1),
            levels.DamerauLevenshteinLevel("born", 2),
            _condition("the year is equal", "year_l = year_r"),
            levels.ElseLevel(),
        ],
    )


def _postcodes() -> Any:
    import splink.comparison_level_library as levels  # noqa: PLC0415
    import splink.comparison_library as comparisons  # noqa: PLC0415

    return comparisons.CustomComparison(
        output_column_name="postcode",
        comparison_levels=[
            levels.NullLevel("postcode"),
            levels.ExactMatchLevel("postcode", term_frequency_adjustments=True),
            levels.DamerauLevenshteinLevel("postcode", 1),
            _condition("the same sector", "sector_l = sector_r"),
            _condition("the same district", "outward_l = outward_r"),
            levels.ElseLevel(),
        ],
    )


def train(linker: Any) -> None:
    """Let Splink learn from the register, without labels."""
    from splink import block_on  # noqa: PLC0415

    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("given", "family", "born")], recall=_RECALL)
    training.estimate_u_using_random_sampling(max_pairs=_MOST_PAIRS, seed=1)
    for rule in (block_on("born"), block_on("family", "given")):
        training.estimate_parameters_using_expectation_maximisation(rule)
