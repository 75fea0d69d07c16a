"""`lrs-gateway challenge`: decide data challenges."""

from collections.abc import Iterator
from dataclasses import asdict

import click

from gateway.cli.deciding import by_option, decide, reason_option
from gateway.cli.opened import opened_store, opened_unit
from gateway.cli.printing import say, say_table
from gateway.cli.shared import in_one_line
from gateway.domain.access_log import OperatorAction, OperatorLook
from gateway.domain.challenge import Challenge, ChallengedEvent, ChallengeStatus, EventDescription
from gateway.handlers.challenges.resolve_challenge import ResolveChallenge, resolve_challenge
from gateway.handlers.execution.operator import look

_reference = click.argument("reference", callback=lambda _context, _option, value: value.strip().upper())


@click.group()
def challenge() -> None:
    """List, show and resolve data challenges."""


@challenge.command("list")
@click.option("--all", "every", is_flag=True, help="Also list resolved and withdrawn challenges.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many, oldest first.")
@in_one_line
def list_(limit: int, *, every: bool) -> None:
    """List open challenges.

    The list has only the ULNs of the learners.
    """
    with opened_store() as store, store.reading() as unit:
        challenges = unit.challenges.listed([*ChallengeStatus] if every else [ChallengeStatus.OPEN], limit)
    rows = [
        (
            challenge_.reference,
            challenge_.state.value,
            f"{challenge_.raised_at:%Y-%m-%d %H:%M}",
            challenge_.uln,
            ", ".join(str(number) for number in challenge_.complaint.event_ids) or "none",
            challenge_.complaint.kind,
        )
        for challenge_ in challenges
    ]
    say_table(["reference", "state", "raised", "ULN", "events", "type"], rows, folded=["type"])
    say(f"{len(challenges):,} challenges.")


@challenge.command()
@_reference
@by_option
@in_one_line
def show(reference: str, by: str) -> None:
    """Show a challenge: what is wrong, and whom to ask.

    ViewAudit tells the learner that you looked.
    """
    with opened_unit() as unit:
        found = unit.challenges.by_reference(reference)
        look(OperatorLook.CHALLENGE, [found.uln], by, unit)
    for name, value in _rows(found):
        if value:
            say(f"{name + ':':<22}{value}")


def _rows(challenge_: Challenge) -> Iterator[tuple[str, str]]:
    complaint = challenge_.complaint
    yield "Reference", challenge_.reference
    yield "State", challenge_.state.value
    yield "ULN", challenge_.uln
    yield "Raised", f"{challenge_.raised_at:%Y-%m-%d %H:%M:%S} UTC by {challenge_.user}"
    yield "Type", complaint.kind
    yield "Information", complaint.information
    yield "Contact", complaint.contact.name
    yield "Telephone", complaint.contact.telephone
    yield "E-mail", complaint.contact.email
    yield from _event("Event", complaint.first)
    yield "As it stands", _describe(complaint.original)
    yield from _event("Other event", complaint.second)
    yield "As it ought to be", _describe(complaint.supplied)
    if challenge_.resolved_at is not None:
        why = challenge_.reason or "withdrawn"
        yield "Resolved", f"{challenge_.resolved_at:%Y-%m-%d %H:%M:%S} UTC by {challenge_.resolved_by}: {why}"


def _event(name: str, challenged: ChallengedEvent) -> Iterator[tuple[str, str]]:
    if challenged.event_id is not None:
        yield name, f"{challenged.event_id} {challenged.source}"


def _describe(details: EventDescription) -> str:
    return "; ".join(f"{name.replace('_', ' ')} {value}" for name, value in asdict(details).items() if value)


@challenge.command()
@_reference
@click.option(
    "--verdict",
    type=click.Choice(["upheld", "rejected"]),
    required=True,
    help="upheld: the record is wrong. rejected: the record is right.",
)
@reason_option
@by_option
@in_one_line
def resolve(reference: str, verdict: str, reason: str, by: str) -> None:
    """Resolve a challenge. You cannot undo this.

    Its events are no longer under challenge, unless another challenge names them. This does not change the record: its
    source corrects it, by a new extract (lrs-gateway events load) or through the awarding organisation.
    """
    request = ResolveChallenge(reference=reference, upheld=verdict == "upheld")
    decide(OperatorAction.RESOLVE_CHALLENGE, resolve_challenge, request, by, reason)
    say(f"{verdict.capitalize()} {reference}.")
