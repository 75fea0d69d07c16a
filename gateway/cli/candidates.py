"""`lrs-gateway learner find`, and the table of candidates."""

from collections.abc import Sequence

import click

from gateway.cli.deciding import by_option, reason_option
from gateway.cli.opened import opened_unit
from gateway.cli.person_options import person_options
from gateway.cli.printing import say, say_table
from gateway.cli.shared import in_one_line
from gateway.domain.access_log import OperatorLook
from gateway.domain.codes import Code
from gateway.domain.learner import Person
from gateway.handlers.execution.operator import look
from gateway.handlers.learners.find_candidates import ShownCandidate, find_candidates

HEADINGS = ("ULN", "given name", "family name", "date of birth", "postcode", "what differs")
DIFFERS = HEADINGS[-1]
_WORDS = {
    Code.NO_MATCH: "No match: no learner is like this person.",
    Code.EXACT_MATCH: "Exact match: this learner is the person.",
    Code.MASTER_SUBSTITUTED: "Registered more than once and merged. Use this ULN.",
    Code.TOO_MANY_MATCHES: "Too many matches: more than ten learners may be this person. State postcode, gender or"
    " a former name.",
}


@click.command("find")
@person_options
@reason_option
@by_option
@in_one_line
def find_learner(person: Person, reason: str, by: str) -> None:
    """Find a learner by name and date of birth.

    Add gender and postcode if you know them: they tell people apart. It finds the same learners as
    learnerByDemographics. ViewAudit tells the learners that you looked.
    """
    with opened_unit() as unit:
        found = find_candidates(person, unit)
        look(OperatorLook.FIND, found.ulns, by, unit, code=found.code, reason=reason)
    say_table(HEADINGS, [cells(candidate) for candidate in found.shown], folded=(DIFFERS,))
    count = len(found.shown)
    possible = f"Possible {'match' if count == 1 else 'matches'}: {count}. Compare the details before you choose."
    say(_WORDS.get(found.code, possible))


def cells(candidate: ShownCandidate) -> Sequence[str | Sequence[str]]:
    """Return the cells of a candidate under HEADINGS."""
    person = candidate.learner.person
    return (
        candidate.learner.uln,
        " ".join(part for part in (person.given_name, person.middle_name) if part),
        person.family_name,
        person.date_of_birth.isoformat(),
        person.postcode,
        candidate.differs or ("nothing that both state",),
    )
