"""Judges that several situations share."""

from collections.abc import Callable, Iterable, Sequence

from gateway.sandbox.conformance.seen import Seen
from gateway.sandbox.conformance.situation import OPEN, Judge, State, Verdict, failed, passed

_ENOUGH = 3
"""Calls that must all be right for a pass."""


def always(violation: Callable[[Seen], str], *, of: Callable[[Seen], bool] = lambda _: True) -> Judge:
    """Return a judge of what must hold for every call.

    `violation` returns a sentence about a call that breaks it, or "". Three calls without one pass.
    """

    def judge(calls: Sequence[Seen]) -> Verdict:
        concerned = [call for call in calls if of(call)]
        for call in concerned:
            if sentence := violation(call):
                return failed(call, sentence)
        return passed(concerned[-1], f"{len(concerned)} calls are so") if len(concerned) >= _ENOUGH else OPEN

    return judge


def saw(*, code: str, operations: Iterable[str] = (), reason: str) -> Judge:
    """Return a judge that passes once a code is seen."""

    def judge(calls: Sequence[Seen]) -> Verdict:
        for call in calls:
            if _fits(call, code, operations):
                return passed(call, reason)
        return OPEN

    return judge


def not_repeated(*, code: str, operations: Iterable[str] = (), most: int = 1, advice: str) -> Judge:
    """Return a judge of repeated requests.

    It fails if the same request gets the code more than `most` times, and passes once another call follows.
    """

    def judge(calls: Sequence[Seen]) -> Verdict:
        verdict = OPEN
        for place, call in enumerate(calls):
            if not _fits(call, code, operations):
                continue
            again = [later for later in calls[place + 1 :] if later.repeats(call) and later.code == code]
            if len(again) >= most:
                return failed(again[most - 1], f"the same request was sent {len(again) + 1} times. {advice}")
            if place + 1 < len(calls):
                verdict = passed(calls[place + 1], f"after {code} the client went on otherwise")
        return verdict

    return judge


def survives(scenario: str) -> Judge:
    """Return a judge of what follows a fault.

    It passes once the client makes another call, and fails if it sends the request again more than five times within a
    second.
    """

    def judge(calls: Sequence[Seen]) -> Verdict:
        verdict = OPEN
        for place, call in enumerate(calls):
            if call.scenario != scenario:
                continue
            later = calls[place + 1 :]
            stormed = [one for one in later if one.repeats(call) and one.at - call.at < 1.0]
            if len(stormed) > _MOST_AT_ONCE:
                return failed(stormed[-1], f"the request was sent {len(stormed)} times within a second; wait between")
            if later:
                verdict = passed(later[0], "the client went on")
        return verdict

    return judge


def after(trigger: Callable[[Seen], bool], follow: Callable[[Seen, Sequence[Seen]], Verdict]) -> Judge:
    """Return a judge of what follows certain calls.

    `follow` gets the call and those after it. The first failure decides, else the last that is not open.
    """

    def judge(calls: Sequence[Seen]) -> Verdict:
        verdict = OPEN
        for place, call in enumerate(calls):
            if trigger(call):
                found = follow(call, calls[place + 1 :])
                if found.state is State.FAILED:
                    return found
                verdict = found if found.state is not State.OPEN else verdict
        return verdict

    return judge


def got(code: str, *operations: str) -> Callable[[Seen], bool]:
    """Return a function that recognises calls with a code."""
    return lambda call: _fits(call, code, operations)


def _fits(call: Seen, code: str, operations: Iterable[str]) -> bool:
    wanted = tuple(operations)
    return call.code == code and call.is_answered and (not wanted or call.operation in wanted)


_MOST_AT_ONCE = 5
