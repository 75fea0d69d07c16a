"""Scenarios that learners' details state, and issued ULNs."""

import re
from collections.abc import Iterator

import pytest

from gateway import demo
from gateway.domain.batch import JobKind
from gateway.domain.uln import is_valid
from gateway.sandbox.sandbox import Sandbox
from gateway.sandbox.scenarios.catalogue import SCENARIOS
from gateway.sandbox.scenarios.numbers import scenario_uln
from tests.builders import FINDMSG, REGMSG, REPORTMSG, learner, miap, r9
from tests.sandbox.calling import Answered, find, register, running, send
from tests.sandbox.messages import Served, message
from tests.sandbox.test_batch_scenarios import codes_of_rows, poll, submit

_R9 = "/LearnerServiceR9.svc"


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running(tmp_path_factory.mktemp("sandbox")) as one:
        yield one


def find_by_uln(sandbox: Sandbox, uln: str, family: str = "Lee") -> Answered:
    stated = {"ULN": uln, "FamilyName": family, "GivenName": "Ann"}
    return send(sandbox, miap(FINDMSG, "FindLearnerByULN", stated, find="FUL"))


def verify(sandbox: Sandbox, uln: str) -> Answered:
    stated = {"ULN": uln, "FamilyName": "Lee", "GivenName": "Ann"}
    return send(sandbox, miap(REPORTMSG, "VerifyLearner", {"LearnerToVerify": stated}))


def read_record(sandbox: Sandbox, uln: str, family: str = "Lee") -> Answered:
    stated = {"uln": uln, "givenName": "Ann", "familyName": family, "getType": "FULL"}
    return send(sandbox, r9("GetLearnerLearningEvents", stated), _R9)


def retrieve(sandbox: Sandbox, *ulns: str) -> list[tuple[str, str]]:
    """Return ULN and code of each item."""
    answer = send(sandbox, miap(REPORTMSG, "RetrieveULNs", {"ULNsToRetrieve": {"ULN": list(ulns)}}))
    items = re.findall(r"<VerifiedULN>(.*?)</VerifiedULN>", answer.text)
    return [(re.findall(r"<ULN>(\d+)<", item)[0], re.findall(r"ResponseCode>(\w+)<", item)[0]) for item in items]


def test_every_scenario_has_a_valid_uln_of_its_own() -> None:
    ulns = {name: scenario_uln(name) for name in SCENARIOS}
    assert len(set(ulns.values())) == len(SCENARIOS)
    assert all(is_valid(uln) and uln.startswith("390") for uln in ulns.values())


def test_the_ulns_never_change() -> None:
    assert [scenario_uln(name) for name in ("WSRC0004", "WSEC0206", "slow-30", "rows-RC007")] == [
        "3901000401", "3902020600", "3909003000", "3906000701",
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["WSRC0001", "WSRC0003", "WSRC0004", "WSRC0022", "WSEC0005", "WSEC0999"])
def test_a_uln_states_a_scenario(sandbox: Sandbox, code: str) -> None:
    assert find_by_uln(sandbox, scenario_uln(code)).code == code


@pytest.mark.parametrize("code", ["WSRC0001", "WSRC0003", "WSRC0004", "WSRC0022", "WSEC0005", "WSEC0999"])
def test_a_family_name_states_a_scenario(sandbox: Sandbox, code: str) -> None:
    assert find_by_uln(sandbox, demo.ANN_ULN, f"Sandbox {code}").code == code


def test_a_learner_to_register_states_a_scenario(sandbox: Sandbox) -> None:
    message = register().replace("Orme", "Sandbox WSRC0021")
    assert send(sandbox, message).code == "WSRC0021"


def test_the_other_contracts_read_them_too(sandbox: Sandbox) -> None:
    assert verify(sandbox, scenario_uln("WSVRC003")).code == "WSVRC003"
    assert read_record(sandbox, scenario_uln("WSEC0206")).code == "WSEC0206"
    assert read_record(sandbox, demo.ANN_ULN, "Sandbox WSEC0208").code == "WSEC0208"
    assert find_by_uln(sandbox, scenario_uln("http-503")).status == 503


