"""Two contracts at one address: the valid one counts.

Today's contract is tried first.
"""

from typing import Any

import pytest
from lxml.etree import _Element

from gateway import demo
from gateway.wire.contract.compiled import Contract
from tests.builders import R9, R9_2017, Wire, envelope, r9

ORGANISATION = {"ukPrn": demo.AWARDING.ukprn}


def contact(**changes: str) -> str:
    return r9("UpdateLearnerSubsetFields", {"uln": demo.GIL_ULN, "versionNumber": "1"} | changes)


def test_a_message_that_fits_both_is_answered_as_today(sqlite_wire: Wire) -> None:
    assert sqlite_wire.post(R9, r9("GetOrganisation", ORGANISATION)).text("Status") == "Active"


def test_at_the_address_of_2017_it_is_answered_as_then(sqlite_wire: Wire) -> None:
    reply = sqlite_wire.post(R9_2017, r9("GetOrganisation", ORGANISATION))
    assert (reply.text("DisplayName"), reply.text("Status")) == (demo.AWARDING.name, None)


def test_a_message_that_fits_only_2017_is_answered_as_then(sqlite_wire: Wire) -> None:
    assert sqlite_wire.post(R9, contact(abilityToShare="FPNSeenUnableShareData")).code == "WSRC0014"


def test_a_message_that_fits_only_today_is_answered_as_today_at_the_address_of_2017_too(sqlite_wire: Wire) -> None:
    assert sqlite_wire.post(R9_2017, contact(abilityToShare="NotProvided")).code == "WSRC0020"


@pytest.mark.parametrize(("address", "known"), [(R9, "NotProvided"), (R9_2017, "FPNSeenUnableShareData")])
def test_a_message_that_fits_neither_gets_the_error_of_the_first(sqlite_wire: Wire, address: str, known: str) -> None:
    reply = sqlite_wire.post(address, contact(abilityToShare="Perhaps"))
    assert (reply.status, reply.code) == (500, "WSEC0001")
    assert known in (reply.text("faultstring") or "")


@pytest.mark.parametrize("address", [R9, R9_2017])
def test_what_is_not_supported_is_so_whatever_it_holds(sqlite_wire: Wire, address: str) -> None:
    message = envelope(
        '<ExecuteRoCQuery xmlns="http://tempuri.org/"><anything at="all">goes</anything></ExecuteRoCQuery>'
    )
    assert sqlite_wire.post(address, message).code == "WSEC0002"


def test_an_element_of_neither_is_no_operation(sqlite_wire: Wire) -> None:
    reply = sqlite_wire.post(R9, envelope('<RegisterLearner xmlns="http://tempuri.org/"/>'))
    assert (reply.code, reply.text("faultcode")) == ("WSEC0002", "a:ActionNotSupported")


def test_a_message_that_fits_today_is_checked_once(sqlite_wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[Any] = []
    check = Contract.is_valid

    def counting(contract: Contract, root: _Element) -> bool:
        checked.append(root.tag)
        return check(contract, root)

    monkeypatch.setattr(Contract, "is_valid", counting)
    assert sqlite_wire.post(R9, r9("GetOrganisation", ORGANISATION)).code == "WSRC0004"
    assert len(checked) == 1
    sqlite_wire.post(R9_2017, contact(abilityToShare="NotProvided"))
    assert len(checked) == 4, "under 2017 twice, the second time without what means no value, and under today's once"
