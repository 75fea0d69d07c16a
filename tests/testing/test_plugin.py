"""The pytest plugin, in a project of its own."""

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

_TESTS = """
from datetime import date, timedelta
from urllib.request import Request, urlopen

import pytest

ENVELOPE = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    '<f:FindLearnerByULN xmlns:f="http://api.lrs.miap.gov.uk/findmsg"><FindType>CHK</FindType><UKPRN>{by.ukprn}</UKPRN>'
    '<OrgPassword>{by.password}</OrgPassword><UserName>{by.user}</UserName><ULN>{uln}</ULN>'
    '<FamilyName>{family}</FamilyName><GivenName>Ann</GivenName></f:FindLearnerByULN></s:Body></s:Envelope>'
)


def find(gateway, uln="3000000207", family="Lee"):
    message = ENVELOPE.format(by=gateway.college, uln=uln, family=family).encode()
    request = Request(gateway.url + "/LearnerService.svc", message, {"Content-Type": "text/xml"})
    return urlopen(request).read().decode()


def test_a_call_is_answered_and_kept(lrs_gateway):
    assert "WSRC0004" in find(lrs_gateway)
    assert lrs_gateway.calls.wait_for(operation="learnerByULN").code == "WSRC0004"
    assert "definitions" in urlopen(lrs_gateway.wsdl()).read().decode()


@pytest.mark.parametrize("run", range(3))
def test_each_test_has_a_fresh_register(lrs_gateway, lrs_register, run):
    assert lrs_gateway.calls.all() == []
    uln = lrs_register.add(
        given_name="Ann", family_name="Moss", date_of_birth="2005-02-11", postcode="LS1 4AP", gender=2
    )
    assert "WSRC0004" in find(lrs_gateway, uln, "Moss")
    assert lrs_register.learner(uln).person.family_name == "Moss"
    with pytest.raises(ValueError):
        lrs_register.add(
            given_name="Ann", family_name="Moss", date_of_birth="2005-02-11", postcode="LS1 4AP", gender=2
        )


def test_a_scenario_lasts_until_the_end_of_its_block(lrs_gateway):
    with lrs_gateway.scenario("http-503", operation="learnerByULN", times=1), pytest.raises(OSError):
        find(lrs_gateway)
    with lrs_gateway.scenario("empty"):
        assert find(lrs_gateway) == ""
    assert "WSRC0004" in find(lrs_gateway)


def test_a_mistyped_scenario_is_an_error(lrs_gateway):
    with pytest.raises(LookupError, match="http-503"), lrs_gateway.scenario("http-504"):
        pass


def test_the_clock_moves(lrs_gateway):
    before = lrs_gateway.now
    lrs_gateway.move_clock(timedelta(days=400))
    assert lrs_gateway.now - before >= timedelta(days=400)


def test_jobs_are_done_and_a_date_may_be_a_date(lrs_gateway, lrs_register):
    lrs_gateway.do_jobs()
    uln = lrs_register.add(given_name="Ivo", family_name="Moss", date_of_birth=date(2005, 2, 11), postcode="LS1 4AP")
    assert lrs_register.learner(uln).person.given_name == "Ivo"


def test_the_clock_is_back(lrs_gateway):
    assert lrs_gateway.now.year < 2100
"""


def run_pytest(folder: Path, tests: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pytest on some tests in a folder."""
    (folder / "test_client.py").write_text(dedent(tests))
    command = [sys.executable, "-W", "error", "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_the_fixtures_serve_a_new_project(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, _TESTS)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "9 passed" in done.stdout


def test_a_call_that_does_not_come_fails_the_test_and_names_those_that_came(tmp_path: Path) -> None:
    tests = """
    def test_nothing_comes(lrs_gateway):
        lrs_gateway.calls.wait_for(operation="verifyLearner", timeout=0.05)
    """
    done = run_pytest(tmp_path, tests)
    assert done.returncode == 1
    assert "no call verifyLearner came within 0.05 s; calls that came: none" in " ".join(done.stdout.split())


def test_a_plugin_named_twice_serves_once(tmp_path: Path) -> None:
    done = run_pytest(
        tmp_path, "def test_ready(lrs_gateway):\n    assert lrs_gateway.url\n", "-p", "gateway.testing.plugin"
    )
    assert done.returncode == 0, done.stdout + done.stderr
