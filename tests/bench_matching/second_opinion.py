"""Score records with Splink.

python second_opinion.py FOLDER RECALL

Run it by the Python that has Splink. FOLDER has register.csv and queries.csv, and gets scores.csv. RECALL is the
assumed share of a person's pairs that agree in all names and the date of birth.

Labels are not used: u comes from random pairs, and m from expectation maximisation. The levels of its comparisons are
those that were best on the public sets: equal names weighted by their frequency, separate levels for swapped names and
previous family names, and dates by swap and by edits.
"""

import csv
import logging
import sys
import warnings
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

_SWAPPED_DATES = (
    "{left}year{first} = {right}year{second}"
    " and substr({left}born{first}, 6, 2) = substr({right}born{second}, 9, 2)"
    " and substr({left}born{first}, 9, 2) = substr({right}born{second}, 6, 2)"
)
_SWAPPED_COLUMNS = _SWAPPED_DATES.format(left="", right="", first="_l", second="_r")
_SWAPPED_TABLES = _SWAPPED_DATES.format(left="l.", right="r.", first="", second="")
_STREET_LONGER_THAN = 8


def main() -> None:
    """Score the pairs of the folder."""
    warnings.filterwarnings("ignore")
    logging.getLogger("splink").setLevel(logging.ERROR)
    folder = Path(sys.argv[1])
    register, queries = (_read(folder / f"{part}.csv") for part in ("register", "queries"))
    connection = duckdb.connect()
    connection.execute("set threads = 1")
    database = DuckDBAPI(connection=connection)
    tables = [
        database.register(register, dataset_display_name="register"),
        database.register(queries, dataset_display_name="queries"),
    ]
    known = {column for column in register.columns if register[column].notna().any()}
    streets = "postcode" in known and register.postcode.str.len().mean() > _STREET_LONGER_THAN
    linker = Linker(tables, _settings(known, streets=streets))
    _train(linker, known)
    predicted = linker.inference.predict(threshold_match_weight=-20)
    pairs = connection.execute(f"select * from {predicted.physical_name}").df()
    _write(pairs, set(queries.unique_id), folder / "scores.csv")


def _read(path: Path) -> Any:
    return pd.read_csv(path, dtype=str, keep_default_na=False).replace("", None)


def _settings(known: set[str], *, streets: bool) -> Any:
    compared = [_given(), _family(with_previous="previous" in known), _born()]
    if "postcode" in known:
        compared.append(_postcode(streets=streets, with_sectors="sector" in known))
    compared += [comparisons.ExactMatch(column) for column in ("gender", "email", "birthplace") if column in known]
    rules: list[Any] = [block_on("born"), block_on("family_sound", "given_sound"), block_on("family", "given")]
    rules += [block_on("postcode")] if "postcode" in known else []
    rules.append(_SWAPPED_TABLES)
    if "previous" in known:
        rules += ["l.previous = r.family and l.given = r.given", "l.family = r.previous and l.given = r.given"]
    return SettingsCreator(
        link_type="link_only",
        comparisons=compared,
        blocking_rules_to_generate_predictions=rules,
        retain_intermediate_calculation_columns=False,
        additional_columns_to_retain=["person"],
    )


def _compared(column: str, *between: Any) -> Any:
    return comparisons.CustomComparison(
        output_column_name=column,
        comparison_levels=[levels.NullLevel(column), *between, levels.ElseLevel()],
    )


def _close(column: str) -> list[Any]:
    return [levels.JaroWinklerLevel(column, threshold) for threshold in (0.92, 0.85, 0.7)]


def _given() -> Any:
    swapped = {"sql_condition": "given_l = family_r and family_l = given_r", "label_for_charts": "swapped"}
    equal = levels.ExactMatchLevel("given", term_frequency_adjustments=True)
    return _compared("given", equal, swapped, *_close("given"))


def _family(*, with_previous: bool) -> Any:
    previous = {"sql_condition": "family_l = previous_r or previous_l = family_r", "label_for_charts": "previous"}
    equal = levels.ExactMatchLevel("family", term_frequency_adjustments=True)
    return _compared("family", equal, *([previous] if with_previous else []), *_close("family"))


def _born() -> Any:
    return _compared(
        "born",
        levels.ExactMatchLevel("born"),
        {"sql_condition": _SWAPPED_COLUMNS, "label_for_charts": "day for month"},
        levels.DamerauLevenshteinLevel("born", 1),
        levels.DamerauLevenshteinLevel("born", 2),
        {"sql_condition": "year_l = year_r", "label_for_charts": "same year"},
    )


def _postcode(*, streets: bool, with_sectors: bool) -> Any:
    if with_sectors:
        return _compared(
            "postcode",
            levels.ExactMatchLevel("postcode"),
            levels.DamerauLevenshteinLevel("postcode", 1),
            {"sql_condition": "sector_l = sector_r", "label_for_charts": "same sector"},
            {"sql_condition": "district_l = district_r", "label_for_charts": "same district"},
        )
    equal = levels.ExactMatchLevel("postcode", term_frequency_adjustments=True)
    if streets:
        near = (levels.DamerauLevenshteinLevel("postcode", 2), levels.JaroWinklerLevel("postcode", 0.93))
        return _compared("postcode", equal, *near)
    return _compared("postcode", equal, levels.DamerauLevenshteinLevel("postcode", 1))


def _train(linker: Any, known: set[str]) -> None:
    certain = [block_on("given", "family", "born")]
    if "postcode" in known:
        certain += [block_on("family", "born", "postcode"), block_on("given", "born", "postcode")]
    else:
        certain.append(block_on("family_sound", "born", "initial"))
    training = linker.training
    training.estimate_probability_two_random_records_match(certain, recall=float(sys.argv[2]))
    training.estimate_u_using_random_sampling(max_pairs=3e6, seed=1)
    for rule in (block_on("born"), block_on("family", "given")):
        training.estimate_parameters_using_expectation_maximisation(rule, record_sample_proportion=1.0)


def _write(pairs: Any, queries: set[str], path: Path) -> None:
    """Write query, person and bits of every pair."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        rows = zip(
            *(pairs[column] for column in ("unique_id_l", "unique_id_r", "person_l", "person_r", "match_weight")),
            strict=True,
        )
        for left, right, left_person, right_person, weight in rows:
            writer.writerow((left, right_person, weight) if left in queries else (right, left_person, weight))


if __name__ == "__main__":
    main()
