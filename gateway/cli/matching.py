"""`lrs-gateway matching` and `match`: refresh and explain matching."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import click
from rich.progress import SpinnerColumn, TextColumn

from gateway.cli.deciding import by_option
from gateway.cli.opened import opened_store, opened_unit
from gateway.cli.person_options import person_options
from gateway.cli.printing import progress_bar, say, say_table
from gateway.cli.shared import Failed, in_one_line
from gateway.domain.access_log import OperatorLook
from gateway.domain.learner import Person
from gateway.domain.matching import (
    ExactMatch,
    Explanation,
    LinkedMatch,
    Match,
    NoMatch,
    PossibleMatches,
    TooManyMatches,
    Traits,
)
from gateway.domain.matching.listing import ListedBy
from gateway.handlers.execution.operator import look
from gateway.handlers.matching.explain_match import MatchExplanation, explain_match
from gateway.handlers.matching.refresh_matching import refresh_matching
from gateway.store.errors import Clash

_BETWEEN_STEPS = 1000
_WIDTH = 150


@click.group()
def matching() -> None:
    """Count how common names are, so that searches score better."""


@matching.command()
@in_one_line
def refresh() -> None:
    """Count how common names and postcodes are.

    Run this every night.
    """
    progress = progress_bar(SpinnerColumn(), TextColumn("{task.completed:,.0f} learners"), transient=True)
    with opened_store() as store, progress:
        task = progress.add_task("", total=None)

        def watch(people: Iterable[Traits]) -> Iterator[Traits]:
            for number, person in enumerate(people, 1):
                if number % _BETWEEN_STEPS == 0:
                    progress.update(task, completed=number)
                yield person

        try:
            model = refresh_matching(store, watch)
        except Clash as error:
            raise Failed("another refresh finished first; run this again if you need to") from error
    say(f"Counted how common names and postcodes are. Model {model.version} is now in use.")


@click.group("match")
def match_() -> None:
    """Explain a search by name and date of birth."""


@match_.command()
@person_options
@by_option
@in_one_line
def explain(person: Person, by: str) -> None:
    """Show every candidate, its scores, and the result.

    Scores are in bits: each bit doubles the odds that the two are one person.
    """
    with opened_unit() as unit:
        explained = explain_match(person, unit)
        look(OperatorLook.MATCH, [candidate.candidate.uln for candidate in explained.candidates], by, unit)
    _print(explained)


def _print(explained: MatchExplanation) -> None:
    fields = _fields(explained)
    rows = [
        (
            candidate.candidate.uln,
            candidate.candidate.status.value,
            f"{candidate.explanation.score:.1f}",
            "no" if candidate.listed_by is None else "yes",
            *_cells(candidate.explanation, fields),
        )
        for candidate in explained.candidates
    ]
    say_table(["ULN", "status", "bits", "listed", *fields], rows, folded=fields, width=_WIDTH)
    say(f"Learners are listed from {explained.listed_from:g} bits.")
    for candidate in explained.candidates:
        if candidate.listed_by not in (None, ListedBy.BITS):
            say(f"{candidate.candidate.uln} is listed with fewer bits: {candidate.listed_by}.")
    if not isinstance(explained.decision, ExactMatch):
        for candidate in explained.candidates:
            if candidate.doubts:
                doubts = "; ".join(candidate.doubts)
                say(f"{candidate.candidate.uln} has the same key fields, and yet may be somebody else: {doubts}.")
    say(f"Result: {_words(explained.decision)} (model {explained.model.version}).")


def _fields(explained: MatchExplanation) -> list[str]:
    """Return the fields with evidence.

    They are in the order of the longest explanation.
    """
    explanations = sorted((one.explanation.evidence for one in explained.candidates), key=len, reverse=True)
    return list(dict.fromkeys(piece.field for evidence in explanations for piece in evidence))


def _cells(explanation: Explanation, fields: list[str]) -> list[str]:
    said = defaultdict(list)
    for piece in explanation.evidence:
        said[piece.field].append(f"{piece.level} {piece.bits:+.1f}")
    return ["; ".join(said[field]) for field in fields]


def _words(decision: Match) -> str:
    match decision:
        case NoMatch():
            return "no match"
        case ExactMatch(learner):
            return f"exact match, {learner.uln}"
        case LinkedMatch(master):
            return f"linked match, {master.uln}"
        case PossibleMatches(learners):
            return f"possible matches, {', '.join(learner.uln for learner in learners)}"
        case TooManyMatches():
            return "too many matches"
