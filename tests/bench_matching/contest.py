"""Compare the matcher with Splink on the same splits.

The figures are precision, recall, F1 and safe recall. The matcher is measured without labels, and with labels.
"""

from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench_matching import records
from tests.bench_matching.measures import Split, Trial, mean_and_sd, splits, trial
from tests.bench_matching.ours import Matcher, against_all
from tests.bench_matching.public import PUBLIC
from tests.bench_matching.records import Task
from tests.bench_matching.rival import MARGINS, splink_scores

UNTAUGHT, TAUGHT, TAUGHT_WIDE, SPLINK = "gateway, no labels", "gateway", "gateway, Splink's keys", "Splink"
_PASSED, _FAILED = "[green]yes[/]", "[red]NO[/]"


@dataclass(frozen=True, slots=True)
class Scale:
    """How many splits, and whether Splink runs."""

    splits: int = 10
    splink: bool = True


@dataclass(frozen=True, slots=True)
class Aim:
    """The F1 that the matcher with labels must reach.

    Beside Splink, it must be ahead in F1 and in safe recall whatever the set.
    """

    f1: float | None = None
    safe_recall: float | None = None


AIMS = {
    "rl10000": Aim(0.985),
    "pp_x1": Aim(0.991, 0.960),
    "pp_x5": Aim(0.911),
    "pp_fresh": Aim(0.992),
}


@dataclass(frozen=True, slots=True)
class Side:
    """The figures of one program in every split.

    Ours also has the share of members that its keys find, and the candidates per query.
    """

    trials: list[Trial]
    keys: tuple[float, float] | None = None

    def mean(self, figure: str, of: str = "best") -> tuple[float, float]:
        """Return mean and standard deviation of a figure."""
        return mean_and_sd([getattr(getattr(one, of), figure) for one in self.trials])


def public_task(name: str, bench: Path) -> Task:
    """Return a public set; once made, it stays on disk."""
    if not records.is_kept(name, bench / "sets"):
        records.write(PUBLIC[name](bench), bench / "sets")
    return records.read(name, bench / "sets")


def sides(matcher: Matcher, bench: Path, scale: Scale) -> dict[str, Side]:
    """Test all sides on the same splits."""
    task, members = matcher.task, matcher.task.members()
    halves = splits(task.queries, scale.splits)
    untaught = against_all(matcher.found(matcher.model))
    found = {
        UNTAUGHT: Side([trial(split, members, untaught) for split in halves], matcher.blocked()),
        TAUGHT: Side(_taught(matcher, halves, members), matcher.blocked()),
    }
    if scale.splink:
        wide = Matcher(task, wide=True)
        found[TAUGHT_WIDE] = Side(_taught(wide, halves, members), wide.blocked())
        scores = splink_scores(matcher, bench)
        found[SPLINK] = Side([trial(split, members, scores, MARGINS) for split in halves])
    return found


def _taught(matcher: Matcher, halves: list[Split], members: frozenset[str]) -> list[Trial]:
    """Test with shares estimated from each split's train half.

    They are the shares of agreements between records of one person.
    """
    return [trial(split, members, against_all(matcher.found(matcher.taught(split.train)))) for split in halves]


def new_table(scale: Scale) -> Table:
    """Return an empty table."""
    table = Table(
        title=f"The best candidate named: mean (sd) of the test halves of {scale.splits} splits by person",
        caption="safe R: recall at a precision of .999 in the train half; wins: splits in which F1 beats Splink's",
    )
    table.add_column("set", no_wrap=True)
    table.add_column("side", no_wrap=True)
    for heading in ("P", "R", "F1", "safe R", "keys find", "candidates", "wins", "aim"):
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def add_rows(table: Table, name: str, measured: dict[str, Side]) -> None:
    """Add what was measured of one set."""
    for label, side in measured.items():
        table.add_row(
            name if label == UNTAUGHT else "",
            label,
            f"{side.mean('precision')[0]:.4f}",
            f"{side.mean('recall')[0]:.4f}",
            "{:.4f} ({:.4f})".format(*side.mean("f1")),
            "{:.3f} ({:.3f})".format(*side.mean("recall", "safe")),
            *(("", "") if side.keys is None else (f"{side.keys[0]:.4f}", f"{side.keys[1]:.1f}")),
            _wins(side, measured) if label != SPLINK else "",
            _judged(name, label, measured),
        )
    table.add_section()


def _wins(side: Side, measured: dict[str, Side]) -> str:
    if SPLINK not in measured:
        return ""
    pairs = zip(side.trials, measured[SPLINK].trials, strict=True)
    return f"{sum(ours.best.f1 > theirs.best.f1 for ours, theirs in pairs)} of {len(side.trials)}"


def _judged(name: str, label: str, measured: dict[str, Side]) -> str:
    """Return whether the matcher with labels reaches the aim.

    It is the same aim for a quick run with few splits.
    """
    if label != TAUGHT:
        return ""
    f1, safe = _f1_and_safe_recall(measured[TAUGHT])
    if SPLINK in measured:
        their_f1, their_safe = _f1_and_safe_recall(measured[SPLINK])
        return f"> Splink: F1 {verdict(f1 > their_f1)}, safe R {verdict(safe > their_safe)}"
    aim = AIMS.get(name, Aim())
    verdicts = [] if aim.f1 is None else [f"F1 ≥ {aim.f1}: {verdict(f1 >= aim.f1)}"]
    if aim.safe_recall is not None:
        verdicts.append(f"R ≥ {aim.safe_recall}: {verdict(safe >= aim.safe_recall)}")
    return ", ".join(verdicts)


def _f1_and_safe_recall(side: Side) -> tuple[float, float]:
    return side.mean("f1")[0], side.mean("recall", "safe")[0]


def verdict(passed: bool) -> str:
    """Return whether an aim is reached."""
    return _PASSED if passed else _FAILED


def report(console: Console, bench: Path, names: list[str], scale: Scale) -> None:
    """Measure these public sets and print the table."""
    if names:
        table = new_table(scale)
        for name in names:
            add_rows(table, name, sides(Matcher(public_task(name, bench)), bench, scale))
        console.print(table)
