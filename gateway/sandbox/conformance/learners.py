"""Situations of finding, registering, updating and verifying."""

from collections.abc import Callable, Sequence
from typing import Final

from gateway.domain.codes import Code
from gateway.sandbox.conformance.judges import after, got, not_repeated, saw
from gateway.sandbox.conformance.operations import FIND_BY_ULN, REGISTER, SEARCH, UPDATE, VERIFY
from gateway.sandbox.conformance.seen import Seen
from gateway.sandbox.conformance.situation import OPEN, Situation, Verdict, failed, passed

_BY_ULN: Final = (*FIND_BY_ULN, VERIFY)


def _registers_afterwards(call: Seen, later: Sequence[Seen]) -> Seen | None:
    return next((one for one in later if one.operation == REGISTER and one.person == call.person), None)


def _searches_first(calls: Sequence[Seen]) -> Verdict:
    verdict = OPEN
    for place, call in enumerate(calls):
        if call.operation != REGISTER or not call.has_person:
            continue
        if not any(one.operation == SEARCH and one.stated.get("FamilyName") for one in calls[:place]):
            return failed(call, "a learner was registered without a search before; search by details first")
        verdict = passed(call, "a search came before the registration")
    return verdict


def _uses_the_match(call: Seen, later: Sequence[Seen]) -> Verdict:
    registered = _registers_afterwards(call, later)
    if registered is not None:
        return failed(registered, "the learner was found (WSRC0004) and registered again; use the ULN that was found")
    return passed(later[0], "the learner who was found was not registered again") if later else OPEN


def _considers_candidates(call: Seen, later: Sequence[Seen]) -> Verdict:
    for one in later:
        if one.operation == REGISTER and one.person == call.person:
            return failed(one, "WSRC0003 listed who it may be; look at them before you register somebody new")
        if one.operation in _BY_ULN and set(one.ulns) & set(call.answered_ulns):
            return passed(one, "the client asked for a learner that was listed")
    return OPEN


def _narrows(call: Seen, later: Sequence[Seen]) -> Verdict:
    for one in later:
        if one.operation == REGISTER and one.person == call.person:
            return failed(one, "more than ten learners match (WSRC0002); search with more details before you register")
        if one.operation == SEARCH and not one.repeats(call):
            return passed(one, "the client searched with other details")
        if one.repeats(call):
            return failed(one, "the same search finds the same; add details")
    return OPEN


def _keeps_the_uln(call: Seen, later: Sequence[Seen]) -> Verdict:
    for one in later:
        if set(one.ulns) & set(call.answered_ulns):
            return passed(one, "the client used the ULN that was issued")
        if one.operation == REGISTER and one.person == call.person:
            return failed(one, "the learner was registered (WSRC0005) and then registered again")
    return OPEN


def _finds_who_exists(call: Seen, later: Sequence[Seen]) -> Verdict:
    for one in later:
        if one.repeats(call) and one.code == call.code:
            return failed(one, "the learner exists (WSRC0021); the same registration was sent again; search instead")
        if one.operation in (SEARCH, *_BY_ULN):
            return passed(one, "the client searched for the learner who exists")
    return OPEN


def _takes_the_master(call: Seen, later: Sequence[Seen]) -> Verdict:
    asked, master = set(call.ulns), set(call.answered_ulns) - set(call.ulns)
    for one in later:
        if set(one.ulns) & asked and one.operation not in FIND_BY_ULN:
            return failed(one, "the merged ULN was used after WSRC0022; use that of the master record")
        if set(one.ulns) & master:
            return passed(one, "the client used the ULN of the master record")
    return OPEN


def _reads_again(call: Seen, later: Sequence[Seen]) -> Verdict:
    has_read = False
    for one in later:
        has_read |= one.operation in _BY_ULN and bool(set(one.ulns) & set(call.ulns))
        if one.operation in UPDATE and set(one.ulns) & set(call.ulns):
            if one.stated.get("VersionNumber") == call.stated.get("VersionNumber"):
                return failed(
                    one, "the learner changed meanwhile (WSRC0013); the update was sent with the same version"
                )
            if not has_read:
                return failed(one, "another version was sent without reading the learner; the change of others is lost")
            return passed(one, "the client read the learner and sent the new version")
    return OPEN


def _reads_before(calls: Sequence[Seen]) -> Verdict:
    verdict, known = OPEN, set[str]()
    for call in calls:
        if call.operation in UPDATE and call.ulns:
            if not known & set(call.ulns):
                return failed(call, "a learner was updated who was not read before; the version cannot be known")
            verdict = passed(call, "the client read the learner before the update")
        known |= set(call.answered_ulns)
    return verdict


def _drops_the_uln(call: Seen, later: Sequence[Seen]) -> Verdict:
    used = next((one for one in later if set(one.ulns) & set(call.ulns) and one.operation != VERIFY), None)
    if used is not None:
        return failed(used, f"after {call.code} the ULN was used for this learner all the same")
    return passed(later[0], "the client did not use the ULN") if later else OPEN


