"""An operator settles rows of a batch with possible matches."""

import csv
import re
import threading
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from gateway import demo
from gateway.domain.access_log import OperatorAction
from gateway.domain.actors import Decision
from gateway.domain.batch import RowResult
from gateway.domain.codes import Code
from gateway.domain.learner import Gender, Person
from gateway.domain.settlement import AlreadySettled, CannotSettle, IsRegistered
from gateway.handlers.batch_rows.settle_row import SettleRow, settle_row
from gateway.handlers.execution.operator import operate
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store
from tests.builders import R9, Wire, r9
from tests.cli.test_batch import work
from tests.cli.test_commands import JO, failed_in_one_line, lrs_gateway
from tests.journeys.test_view_audit import actions
from tests.registered_twice import put

WHY = ("--reason", "Seen the passport", "--by", "jo")
HEADINGS = "Student ref,First name,Middle names,Surname,DOB,Sex,Post code,Ability to share,Verification type"
ANNE = "anne,Anne,,Lee,09/03/2004,F,CV1 2WT,1,2"
CYR = "cyr,Cyr,,Roe,30/11/1999,M,LS1 4AP,1,2"
IDA = "ida,Ida,Jane,Orme,01/02/2003,F,LS1 1AP,1,2"
JOHN = ("--given", "John", "--family", "Smith", "--born", "2001-01-01", "--gender", "M", "--postcode", "AB10 1AA", *WHY)
LACKING = "lacking,Gil,,Ash,15/01/2003,M,,1,2"
MARY_IDA = Person(
    given_name="Ida",
    middle_name="Mary",
    family_name="Orme",
    date_of_birth=date(2003, 2, 1),
    gender=Gender.FEMALE,
    postcode="LS1 1AP",
)


def submit(url: str, folder: Path, *rows: str, more: tuple[str, ...] = (), finish: bool = True) -> str:
    """Submit these rows, and return the number of the job.

    The first of them is below an empty row.
    """
    file = folder / "enrolments.csv"
    file.write_text("\n".join([HEADINGS, ",,,,,,,,", *rows]), encoding="utf-8")
    submitted = lrs_gateway(url, "batch", "submit", str(file), "--ukprn", "TEST0001", *more)
    assert submitted.exit_code == 0, submitted.stderr
    if finish:
        work(url)
    return submitted.stdout.strip()


def settle(url: str, job: str, row: int, *what: str) -> Result:
    return lrs_gateway(url, "batch", "settle", job, str(row), *what, *WHY)


def settled(url: str, job: str, row: int, *what: str) -> str:
    result = settle(url, job, row, *what)
    assert result.exit_code == 0, result.stderr
    found = re.search("[1-9][0-9]{9}(?= )", result.stdout.replace(f"job {job}", "job"))
    assert found is not None, result.stdout
    return found[0]


def show(url: str, job: str) -> str:
    result = lrs_gateway(url, "batch", "show", job, "--ukprn", "TEST0001", "--by", "jo")
    assert result.exit_code == 0, result.stderr
    return " ".join(result.stdout.replace("│", " ").split())


def output(url: str, folder: Path, job: str) -> list[tuple[str, str, str]]:
    out = folder / "out.CSV"
    written = lrs_gateway(url, "batch", "output", job, "--ukprn", "TEST0001", "--out", str(out))
    assert written.exit_code == 0, written.stderr
    with out.open(encoding="utf-8", newline="") as file:
        return [(row["MISIdentifier"], row["ULN"], row["ReturnCode"]) for row in csv.DictReader(file)]


def count(url: str) -> int:
    engine = open_engine(url)
    with Store(engine).reading() as unit:
        living = unit.learners.count_living()
    engine.dispose()
    return living


def test_a_row_that_possibly_matches_is_shown_with_its_candidates(
    wire: Wire, database_url: str, tmp_path: Path
) -> None:
    job = submit(database_url, tmp_path, ANNE, LACKING)
    shown = show(database_url, job)
    assert "3 anne RC007 May be a registered learner." in shown
    assert "3 3000000207 Ann Lee 2004-03-09 CV1 2WT given name: " in shown
    assert "4 lacking RC006 No ULN: postcode missing." in shown
    assert f"lrs-gateway batch settle {job} ROW --reason WHY --is ULN" in shown
    assert "Looked whether a row of a batch is the learner" in actions(wire)


def test_a_row_is_a_learner_who_is_registered(database_url: str, tmp_path: Path) -> None:
    job = submit(database_url, tmp_path, ANNE)
    assert output(database_url, tmp_path, job) == [("anne", "", "RC007")]
    assert settled(database_url, job, 3, "--is", demo.ANN_ULN) == demo.ANN_ULN
    ((_, uln, code),) = output(database_url, tmp_path, job)
    assert (uln, code[:4]) == (demo.ANN_ULN, "RC00")
    assert f"Settled by {JO}, 20" in show(database_url, job)
    audited = lrs_gateway(database_url, "audit", "search", "--operation", "settle-row", "--csv").stdout
    for kept in ("Seen the passport", JO, demo.ANN_ULN):
        assert kept in audited