def test_the_user_name_goes_before_the_uln(sandbox: Sandbox) -> None:
    request = find(user="sandbox:WSRC0003").replace(demo.ANN_ULN, scenario_uln("WSRC0022"))
    assert send(sandbox, request).code == "WSRC0003"


def test_each_uln_that_is_retrieved_states_its_own(sandbox: Sandbox) -> None:
    ulns = [scenario_uln(code) for code in ("WSRC0004", "WSRC0001", "WSRC0022")]
    assert retrieve(sandbox, *ulns, demo.ANN_ULN) == [
        (ulns[0], "WSRC0004"), (ulns[1], "WSRC0001"), (ulns[2], "WSRC0022"), (demo.ANN_ULN, "WSRC0004"),
    ]  # fmt: skip


def test_a_mistyped_uln_is_refused_loudly(sandbox: Sandbox) -> None:
    uln = scenario_uln("WSRC0004")
    answer = find_by_uln(sandbox, f"{uln[:-1]}{(int(uln[-1]) + 1) % 10}")
    assert answer.status == 400
    assert f"Did you mean {uln} (WSRC0004)" in answer.text


def test_a_mistyped_family_name_is_refused_loudly(sandbox: Sandbox) -> None:
    answer = find_by_uln(sandbox, demo.ANN_ULN, "Sandbox WSRC003")
    assert answer.status == 400
    assert "There is no scenario 'WSRC003'. Did you mean WSRC0" in answer.text


def test_a_user_name_of_another_operation_is_refused_loudly(sandbox: Sandbox) -> None:
    answer = send(sandbox, find(user="sandbox:WSRC0013"))
    assert answer.status == 400
    assert "does not fit learnerByULN" in answer.text


def test_a_learner_is_found_before_the_update_that_fails(sandbox: Sandbox) -> None:
    uln = scenario_uln("WSRC0013")
    found = find_by_uln(sandbox, uln)
    assert (found.code, set(re.findall(r"<ULN>(\d+)<", found.text))) == ("WSRC0004", {uln})
    details = {"ULN": uln, "VersionNumber": "1", "GivenName": "Ann", "FamilyName": "Lee"}
    update = miap(REGMSG, "UpdateLearner", {"Learner": learner(**details)})
    assert send(sandbox, update).code == "WSRC0013"
    assert send(sandbox, update.replace(uln, scenario_uln("WSRC0004"))).code == "WSRC0006"


def test_a_registered_learner_is_found_by_the_family_name_too(sandbox: Sandbox) -> None:
    issued = send(sandbox, register().replace("Orme", "Sandbox WSRC0005")).uln
    assert find_by_uln(sandbox, issued, "Sandbox WSRC0005").code == "WSRC0004"


def test_a_search_for_the_learner_of_a_row_answers_as_the_row(sandbox: Sandbox) -> None:
    served = Served("learner_service", "learnerByDemographics")
    for row, code in (("RC007", "WSRC0003"), ("RC001", "WSRC0004"), ("RC005", "WSRC0022"), ("RC009", "WSRC0001")):
        request = re.sub(rb"(FamilyName>)[^<]+(<)", rf"\g<1>Sandbox {row}\g<2>".encode(), message(served), count=1)
        assert send(sandbox, request.decode(), served.path).code == code


def test_the_family_of_the_scenarios_is_no_scenario(sandbox: Sandbox) -> None:
    assert find_by_uln(sandbox, demo.ANN_ULN, "Sandbox").status == 200
    assert find_by_uln(sandbox, demo.ANN_ULN, "Sandboxer WSRC003").status == 200


def test_a_row_of_a_batch_states_its_own_code(sandbox: Sandbox) -> None:
    rows = [_row("Sandbox RC007"), _row("Orme", "Ivo", scenario_uln("rows-RC005")), _row("Orme")]
    values = {"JobType": "FUL", "LearnerRecordCount": 3, "Learner": rows}
    answer = send(sandbox, miap("http://api.lrs.miap.gov.uk/batchmsg", "SubmitBatch", values))
    assert answer.code == "WSRC0007", answer.text
    job = re.findall(r"JobID>(\d+)<", answer.text)[0]
    output = poll(sandbox, "learner_service", JobKind.REGISTRATION, job)
    assert re.findall(r"ReturnCode>(\w+)<", output.text) == ["RC007", "RC005", "RC001"]
    sandbox.spaces.default.reset()


