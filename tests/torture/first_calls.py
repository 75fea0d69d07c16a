"""Workers whose first calls come all at the same time.

This happens to a server that starts under load. Run as `python -m tests.torture.first_calls URL CHILDREN
ready|unready`. The program makes one gateway and forks it. In every child, as many threads as a worker has make their
first call at the same time. It prints each wrong answer on a line, and how many children gave one. Right is what one
call after another would be answered.
"""

import gc
import os
import signal
import sys
import threading
import traceback

from lxml import etree
from lxml.etree import _Element

from gateway import demo
from gateway.settings import Settings
from gateway.wire.contract.compiled import Contract
from tests.builders import (
    EXTERNAL,
    FINDMSG,
    LEARNER_SERVICE,
    MIAP_2014,
    R9,
    R9_2017,
    REPORTMSG,
    Wire,
    envelope,
    miap,
    r9,
)

THREADS = 4
_MOST_SECONDS = 30
_ANN = {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}
_BY_DEMOGRAPHICS = {"FamilyName": "Lea", "GivenName": "Anne", "DateOfBirth": "2004-03-09", "Gender": "2"}
_VERIFY = {"LearnerToVerify": {"ULN": demo.SION_ULN, "FamilyName": "Roe", "GivenName": "Cy"}}
_RECORD = {
    "uln": demo.ANN_ULN,
    "givenName": "Ann",
    "familyName": "Lee",
    "dateOfBirth": "2004-03-09",
    "gender": "2",
    "getType": "FULL",
}
_FIND = miap(FINDMSG, "FindLearnerByULN", _ANN, find="FUL")
MESSAGES = (
    (LEARNER_SERVICE, _FIND),
    (MIAP_2014, _FIND),
    (R9, r9("GetLearnerLearningEvents", _RECORD)),
    (R9_2017, r9("GetLearnerLearningEvents", _RECORD)),
    (LEARNER_SERVICE, miap(FINDMSG, "FindLearnerByDemographics", _BY_DEMOGRAPHICS, find="FUL")),
    (LEARNER_SERVICE, miap(REPORTMSG, "VerifyLearner", _VERIFY)),
    (LEARNER_SERVICE, miap(FINDMSG, "FindLearnerByULN", {**_ANN, "ULN": "12"}, find="FUL")),
    (LEARNER_SERVICE, _FIND.replace(demo.COLLEGE.password, "wrong")),
    (R9, r9("GetLearnerLearningEvents", {**_RECORD, "gender": "9"})),
    (EXTERNAL, envelope("<a/>")),
    (LEARNER_SERVICE, "<"),
)


def _answer(wire: Wire, number: int) -> str:
    path, message = MESSAGES[number % len(MESSAGES)]
    reply = wire.post(path, message)
    return f"{reply.status} {reply.code}"


def _first_calls(wire: Wire, child: int) -> list[str]:
    """Make the calls at the same time; return the answers."""
    together = threading.Barrier(THREADS)
    answers = [""] * THREADS

    def call(place: int) -> None:
        together.wait()
        try:
            answers[place] = _answer(wire, child + place)
        except BaseException:
            answers[place] = traceback.format_exc()

    threads = [threading.Thread(target=call, args=(place,)) for place in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


_COMPILE = etree.XMLSchema


def _compile_pattern(schema: _Element) -> etree.XMLSchema:
    """Compile a pattern, but no contract."""
    if schema.find("{*}import") is not None:
        raise AssertionError("a call compiles a contract, which should have been done before the fork")
    return _COMPILE(schema)


def _in_child(wire: Wire, child: int, expected: list[str], *, ready: bool) -> int:
    """Fork, and return the child's exit code.

    It is 0 if all answers were as expected. Two calls that compile a contract at the same time break libxml2 in one
    child of many only, so with `ready` such a call is wrong by itself.
    """
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    signal.alarm(_MOST_SECONDS)  # a library that was initialised twice may also loop for ever
    wire.gateway.forked()
    if ready:
        etree.XMLSchema = _compile_pattern  # type: ignore[assignment, misc]
    wrong = 0
    for place, answer in enumerate(_first_calls(wire, child)):
        if answer != expected[(child + place) % len(MESSAGES)]:
            print(f"child {child}, message {(child + place) % len(MESSAGES)}: {answer}", flush=True)
            wrong = 1
    os._exit(wrong)


def _expected(wire: Wire) -> list[str]:
    """Return the answer to each message, one after another.

    They come from a separate process.
    """
    reading, writing = os.pipe()
    if os.fork() == 0:
        wire.gateway.forked()
        os.write(writing, "\n".join(_answer(wire, number) for number in range(len(MESSAGES))).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answers:
        lines = answers.read().split("\n")
    os.wait()
    assert len(lines) == len(MESSAGES)
    return lines


def main(url: str, children: str, ready: str) -> None:
    """Fork the children, one after another.

    Without `ready`, stop at the first one with a wrong answer.
    """
    if ready == "unready":
        Contract.make_ready = lambda *_: None  # type: ignore[method-assign]
    wire = Wire(Settings(database_url=url, threads=THREADS, misses_per_hour=0))
    expected = _expected(wire)
    gc.collect()
    gc.freeze()
    bad = 0
    for child in range(int(children)):
        bad += _in_child(wire, child, expected, ready=ready == "ready") != 0
        if bad and ready == "unready":
            break
    print(f"{bad} of {child + 1}")


if __name__ == "__main__":
    main(*sys.argv[1:])
