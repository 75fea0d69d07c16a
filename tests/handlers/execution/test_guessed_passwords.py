"""Wrong passwords neither stop the service nor lock anybody out.

The gateway stops comparing guesses with a hash.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from gateway import demo
from gateway.demo import DemoOrganisation
from gateway.domain import choices
from gateway.domain.access import Operation
from gateway.domain.errors import Busy, Refused, WrongPassword
from gateway.handlers.execution import password_cache, passwords
from gateway.handlers.execution.admission import Call, CallServices
from gateway.handlers.execution.call_record import CallRecord
from gateway.handlers.execution.password_cache import LIFETIME, PasswordCache
from gateway.handlers.execution.run import run
from gateway.handlers.learners.find_by_uln import FindByUln, find_by_uln
from gateway.store.unit import Store
from tests.builders import LEARNER_SERVICE, Wire
from tests.calls import credentials
from tests.stored import audited
from tests.wire.http.test_body import GOOD

ATTACKER, COLLEGE_PEER = "203.0.113.9", "192.0.2.7"
ANN = FindByUln(uln=demo.ANN_ULN, given_name="Ann", family_name="Lee", full=False, partly=False)


def call(register: CallServices, password: str, peer: str, by: DemoOrganisation = demo.COLLEGE) -> str:
    """Return the code that a call is answered with."""
    asked: Call[Any, Any] = Call(
        operation=Operation.FIND_BY_ULN,
        credentials=credentials(by, password),
        handler=find_by_uln,
        read=lambda: ANN,
        record=CallRecord(peer),
    )
    try:
        return str(run(register, asked).code)
    except Refused as refusal:
        return str(refusal.code)


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that collects the passwords compared with hashes."""
    compared: list[str] = []
    agrees = passwords.agrees

    def counting(kept: str, secret: str, *, wait: bool = True) -> bool:
        compared.append(secret)
        return agrees(kept, secret, wait=wait)

    monkeypatch.setattr(password_cache, "agrees", counting)
    return compared


def test_guesses_are_checked_no_longer_and_the_right_password_goes_on_working(store: Store, hashed: list[str]) -> None:
    ticks = [0.0]
    register = CallServices(store, PasswordCache(lambda: ticks[0]))
    other_process = CallServices(store, PasswordCache())
    right = demo.COLLEGE.password
    assert call(register, right, ATTACKER) == "WSRC0004"
    hashed.clear()
    codes = {call(register, f"guess-number-{number:03}", ATTACKER) for number in range(choices.PASSWORD_GUESSES + 15)}
    assert codes == {"WSEC0005"}
    assert len(hashed) == choices.PASSWORD_GUESSES
    assert call(other_process, right, ATTACKER) == "WSEC0005", "who guesses does not learn that one is right"
    assert call(register, right, ATTACKER) == "WSRC0004", "behind one proxy all have one address"
    ticks[0] += LIFETIME + 1
    assert call(register, right, ATTACKER) == "WSRC0004", "also when it was last checked long ago"
    assert call(other_process, right, COLLEGE_PEER) == "WSRC0004", "an address that does not guess is checked"
    assert len(hashed) == choices.PASSWORD_GUESSES + 1


def test_guesses_of_one_organisation_concern_no_other(store: Store) -> None:
    register = CallServices(store, PasswordCache())
    for number in range(choices.PASSWORD_GUESSES + 1):
        call(register, f"guess-number-{number:03}", ATTACKER)
    assert call(register, demo.SECOND_COLLEGE.password, ATTACKER, demo.SECOND_COLLEGE) == "WSRC0004"


def test_after_two_minutes_guesses_are_checked_again(store: Store, hashed: list[str]) -> None:
    now = [datetime(2026, 3, 2, 12, 0)]
    register = CallServices(Store(store.engine, lambda: now[0]), PasswordCache())
    for number in range(choices.PASSWORD_GUESSES + 1):
        call(register, f"guess-number-{number:03}", ATTACKER)
    assert len(hashed) == choices.PASSWORD_GUESSES
    now[0] += timedelta(minutes=2)
    assert call(register, demo.COLLEGE.password, ATTACKER) == "WSRC0004"


def test_hashing_leaves_threads_free_and_who_does_not_guess_is_told_to_try_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    passwords.share_threads(4)
    held = threading.Barrier(3)
    done = threading.Event()

    class Slow:
        def verify(self, _kept: str, _secret: str) -> bool:
            held.wait(10)
            done.wait(10)
            return True

    monkeypatch.setattr(passwords, "_HASHER", Slow())
    hashing = [threading.Thread(target=passwords.agrees, args=("kept", "secret")) for _ in range(2)]
    for thread in hashing:
        thread.start()
    held.wait(10)
    try:
        with pytest.raises(Busy):
            passwords.agrees("kept", "secret")
        register = CallServices(store, PasswordCache())
        assert call(register, demo.COLLEGE.password, COLLEGE_PEER) == "WSEC0999"
    finally:
        done.set()
        for thread in hashing:
            thread.join()
        passwords.share_threads(4)


def test_first_calls_at_once_wait_for_one_check(store: Store, hashed: list[str]) -> None:
    register = CallServices(store, PasswordCache())
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda _: call(register, demo.COLLEGE.password, COLLEGE_PEER), range(16)))
    assert set(codes) == {"WSRC0004"}
    assert len(hashed) < 8


def test_every_guess_stands_in_the_audit_trail(store: Store) -> None:
    register = CallServices(store, PasswordCache())
    for number in range(choices.PASSWORD_GUESSES + 5):
        call(register, f"guess-number-{number:03}", ATTACKER)
    assert audited(store, "code").count((WrongPassword.code,)) == choices.PASSWORD_GUESSES + 5


def test_the_log_names_organisation_and_peer(sqlite_wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    sqlite_wire.post(LEARNER_SERVICE, GOOD, REMOTE_ADDR=COLLEGE_PEER)
    sqlite_wire.post(LEARNER_SERVICE, GOOD.replace(demo.COLLEGE.ukprn, "TEST9999"), REMOTE_ADDR=COLLEGE_PEER)
    sqlite_wire.post(LEARNER_SERVICE, "<x/>", REMOTE_ADDR=COLLEGE_PEER, HTTP_X_FORWARDED_FOR="198.51.100.1")
    lines = [getattr(one, "fields", {}) for one in caplog.records if one.message in ("call", "refused")]
    assert [line["peer"] for line in lines] == [COLLEGE_PEER] * 3
    assert [line.get("organisation") for line in lines] == [demo.COLLEGE.reference, None, None]
