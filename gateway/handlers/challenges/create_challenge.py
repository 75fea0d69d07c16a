"""Raise a data challenge to a learning record.

CreateDataChallenge; contract 2.16, 6.9. While the challenge is open, answers show the events that it names as under
challenge.
"""

from collections.abc import Iterator
from dataclasses import astuple, dataclass

from gateway.domain import choices, consent
from gateway.domain.actors import Caller
from gateway.domain.challenge import Complaint
from gateway.domain.codes import Code
from gateway.domain.text import is_email
from gateway.domain.verification import StatedIdentity
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_details import identify_by_details
from gateway.handlers.identification.by_uln import NotIdentified
from gateway.store.unit import Unit

_LONGEST, _LONGEST_INFORMATION = 254, 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateChallenge:
    """The learner whose record is challenged, and what is wrong.

    `reader_is_learner` is true if the learner raises the challenge.
    """

    identity: StatedIdentity
    complaint: Complaint
    reader_is_learner: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeOutcome(Outcome):
    """The reference of the challenge, and the outcome in words.

    The reference is empty if the challenge was refused.
    """

    reference: str = ""
    description: str = ""


def create_challenge(request: CreateChallenge, caller: Caller, unit: Unit) -> ChallengeOutcome:
    """Store a challenge, if the details of the learner agree.

    The events that it names must be in the learner's record.
    """
    complaint = request.complaint
    holder = identify_by_details(request.identity, unit)
    if isinstance(holder, NotIdentified):
        return ChallengeOutcome(code=holder.code, touched=holder.touched, description=holder.code.text)
    master = holder.master
    if problem := next(_problems(complaint), None):
        code, why = problem
        return ChallengeOutcome(code=code, touched=(master.uln,), description=why)
    if complaint.event_ids:
        if not consent.may_release(master, reader_is_learner=request.reader_is_learner):
            return ChallengeOutcome(code=Code.NOT_SHARED, touched=(master.uln,), description=Code.NOT_SHARED.text)
        if not {event.id for event in unit.events.of(holder.ulns)}.issuperset(complaint.event_ids):
            code = choices.CHALLENGE_ANSWERS.event_unknown
            return ChallengeOutcome(
                code=code, touched=(master.uln,), description="The learner's record holds no such event"
            )
    reference = unit.challenges.create(complaint, holder.learner.uln, caller)
    return ChallengeOutcome(
        code=choices.CHALLENGE_ANSWERS.raised,
        touched=(master.uln,),
        reference=reference,
        description="The challenge is raised",
    )


def _problems(complaint: Complaint) -> Iterator[tuple[Code, str]]:
    """Yield a code and a text for each problem.

    The texts hold nothing of what the caller wrote.
    """
    contact = complaint.contact
    words = (
        complaint.kind,
        complaint.first.source,
        complaint.second.source,
        *astuple(contact),
        *(text for text in astuple(complaint.original) + astuple(complaint.supplied) if isinstance(text, str)),
    )
    if not complaint.kind.strip():
        yield Code.BAD_REQUEST, "The type of the challenge is needed"
    if max(map(len, words)) > _LONGEST:
        yield Code.BAD_REQUEST, f"A text is longer than {_LONGEST} characters"
    if len(complaint.information) > _LONGEST_INFORMATION:
        yield Code.BAD_REQUEST, f"The information is longer than {_LONGEST_INFORMATION} characters"
    if contact.email and not is_email(contact.email):
        yield Code.EMAIL_INVALID, Code.EMAIL_INVALID.text
    if not complaint.event_ids and not complaint.information.strip() and not any(astuple(complaint.supplied)):
        yield Code.INSUFFICIENT_DATA, "Neither an event nor what ought to be there is stated"
