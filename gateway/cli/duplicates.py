"""`lrs-gateway duplicates`: decide which learners were registered twice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from gateway.cli.deciding import by_option, decide, reason_option, valid_uln
from gateway.cli.opened import opened_store
from gateway.cli.printing import progress_bar, say, say_table
from gateway.cli.shared import in_one_line
from gateway.domain.access_log import OperatorAction, OperatorLook
from gateway.domain.duplicate import Duplicate
from gateway.domain.learner import Person
from gateway.domain.matching import Advice, Evidence
from gateway.domain.matching.levels import BornLevel, Field
from gateway.handlers.execution.operator import look
from gateway.handlers.matching.decide_duplicate import ConfirmDuplicate, confirm_duplicate, reject_duplicate
from gateway.handlers.matching.find_duplicates import DuplicateSearch, add_second_opinions, find_duplicates
from gateway.second_opinion import LinkageTable, require_splink
from gateway.store.unit import Store

_ADVICES = {"recommended": Advice.RECOMMENDED, "look": Advice.LOOK}
_VALUES: dict[str, Callable[[Person], str]] = {
    Field.FAMILY: lambda person: person.family_name,
    Field.GIVEN: lambda person: person.given_name,
    Field.BORN: lambda person: person.date_of_birth.isoformat(),
}
"""Functions that return the values to show beside the evidence.

Without the values, nobody can judge the evidence.
"""

_number = click.argument("number", type=click.IntRange(1, 2**63 - 1))


@click.group()
def duplicates() -> None:
    """Find learners who were registered twice, and merge them.

    Only `confirm` merges learners. `lrs-gateway learner unmerge` undoes it.
    """


@duplicates.command()
@click.option(
    "--second-opinion",
    type=click.Choice(["splink"]),
    help="Also ask Splink. To install it, run `pip install '.[linkage]'` in the checkout.",
)
@in_one_line
def find(second_opinion: str | None) -> None:
    """Compare all active learners, and propose pairs.

    You can stop it and run it again. Your decisions stay.
    """
    if second_opinion:
        require_splink()
    with opened_store() as store:
        with store.reading() as unit:
            living = unit.learners.count_living()
        with _progress("Comparing", living) as done:
            found = find_duplicates(store, done=done)
        say(_summary(found))
        if second_opinion:
            say(_second_opinion(store, living))
        with store.reading() as unit:
            open_pairs = unit.duplicates.to_decide()
    counts = ", ".join(f"{count:,} {advice.value}" for advice, count in open_pairs.items())
    say(f"To decide: {counts} (lrs-gateway duplicates list).")


@contextmanager
def _progress(doing: str, total: int | None) -> Iterator[Callable[[int], None]]:
    with progress_bar() as progress:
        task = progress.add_task(doing, total=total)
        yield lambda done: progress.advance(task, done)


def _summary(found: DuplicateSearch) -> str:
    pairs = found.pairs
    return (
        f"Compared {found.learners:,} learners: {pairs.new:,} new pairs, {pairs.open:,} known pairs, "
        f"{pairs.decided:,} decided before, {found.withdrawn:,} no longer similar."
    )


def _second_opinion(store: Store, living: int) -> str:
    with _progress("Reading for Splink", living) as done, store.reading() as unit:
        linked = LinkageTable(unit.matching_models.living(), done)
    with _progress("Splink compares", None):
        kept = add_second_opinions(store, linked.opinions())
    return f"Splink: {kept.open:,} pairs seconded, {kept.new:,} that it alone finds, {kept.decided:,} decided before."


@duplicates.command("list")
@click.option(
    "--advice",
    type=click.Choice([*_ADVICES]),
    help="recommended: almost certainly one person. look: perhaps one person.",
)
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="How many pairs, most certain first."
)
@by_option
@in_one_line
def list_(advice: str | None, limit: int, by: str) -> None:
    """List the pairs to decide, with the evidence.

    Evidence is for or against one person. It is in bits: each bit doubles the odds that the two are one person.
    """
    advices = [_ADVICES[advice]] if advice else [*Advice]
    with opened_store() as store:
        with store.reading() as unit:
            pairs = unit.duplicates.listed(advices, limit)
            learners = unit.learners.by_ulns({uln for pair in pairs for uln in (pair.uln, pair.other_uln)})
            total = sum(count for kind, count in unit.duplicates.to_decide().items() if kind in advices)
        with store.unit() as unit:
            look(OperatorLook.DUPLICATES, sorted(learners), by, unit)
    rows = [
        (
            str(pair.number),
            (pair.uln, pair.other_uln),
            f"{pair.score:.1f}",
            pair.advice.value,
            tuple(_describe(pair, learners[pair.uln].person, learners[pair.other_uln].person)),
        )
        for pair in pairs
    ]
    say_table(["number", "ULNs", "bits", "advice", "evidence"], rows, folded=["evidence"], lines=True)
    say(f"{len(pairs):,} of {total:,} pairs to decide.")


def _describe(pair: Duplicate, one: Person, other: Person) -> Iterator[str]:
    """Return a line for each field that either states."""
    for piece in pair.evidence:
        if piece.level != BornLevel.MISSING.words:
            yield f"{piece.bits:+6.1f}  {piece.field}: {piece.level}{_values(piece, one, other)}"
    if pair.opinion is not None:
        opinion = pair.opinion
        yield f"({opinion.bits:+.1f}  {opinion.by}: probability {opinion.probability:.4f})"


def _values(piece: Evidence, one: Person, other: Person) -> str:
    value = _VALUES.get(piece.field)
    if value is None or (piece.field == Field.BORN and value(one) == value(other)):
        return ""
    return f" ({' / '.join(dict.fromkeys([value(one), value(other)]))})"


@duplicates.command()
@_number
@click.option("--master", required=True, help="The ULN that the learner keeps.")
@reason_option
@by_option
@in_one_line
def confirm(number: int, master: str, reason: str, by: str) -> None:
    """Merge the pair with this NUMBER.

    Use it if they are one person. `lrs-gateway learner unmerge` undoes it. The pair is not proposed again.
    """
    request = ConfirmDuplicate(number=number, master=valid_uln(master))
    decide(OperatorAction.MERGE, confirm_duplicate, request, by, reason)
    say(f"Confirmed {number}: merged into {request.master}.")


@duplicates.command()
@_number
@reason_option
@by_option
@in_one_line
def reject(number: int, reason: str, by: str) -> None:
    """Reject the pair with this NUMBER.

    Use it if they are two people. The pair is not proposed again.
    """
    decide(OperatorAction.REJECT_DUPLICATE, reject_duplicate, number, by, reason)
    say(f"Rejected {number}.")
