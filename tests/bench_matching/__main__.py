"""Measure the matching on public and made-up data, beside Splink.

`make bench-matching` runs this. Both programs get the same records, the same ten splits by person, in the same run.
Thresholds are chosen on one half of a split and counted on the other. BENCH="--quick" takes a few minutes, and
BENCH="--only pp_x1" measures one set. Whether anybody is taken for somebody else is asked without Splink: of pairs that
differ in one thing, of arrivals, and of cases of a registrar's desk.
"""

import argparse
import time
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from tests.bench_matching import arrivals, contest, differing, kingdom, origins, registrar
from tests.bench_matching.public import HELD_OUT, PUBLIC

BENCH = Path(".bench")
KINGDOM = ("uk", "fresh", "origins")
CERTAINTY = ("differing", "arrivals", "registrar")


def main() -> None:
    """Measure what was asked for."""
    options = argparse.ArgumentParser(prog="make bench-matching", description=__doc__)
    options.add_argument(
        "--only", choices=(*PUBLIC, *KINGDOM, *CERTAINTY), action="append", help="may be given more than once"
    )
    options.add_argument("--quick", action="store_true", help="three splits, a smaller kingdom, one fresh seed")
    options.add_argument("--without-splink", action="store_true", help="the matcher alone, for tuning")
    options.add_argument("--seed", type=int, default=1, help="of the made-up kingdom")
    options.add_argument("--fresh-seed", type=int, action="append", help="of a kingdom for the safeguards, each")
    chosen = options.parse_args()
    wanted = chosen.only or [*(name for name in PUBLIC if name not in HELD_OUT), *KINGDOM, *CERTAINTY]
    size = kingdom.QUICK if chosen.quick else kingdom.Size()
    if chosen.fresh_seed:
        size = replace(size, fresh_seeds=tuple(chosen.fresh_seed))
    scale = contest.Scale(splits=3 if chosen.quick else 10, splink=not chosen.without_splink)
    console, started = Console(width=170), time.monotonic()
    contest.report(console, BENCH, [name for name in PUBLIC if name in wanted], scale)
    if "uk" in wanted:
        kingdom.report(console, BENCH, chosen.seed, size, scale)
    if "fresh" in wanted:
        kingdom.report_fresh(console, BENCH, size)
    if "origins" in wanted:
        seeds = range(chosen.seed, chosen.seed + size.registers_by_origin)
        origins.report(console, BENCH, seeds, households=size.households, of_each=size.of_each_origin)
    if "differing" in wanted:
        differing.report(console, chosen.seed, pairs=7_000 if chosen.quick else differing.PAIRS)
    if "arrivals" in wanted:
        arrivals.report(console, chosen.seed, count=500 if chosen.quick else arrivals.ARRIVE)
    if "registrar" in wanted:
        registrar.report(console, chosen.seed, each=3 if chosen.quick else registrar.EACH)
    console.print(f"took {(time.monotonic() - started) / 60:.1f} minutes")


if __name__ == "__main__":
    main()