def _row(family: str, given: str = "Hal", uln: str | None = None) -> dict[str, str | None]:
    return {
        "ULN": uln,
        "MISIdentifier": "1",
        "GivenName": given,
        "FamilyName": family,
        "LastKnownPostCode": "OX1 2JD",
        "DateOfBirth": "2005-04-01",
        "Gender": "1",
        "AbilityToShare": "1",
        "VerificationType": "1",
    }


def test_a_mistyped_row_is_refused_when_the_batch_is_submitted(sandbox: Sandbox) -> None:
    served = Served("learner_service", "submitBatchRegistration")
    request = re.sub(rb"(FamilyName>)[^<]+(<)", rb"\g<1>Sandbox RC070\g<2>", message(served), count=1)
    answer = send(sandbox, request.decode(), served.path)
    assert (answer.status, "Did you mean" in answer.text) == (400, True)


def test_every_operation_knows_a_uln_that_was_issued(sandbox: Sandbox) -> None:
    issued = send(sandbox, register(user="sandbox:WSRC0005")).uln
    assert send(sandbox, register(user="sandbox:WSRC0005")).uln == issued
    found = find_by_uln(sandbox, issued)
    assert (found.code, set(re.findall(r"<ULN>(\d+)<", found.text))) == ("WSRC0004", {issued})
    assert re.findall(r"<Learner>.*<FamilyName>(\w+)<", found.text) == ["Lee"]
    assert verify(sandbox, issued).code == "WSVRC001"
    assert f"FoundULN>{issued}<" in read_record(sandbox, issued).text.replace("a:", "")
    assert retrieve(sandbox, issued) == [(issued, "WSRC0004")]


def test_a_challenge_about_a_uln_that_was_issued_is_listed(sandbox: Sandbox) -> None:
    issued = send(sandbox, register(user="sandbox:WSRC0005")).uln

    def ask(operation: str) -> str:
        served = Served("learner_service_r9_2017", operation)
        return send(
            sandbox, re.sub(rb"(uln>)\d+(<)", rb"\g<1>%s\g<2>" % issued.encode(), message(served)).decode(), served.path
        ).text

    raised = re.findall(r"DataChallengeReference>(\w+)<", ask("CreateDataChallenge"))
    assert raised == re.findall(r"ReferenceNo>(\w+)<", ask("ListDataChallenge"))
    assert len(raised) == 1


def test_a_uln_that_was_issued_survives_a_reset(sandbox: Sandbox) -> None:
    issued = send(sandbox, register(user="sandbox:WSRC0005")).uln
    sandbox.spaces.default.reset()
    assert send(sandbox, register(user="sandbox:WSRC0005")).uln == issued
    assert find_by_uln(sandbox, issued).code == "WSRC0004"


def test_a_batch_knows_a_uln_that_was_issued(sandbox: Sandbox) -> None:
    issued = send(sandbox, register(user="sandbox:WSRC0005")).uln
    served = Served("learner_service", "submitVerifyBatch")
    request = re.sub(rb"(<ULN>)\d+(<)", rf"\g<1>{issued}\g<2>".encode(), message(served), count=1)
    job = re.findall(r"JobID>(\d+)<", send(sandbox, request.decode(), served.path).text)[0]
    output = poll(sandbox, "learner_service", JobKind.VERIFICATION, job)
    assert f"<ULN>{issued}<" in output.text
    assert "WSVRC001" in codes_of_rows(output)


def test_new_ulns_of_a_batch_are_found(sandbox: Sandbox) -> None:
    service, kind = "learner_service", JobKind.REGISTRATION
    output = poll(sandbox, service, kind, submit(sandbox, service, kind, "sandbox:rows-RC001"))
    assert codes_of_rows(output) == {"RC001"}
    for uln in re.findall(r"<ULN>(\d+)<", output.text):
        assert find_by_uln(sandbox, uln).code == "WSRC0004"