def test_a_row_is_a_new_person(database_url: str, tmp_path: Path) -> None:
    job = submit(database_url, tmp_path, ANNE)
    uln = settled(database_url, job, 3, "--new")
    assert uln != demo.ANN_ULN
    assert output(database_url, tmp_path, job) == [("anne", uln, "RC001")]
    held = lrs_gateway(database_url, "learner", "show", uln).stdout
    assert "Anne Lee" in held
    assert f"registered by {JO}" in held


def test_a_row_whom_too_many_match_says_how_to_find_the_learner(database_url: str, tmp_path: Path) -> None:
    job = submit(database_url, tmp_path, "smith,John,,Smith,01/01/2001,M,ZZ99 9ZZ,1,2")
    shown = show(database_url, job)
    assert "More than ten learners may be this one: find it by more details (lrs-gateway learner find)." in shown
    smith = re.search("[1-9][0-9]{9}", lrs_gateway(database_url, "learner", "find", *JOHN).stdout)
    assert smith is not None
    assert "add --not-listed" in failed_in_one_line(settle(database_url, job, 3, "--is", smith[0]))
    assert settled(database_url, job, 3, "--is", smith[0], "--not-listed") == smith[0]


def test_a_row_whose_only_candidate_is_gone_is_settled_as_new(database_url: str, tmp_path: Path) -> None:
    job = submit(database_url, tmp_path, CYR)
    assert lrs_gateway(database_url, "learner", "delete", demo.CY_ULN, *WHY).exit_code == 0
    assert "Nobody on the register is like this learner any more: settle it as new." in show(database_url, job)
    assert output(database_url, tmp_path, job)[0][1] == ""
    assert settled(database_url, job, 3, "--new") != demo.CY_ULN


def test_a_row_is_settled_once(database_url: str, tmp_path: Path) -> None:
    job = submit(database_url, tmp_path, ANNE)
    uln = settled(database_url, job, 3, "--new")
    for again in (("--new",), ("--is", demo.ANN_ULN)):
        refused = failed_in_one_line(settle(database_url, job, 3, *again))
        assert f"row 3 of job {job} was settled already: {uln} ({JO}, 20" in refused
    assert output(database_url, tmp_path, job) == [("anne", uln, "RC001")]


def test_a_row_that_changed_since_it_was_read_is_not_settled(wire: Wire, database_url: str, tmp_path: Path) -> None:
    job = submit(database_url, tmp_path, ANNE)
    with wire.store.unit() as unit:
        row = unit.settlements.lock(int(job), 3)
        unit.settlements.settle(row, RowResult(code=Code.EXACT_MATCH, uln=demo.ANN_ULN))
        with pytest.raises(AlreadySettled):
            unit.settlements.settle(row, RowResult(code=Code.EXACT_MATCH, uln=demo.CY_ULN))


def test_an_opt_out_stays_when_a_row_is_settled(wire: Wire, database_url: str, tmp_path: Path) -> None:
    job = submit(database_url, tmp_path, CYR)
    settled(database_url, job, 3, "--is", demo.CY_ULN)
    values = {"uln": demo.CY_ULN, "givenName": "Cy", "familyName": "Roe", "getType": "FULL"}
    assert wire.post(R9, r9("GetLearnerLearningEvents", values)).code == "WSEC0206"


def test_a_learner_who_is_no_candidate_is_taken_only_where_the_operator_says_so(
    database_url: str, tmp_path: Path
) -> None:
    job = submit(database_url, tmp_path, ANNE, LACKING)
    refused = failed_in_one_line(settle(database_url, job, 3, "--is", demo.GIL_ULN))
    assert f"{demo.GIL_ULN} is not among the candidates of row 3" in refused
    assert "add --not-listed" in refused
    assert "candidates of row 4 (none)" in failed_in_one_line(settle(database_url, job, 4, "--is", demo.GIL_ULN))
    assert settled(database_url, job, 3, "--is", demo.GIL_ULN, "--not-listed") == demo.GIL_ULN
    assert settled(database_url, job, 4, "--is", demo.GIL_ULN, "--not-listed") == demo.GIL_ULN
    assert output(database_url, tmp_path, job)[1] == ("lacking", demo.GIL_ULN, "RC002")


@pytest.mark.parametrize(
    ("row", "what", "reason"),
    [
        (2, ("--new",), "has no row 2"),
        (3, ("--is", "1026893096", "--not-listed"), "no learner has the ULN 1026893096"),
        (3, ("--is", demo.MERGED_ULN, "--not-listed"), f"merged into {demo.DEE_ULN}: use that ULN"),
        (3, ("--is", demo.EVE_ULN, "--not-listed"), "is deleted"),
        (4, ("--new",), "correct it and submit it again"),
        (5, ("--new",), "has a ULN already: 3000000908"),
    ],
)
def test_what_cannot_be_settled_is_one_line(
    database_url: str, tmp_path: Path, row: int, what: tuple[str, ...], reason: str
) -> None:
    job = submit(database_url, tmp_path, ANNE, LACKING, "gil,Gil,,Ash,15/01/2003,M,EX4 3SR,1,2")
    before = output(database_url, tmp_path, job)
    assert reason in failed_in_one_line(settle(database_url, job, row, *what))
    assert output(database_url, tmp_path, job) == before


