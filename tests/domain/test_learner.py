"""What suffices to be registered, and how sharing may change."""

from dataclasses import replace
from datetime import date

import pytest

from gateway import demo
from gateway.domain.access import Operation, may
from gateway.domain.actors import Credentials
from gateway.domain.consent import may_release
from gateway.domain.learner import AbilityToShare, is_sufficient, may_change_ability
from gateway.domain.names import written_postcode
from gateway.domain.organisation import Organisation, Role

TODAY = date(2026, 9, 1)
CAST = {learner.uln: learner for learner in demo.learners()}


@pytest.mark.parametrize(
    ("born", "sufficient"),
    [("2013-09-01", True), ("2013-09-02", False), ("1916-09-01", True), ("1915-09-01", False), ("2027-01-01", False)],
)
def test_a_learner_is_between_13_and_110(born: str, sufficient: bool) -> None:
    assert is_sufficient(replace(demo.ANN, date_of_birth=date.fromisoformat(born)), TODAY) is sufficient


def test_other_verification_must_be_explained() -> None:
    other = replace(demo.ANN, verification_type=999)
    assert not is_sufficient(other, TODAY)
    assert not is_sufficient(replace(other, verification_description="  "), TODAY)
    assert is_sufficient(replace(other, verification_description="Letter"), TODAY)


@pytest.mark.parametrize("held", AbilityToShare)
@pytest.mark.parametrize("given", AbilityToShare)
def test_sharing_may_only_be_gained(held: AbilityToShare, given: AbilityToShare) -> None:
    assert may_change_ability(held, given) is (held is given or given is AbilityToShare.SHARES)


def test_only_an_opt_out_withholds_a_record() -> None:
    assert [may_release(CAST[uln], reader_is_learner=False) for uln in (demo.ANN_ULN, demo.GIL_ULN, demo.CY_ULN)] == [
        True,
        True,
        False,
    ]
    assert not may_release(CAST[demo.CY_ULN], reader_is_learner=True)


def organisation(*roles: Role) -> Organisation:
    return Organisation(
        id=1,
        ukprn="TEST0001",
        reference="DEMO01",
        name="A",
        roles=frozenset(roles),
        suspended=False,
        password_hash="",
        version=1,
    )


def test_every_operation_has_an_access_rule_and_no_role_means_no_access() -> None:
    for operation in Operation:
        assert may(organisation(*Role), operation), f"nobody may {operation}"
        assert not may(organisation(), operation)


def test_a_verifier_only_verifies_and_looks_organisations_up() -> None:
    allowed = {operation for operation in Operation if may(organisation(Role.VERIFY), operation)}
    assert allowed == {
        Operation.VERIFY,
        Operation.FIND_ORGANISATION,
        Operation.SUBMIT_VERIFY_BATCH,
        Operation.READ_VERIFY_BATCH,
        Operation.SUBMIT_ACHIEVEMENTS,  # allowed, so that the handler can answer WSRC0043
    }


def test_credentials_do_not_show_the_password() -> None:
    assert "secret" not in repr(Credentials(ukprn="TEST0001", reference="", password="secret", user="u"))


@pytest.mark.parametrize(
    ("given", "written"), [("cv49ee", "CV4 9EE"), ("GIR 0AA", "GIR 0AA"), ("bfpo 801 ", "BFPO 801")]
)
def test_postcodes_are_kept_as_registers_print_them(given: str, written: str) -> None:
    assert written_postcode(given) == written