def _verified(code: str, what: str, judge_of: Callable[[Seen, Sequence[Seen]], Verdict] | None = None) -> Situation:
    judge = saw(code=code, reason=f"the client got {code}") if judge_of is None else after(got(code, VERIFY), judge_of)
    return Situation(name=code.lower(), title=f"verifyLearner answers {code}", do=what, judge=judge)


LEARNERS: Final = (
    Situation(
        name="register-after-find",
        title="A search comes before a registration",
        do="Register somebody new, for example Hal Orme, male, 2005-04-01, OX1 2JD.",
        judge=_searches_first,
    ),
    Situation(
        name="exact-match",
        title="Who is found is not registered again",
        do="Take on Ann Lee, female, 2004-03-09, CV1 2WT. The search answers WSRC0004.",
        judge=after(got(Code.EXACT_MATCH, SEARCH), _uses_the_match),
    ),
    Situation(
        name="possible-match",
        title="Candidates are considered",
        do="Take on Ann Lee with gender male. The search answers WSRC0003 and lists candidates: ask for one.",
        judge=after(got(Code.POSSIBLE_MATCH, SEARCH), _considers_candidates),
    ),
    Situation(
        name="too-many",
        title="Too many matches are narrowed",
        do="Search for John Smith, male, 2001-01-01, at AB1 2AD. The answer is WSRC0002: search with another postcode.",
        judge=after(got(Code.TOO_MANY_MATCHES, SEARCH), _narrows),
    ),
    Situation(
        name="no-match",
        title="Who is not found can be registered",
        do="Search for somebody who is not on the register.",
        judge=saw(code=Code.NO_MATCH, operations=(SEARCH,), reason="the client got WSRC0001 from a search"),
    ),
    Situation(
        name="keeps-uln",
        title="The ULN that was issued is kept",
        do="Register somebody new, then find or verify them by the ULN of the answer.",
        judge=after(got(Code.LEARNER_REGISTERED, REGISTER), _keeps_the_uln),
    ),
    Situation(
        name="already-registered",
        title="Who exists is searched for",
        do="Register somebody who is on the register. The answer is WSRC0021: search, and use the ULN.",
        judge=after(got(Code.LEARNER_EXISTS, REGISTER), _finds_who_exists),
    ),
    Situation(
        name="insufficient-data",
        title="Data that is not sufficient is completed",
        do="Register somebody of ten years. The answer is WSRC0015: do not send the same again.",
        judge=not_repeated(code=Code.INSUFFICIENT_DATA, advice="Ask your user for the data."),
    ),
    Situation(
        name="merged",
        title="A merged ULN gives way to its master",
        do="Find 3000000606 (Dee Poe). The answer is WSRC0022 with the master record: use its ULN from then on.",
        judge=after(got(Code.MASTER_SUBSTITUTED), _takes_the_master),
    ),
    Situation(
        name="deleted",
        title="A deleted ULN is not asked for again and again",
        do="Find 3000000703 (Eve Fox), who is deleted. The answer is WSRC0001.",
        judge=not_repeated(code=Code.NO_MATCH, operations=FIND_BY_ULN, most=2, advice="It will not be found."),
    ),
    Situation(
        name="read-before-update",
        title="A learner is read before an update",
        do="Update Gil Ash (3000000908).",
        judge=_reads_before,
    ),
    Situation(
        name="version-conflict",
        title="A change by others is not lost",
        do="Read Gil Ash (3000000908), let others update him, then update him. The answer is WSRC0013: read him again.",
        judge=after(got(Code.LEARNER_CHANGED_MEANWHILE), _reads_again),
    ),
    Situation(
        name="nothing-changed",
        title="An update that changes nothing is not repeated",
        do="Update a learner with the same data. The answer is WSRC0020.",
        judge=not_repeated(code=Code.NOTHING_CHANGED, advice="There is nothing to update."),
    ),
    Situation(
        name="not-there-to-update",
        title="Who is not found cannot be updated",
        do="Update 3000000606, who is merged. The answer is WSRC0019.",
        judge=not_repeated(code=Code.LEARNER_NOT_FOUND, advice="Search for the learner."),
    ),
    Situation(
        name="sharing-kept",
        title="A wish about sharing is respected",
        do="Change AbilityToShare as your product does it. WSRC0014 must not be repeated.",
        judge=not_repeated(
            code=Code.ABILITY_TO_SHARE_REFUSED, advice="The ability to share may not change in this way."
        ),
    ),
    _verified(Code.VERIFIED, "Verify Ann Lee with 3000000207."),
    _verified(Code.VERIFIED_MERGED, "Verify Dee Moe with 3000000606, which is merged."),
    _verified(Code.SIMILAR, "Verify Lee Ann (names swapped) with 3000000207."),
    _verified(Code.SIMILAR_MERGED, "Verify Dee Moe as a man with 3000000606."),
    _verified(
        Code.DIFFERENT, "Verify Ann Lee with the ULN of Gil Ash, 3000000908. Do not use it for Ann.", _drops_the_uln
    ),
    _verified(Code.ULN_NOT_FOUND, "Verify Ann Lee with a ULN that nobody has.", _drops_the_uln),
)