def test_a_job_that_has_not_finished_is_not_settled(database_url: str, tmp_path: Path) -> None:
    job = submit(database_url, tmp_path, ANNE, finish=False)
    refused = failed_in_one_line(settle(database_url, job, 3, "--new"))
    assert refused == f"lrs-gateway: job {job} is submitted: 0 of 1 learners are done\n"
    assert "there is no job 7 of registrations" in failed_in_one_line(settle(database_url, "7", 3, "--new"))


def test_a_job_that_only_checks_registers_nobody(database_url: str, tmp_path: Path) -> None:
    job = submit(database_url, tmp_path, ANNE, more=("--check",))
    assert "submit the file without --check" in failed_in_one_line(settle(database_url, job, 3, "--new"))
    assert settled(database_url, job, 3, "--is", demo.ANN_ULN) == demo.ANN_ULN
    assert output(database_url, tmp_path, job) == [("anne", demo.ANN_ULN, "RC004")]


@pytest.mark.parametrize("what", [(), ("--new", "--is", demo.ANN_ULN), ("--new", "--not-listed")])
def test_one_answer_is_demanded(sqlite_url: str, what: tuple[str, ...]) -> None:
    assert settle(sqlite_url, "100000000", 2, *what).exit_code == 2


def test_a_reason_is_demanded(sqlite_url: str) -> None:
    assert lrs_gateway(sqlite_url, "batch", "settle", "100000000", "2", "--new").exit_code == 2


def test_an_organisation_that_is_suspended_has_no_row_settled(database_url: str, tmp_path: Path) -> None:
    job = submit(database_url, tmp_path, ANNE)
    assert lrs_gateway(database_url, "organisation", "suspend", "TEST0001").exit_code == 0
    assert "TEST0001 may not submit batches" in failed_in_one_line(settle(database_url, job, 3, "--new"))


def test_the_second_row_of_one_new_person_is_that_person(database_url: str, tmp_path: Path) -> None:
    job = submit(database_url, tmp_path, ANNE, ANNE.replace("anne", "again"))
    assert [code for *_, code in output(database_url, tmp_path, job)] == ["RC007", "RC007"]
    uln = settled(database_url, job, 3, "--new")
    refused = failed_in_one_line(settle(database_url, job, 4, "--new"))
    assert f"row 4 of job {job} is registered as {uln}: settle it with --is {uln}" in refused
    assert settled(database_url, job, 4, "--is", uln) == uln


def test_who_has_the_key_fields_of_a_learner_is_registered_after_an_operator_has_seen_that_learner(
    database_url: str, store: Store, tmp_path: Path
) -> None:
    (held,) = put(store, [MARY_IDA])
    job = submit(database_url, tmp_path, IDA)
    assert "look at the candidates first" in failed_in_one_line(settle(database_url, job, 3, "--new"))
    assert held in show(database_url, job)
    assert settled(database_url, job, 3, "--new") != held


def settle_at_once(store: Store, *requests: SettleRow) -> list[str]:
    """Settle all of these at the same time.

    Returns the ULNs, or the names of the refusals.
    """
    outcomes: list[str] = []
    start = threading.Barrier(len(requests))

    def settle_one(request: SettleRow) -> None:
        start.wait()
        try:
            with store.unit() as unit:
                done = operate(OperatorAction.SETTLE_ROW, settle_row, request, Decision(by="jo", reason="Seen"), unit)
            outcomes.append(done.result.uln)
        except CannotSettle as refusal:
            outcomes.append(type(refusal).__name__)

    threads = [threading.Thread(target=settle_one, args=[request]) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_of_operators_who_settle_a_row_at_once_one_does(database_url: str, store: Store, tmp_path: Path) -> None:
    job = submit(database_url, tmp_path, ANNE)
    before = count(database_url)
    new, known = SettleRow(job=int(job), row=3), SettleRow(job=int(job), row=3, uln=demo.ANN_ULN)
    outcomes = settle_at_once(store, new, known, new, known)
    (uln,) = [one for one in outcomes if one != AlreadySettled.__name__]
    assert len(outcomes) == 4
    assert output(database_url, tmp_path, job)[0][1] == uln
    assert count(database_url) == before + (uln != demo.ANN_ULN)


def test_of_two_rows_of_one_new_person_that_are_settled_at_once_one_registers(
    database_url: str, store: Store, tmp_path: Path
) -> None:
    job = submit(database_url, tmp_path, ANNE, ANNE.replace("anne", "again"))
    before = count(database_url)
    outcomes = settle_at_once(store, *(SettleRow(job=int(job), row=row) for row in (3, 4)))
    (uln,) = [one for one in outcomes if one != IsRegistered.__name__]
    assert len(outcomes) == 2
    assert sorted(one for _, one, _ in output(database_url, tmp_path, job)) == ["", uln]
    assert count(database_url) == before + 1
