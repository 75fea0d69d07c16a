"""Splink on a task, in an environment of its own.

Its results stay on disk and are used again for the same records.
"""

import csv
import hashlib
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import jellyfish

from gateway.domain.matching.traits import Name, Traits, sound_of
from gateway.domain.placeholders import is_initials, is_placeholder
from tests.bench_matching.measures import Ranked
from tests.bench_matching.ours import Matcher
from tests.bench_matching.records import Record

MARGINS = (0.0, 1.0, 2.0, 4.0, 8.0)
_SCRIPT = Path(__file__).parent / "second_opinion.py"
_KEPT = 12
_RECALL = {"pp_x5": "0.5"}
"""Share of a person's pairs with equal names and birth.

It is for sets in which this is not the usual share.
"""

_METAPHONE = frozenset({"rl10000"})
"""Sets on which metaphone serves Splink better than soundex."""

_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
_COLUMNS = (
    "unique_id", "person", "given", "family", "previous", "born", "year", "gender", "postcode", "sector", "district",
    "birthplace", "email", "family_sound", "given_sound", "initial",
)  # fmt: skip


class SplinkFailed(Exception):
    """Splink ended with an error, which is the text."""


def splink_scores(matcher: Matcher, bench: Path) -> Ranked:
    """Return the persons that Splink finds, best first.

    They have their match weights.
    """
    task = matcher.task
    unfinished = bench / "splink-runs" / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    sound = _metaphone if task.name in _METAPHONE else sound_of
    _write(unfinished / "register.csv", zip(task.register, matcher.register, strict=True), sound)
    queries = ((query, matcher.queries[query.record]) for query in task.queries)
    _write(unfinished / "queries.csv", queries, sound)
    recall = _RECALL.get(task.name, "0.8")
    kept = bench / "splink-runs" / _digest(unfinished, recall)
    if not kept.exists():
        python = bench / "splink" / "bin" / "python"
        ran = subprocess.run([python, "-I", _SCRIPT, unfinished, recall], capture_output=True, text=True, check=False)
        if ran.returncode:
            raise SplinkFailed(ran.stderr[-4000:])
        unfinished.rename(kept)
    return _read(kept / "scores.csv")


def _metaphone(word: str) -> str:
    return jellyfish.metaphone(word)[:6]


def _without_placeholder(name: Name) -> str:
    """Return a name, or "" for a placeholder."""
    return "" if is_placeholder(name.text) else name.text


def _write(path: Path, people: Iterable[tuple[Record, Traits]], sound: Callable[[str], str]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, _COLUMNS)
        writer.writeheader()
        for record, one in people:
            british = bool(_POSTCODE.fullmatch(one.postcode))
            writer.writerow(
                {
                    "unique_id": record.record,
                    "person": record.person,
                    "given": _without_placeholder(one.given),
                    "family": "" if is_initials(one.family.text) else _without_placeholder(one.family),
                    "previous": " ".join(name.text for name in one.former[:1]),
                    "born": one.born,
                    "year": one.born[:4],
                    "gender": one.gender or "",
                    "postcode": one.postcode,
                    "sector": one.postcode[:-2] if british else "",
                    "district": one.postcode[:-3] if british else "",
                    "birthplace": one.birthplace,
                    "email": one.email,
                    "family_sound": sound(one.family.squashed),
                    "given_sound": sound(one.given.first),
                    "initial": one.given.text[:1],
                }
            )


def _digest(folder: Path, recall: str) -> str:
    parts = hashlib.sha256(recall.encode())
    for path in (_SCRIPT, folder / "register.csv", folder / "queries.csv"):
        parts.update(path.read_bytes())
    return parts.hexdigest()[:20]


def _read(path: Path) -> Ranked:
    best: defaultdict[str, dict[str, float]] = defaultdict(dict)
    with path.open(newline="", encoding="utf-8") as file:
        for record, person, weight in csv.reader(file):
            found = best[record]
            found[person] = max(float(weight), found.get(person, -99.0))
    return {record: sorted(found.items(), key=lambda one: -one[1])[:_KEPT] for record, found in best.items()}
