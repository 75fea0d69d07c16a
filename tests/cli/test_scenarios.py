"""`lrs-gateway scenarios` lists what the sandbox knows."""

import json

import pytest
from click.testing import CliRunner, Result

from gateway.cli import main
from gateway.sandbox.scenarios.catalogue import SCENARIOS


def run_command(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_all_scenarios_are_listed_in_groups() -> None:
    out = run_command("scenarios").stdout
    assert [name for name in SCENARIOS if name not in out] == []
    titles = ("Codes of answers", "Batches and their rows", "Faults of SOAP", "Faults below SOAP")
    assert [line for line in out.splitlines() if line in titles] == list(titles)


def test_an_operation_has_its_own() -> None:
    listed = json.loads(run_command("scenarios", "--operation", "GetOrganisation", "--json").stdout)
    names = {one["name"] for one in listed}
    assert {"WSRC0001", "WSRC0004", "WSEC0005", "slow-30"} <= names
    assert "WSRC0003" not in names
    assert {"name", "kind", "text", "user_name", "uln", "family_name", "operations"} == set(listed[0])


def test_a_code_is_that_of_an_answer_or_of_rows() -> None:
    listed = json.loads(run_command("scenarios", "--code", "WSVRC003", "--json").stdout)
    assert [one["name"] for one in listed] == ["WSVRC003", "rows-WSVRC003"]
    assert [one["user_name"] for one in listed] == ["sandbox:WSVRC003", "sandbox:rows-WSVRC003"]


def test_names_are_checked() -> None:
    assert run_command("scenarios", "--check", "slow-30", "sandbox:WSRC0003").exit_code == 0
    assert run_command("scenarios", "--check", "slow-30", "--operation", "ViewAudit").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--check", "slow-30", "WSRC003"], "There is no scenario 'WSRC003'. Did you mean WSRC0003 or "),
        (["--check", "wsec-0206"], "There is no scenario 'wsec-0206'. Did you mean WSEC0206 or"),
        (["--check", "WSRC0003", "--operation", "ViewAudit"], "does not fit ViewAudit"),
        (["--operation", "ViewAudits"], "no contract has an operation ViewAudits"),
        (["--code", "WSRC9999"], "no scenario is like this"),
    ],
)
def test_what_does_not_exist_is_refused(arguments: list[str], complaint: str) -> None:
    ran = run_command("scenarios", *arguments)
    assert ran.exit_code == 1
    assert complaint in ran.stderr
