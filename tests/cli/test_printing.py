"""No command prints control characters that the register holds."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import JSON, Column, Engine, String, select, update

from gateway import demo
from gateway.cli import main
from gateway.domain.actors import Caller
from gateway.domain.batch import JobKind
from gateway.domain.matching import Advice
from gateway.store.database.engine import open_engine
from gateway.store.tables.metadata import metadata
from gateway.store.unit import Store
from tests.cli.test_batch import intake, work
from tests.cli.test_challenge import raised
from tests.cli.test_commands import lrs_gateway
from tests.cli.test_learner import every_command
from tests.registered_twice import AGAIN, ELIZABETH, put

HOSTILE = "[red]:bomb:\nPLANTED line\r\t\x1b[2J\x9b2J\x85\u2028\u2029\u200b\u200e\u202e\u2066\u3164\ufeff"
ESCAPED = r"[red]:bomb:\nPLANTED"
WHY = ("--reason", "Seen both passports")

ORGANISATIONS = """\
ukprn,reference,name,roles,password
TEST0011,DEMO11,Fal,plr,Kx7-Tm2-Vb9-Rq4w
TEST0012,DEMO12,Looe,plr,
"""

CODES = {
    "advice", "birth_day", "birth_year", "call", "change", "code", "digest", "evidence", "event_ids", "family_key",
    "family_sound", "former_sound1", "former_sound2", "given_key", "given_sound", "hash", "initials",
    "last_known_postcode", "master_uln", "notice", "operation", "opt_out_lifted_by", "other_uln", "parameters",
    "password_hash", "pin_hash", "postcode_key", "reference", "registered_by", "result", "return_number", "roles",
    "state", "status", "submission", "ukprn", "uln",
    "alembic_version.version_num", "batch_job.kind", "duplicate.opinion", "learner_history.before",
    "organisation.ukprn",
}  # fmt: skip
"""Columns that hold no free text: keys and fixed values."""

RUNS: dict[str, list[str]] = {
    "migrate": [],
    "demo": [],
    "organisation add": ["TEST0010", "DEMO10", "Fal"],
    "organisation import": ["organisations.csv", "--drawn-passwords", "drawn\x1b\n.csv"],
    "organisation list": [],
    "organisation user": ["TEST0001", "u"],
    "organisation suspend": ["TEST0001"],
    "organisation resume": ["TEST0001"],
    "organisation password": ["TEST0001"],
    "organisation roles": ["TEST0001", "--role", "plr"],
    "settings": [],
    "completion": ["bash"],
    "doctor": [],
    "doctor --json": [],
    "scenarios": [],
    "batch submit": ["LRB_TEST0002_240920260900.CSV"],
    "batch check": ["LRB_TEST0002_240920260900.CSV"],
    "batch template": [],
    "batch list": ["--ukprn", "TEST0001"],
    "batch show": ["DONE", "--ukprn", "TEST0001"],
    "batch output": ["DONE", "--ukprn", "TEST0001", "--out", "out\x1b.CSV"],
    "batch settle": ["WAITING", "2", "--is", demo.ANN_ULN, "--not-listed", *WHY],
    "batch cancel": ["OPEN", *WHY],
    "events load": ["events\x1b\n\u202e.csv"],
    "events loads": [],
    "events withdraw": ["1", *WHY],
    "challenge list": [],
    "challenge show": ["CHALLENGE"],
    "challenge resolve": ["CHALLENGE", "--verdict", "upheld", *WHY],
    "learner show": [demo.ANN_ULN],
    "learner find": ["--given", "Anne", "--family", "Lee", "--born", "2004-03-09", *WHY],
    "learner export": [demo.ANN_ULN, "--out", "-"],
    "learner merge": [demo.ANN_ULN, demo.GIL_ULN, *WHY],
    "learner unmerge": [demo.MERGED_ULN, *WHY],
    "learner delete": [demo.GIL_ULN, *WHY],
    "learner restore": [demo.EVE_ULN, *WHY],
    "learner opt-out": [demo.GIL_ULN, *WHY],
    "learner lift-opt-out": [demo.ANN_ULN, *WHY],
    "audit search": [],
    "audit search --csv": [],
    "audit search --json": [],
    "audit summary": [],
    "matching refresh": [],
    "match explain": [
        "--given",
        "Ann",
        "--family",
        "Lee",
        "--born",
        "2004-03-09",
        "--gender",
        "2",
        "--postcode",
        "CV1",
    ],
    "duplicates find": [],
    "duplicates list": ["--limit", "100"],
    "duplicates confirm": ["PAIR", "--master", "ELIZABETH", *WHY],
    "duplicates reject": ["PAIR", *WHY],
    "contract check": [],
}
FINDING_FAULTS = {"doctor", "doctor --json"}
"""Commands that find something wrong: no worker runs."""
UNSEEN = {"serve", "worker"}
"""Commands that run until they are stopped.

They print only addresses from the settings, and lines of JSON.
"""

SHOWING = {"batch list", "batch show", "audit search", "audit search --json", "organisation list", "events loads", "challenge list", "challenge show", "learner show", "learner find", "learner export",
           "duplicates list"}  # fmt: skip

MISTAKES = [
    ["organisation", "suspend", HOSTILE],
    ["organisation", "roles", HOSTILE, "--role", "plr"],
    ["organisation", HOSTILE],
    ["organisation", "import", "wrong\x1b\n.csv"],
    ["organisation", "import", "organisations.csv", "--drawn-passwords", "\x1b\n/nowhere.csv"],
    ["learner", "show", HOSTILE],
    ["learner", "show", demo.ANN_ULN, "--by", HOSTILE],
    ["challenge", "show", HOSTILE],
    ["batch", "submit", "LRB\x1b\n.CSV"],
    ["batch", "output", "1", "--ukprn", HOSTILE, "--out", "x.CSV"],
    ["batch", "output", "DONE", "--ukprn", "TEST0001", "--out", "\x1b\n/nowhere.CSV"],
    ["batch", "cancel", HOSTILE, *WHY],
    ["batch", "settle", "DONE", "2", "--is", HOSTILE, *WHY],
    ["batch", "show", "DONE", "--ukprn", HOSTILE],
    ["events", "load", "wrong\x1b\n.csv"],
    ["events", "load", HOSTILE[:50]],
    ["duplicates", "list", "--advice", HOSTILE],
    ["doctor", "--certificate", HOSTILE],
    ["scenarios", HOSTILE],
    ["scenarios", "--operation", HOSTILE],
    ["doctor", "--json", "--certificate", HOSTILE],
    [f"--{HOSTILE}"],
    ["learner", f"--{HOSTILE}"],
]


def writable_by_somebody(column: Column[Any]) -> bool:
    named = {column.name, f"{column.table.name}.{column.name}"} & CODES
    return isinstance(column.type, String | JSON) and not named and not column.foreign_keys


def poisoned(value: Any) -> Any:
    if isinstance(value, str):
        return value + HOSTILE
    if isinstance(value, dict):
        return {name: poisoned(one) for name, one in value.items()}
    return [poisoned(one) for one in value] if isinstance(value, list) else value


def poison(engine: Engine) -> None:
    """Append control characters to every free text in every table."""
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            keys = list(table.primary_key.columns)
            columns = [column for column in table.c if writable_by_somebody(column)]
            for row in connection.execute(select(table)).mappings():
                values = {column.name: poisoned(row[column.name]) for column in columns}
                if values:
                    connection.execute(update(table).where(*(key == row[key.name] for key in keys)).values(values))


@pytest.fixture(scope="module")
def template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Make a register with control characters in every free text.

    Every command has something to show. Returns the register and what the commands can name.
    """
    folder = tmp_path_factory.mktemp("poisoned")
    path = folder / "gateway.db"
    shutil.copy(sqlite_template, path)
    url = f"sqlite:///{path}"
    engine = open_engine(url)
    store = Store(engine)
    elizabeth, _ = put(store, [ELIZABETH, AGAIN])
    named = {"ELIZABETH": elizabeth, "CHALLENGE": raised(url)}
    (folder / "events.csv").write_text(f"ULN,Source,Subject,SubjectCode\n{demo.GIL_ULN},AO,Art,600/1\n", "utf-8")
    for command in (
        ["duplicates", "find"],
        ["events", "load", str(folder / "events.csv")],
        ["learner", "merge", demo.ANN_ULN, demo.CY_ULN, *WHY],
    ):
        assert lrs_gateway(url, *command).exit_code == 0
    batch = lrs_gateway(url, "batch", "submit", str(intake(folder / "LRB_TEST0001_240920260900.CSV")))
    named["DONE"] = batch.stdout.strip()
    (folder / "anne.csv").write_text("First name,Surname,DOB,Sex,Post code\nAnne,Lee,09/03/2004,F,CV1 2WT\n", "utf-8")
    waiting = lrs_gateway(url, "batch", "submit", str(folder / "anne.csv"), "--ukprn", "TEST0001")
    named["WAITING"] = waiting.stdout.strip()
    work(url)
    with store.unit() as unit:
        college = unit.organisations.named(demo.COLLEGE.ukprn, "")
        assert college is not None
        rows = [{"uln": demo.ANN_ULN}]
        named["OPEN"] = str(
            unit.batches.submit(
                JobKind.VERIFICATION, rows, Caller(organisation=college, user="r", operation="test", call="0" * 32)
            )
        )
        pair = next(one for one in unit.duplicates.listed([*Advice], 100) if one.uln == elizabeth)
        named["PAIR"] = str(pair.number)
    poison(engine)
    engine.dispose()
    return path, named


@pytest.fixture
def poisoned_url(template: tuple[Path, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    path, _ = template
    for name in ("gateway.db", "LRB_TEST0001_240920260900.CSV"):
        shutil.copy(path.parent / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    intake(tmp_path / "LRB_TEST0002_240920260900.CSV", "TEST0002")
    good = f"ULN,Source,Subject,SubjectCode\n{demo.GIL_ULN},AO,Art{HOSTILE[-1]},600/2\n"
    (tmp_path / "events\x1b\n\u202e.csv").write_text(good, "utf-8")
    (tmp_path / "wrong\x1b\n.csv").write_text(good + f'{HOSTILE},"{HOSTILE}",{HOSTILE}\n,,,\n', "utf-8")
    (tmp_path / "LRB\x1b\n.CSV").write_text(HOSTILE, "utf-8")
    (tmp_path / "organisations.csv").write_text(ORGANISATIONS, "utf-8")
    return f"sqlite:///{tmp_path}/gateway.db"


def require_obedient_to_nobody(result: Result) -> None:
    for text in (result.stdout, result.stderr):
        letters = {letter for letter in text if not letter.isprintable() or letter == "\u3164"}
        assert letters <= {"\n", "\t"}, f"{letters!a} in {text!a}"
        assert not re.search(r"(?m)^[\s│┃]*PLANTED", text), text


@pytest.mark.parametrize("command", RUNS)
def test_no_command_writes_what_a_screen_obeys(
    poisoned_url: str, template: tuple[Path, dict[str, str]], command: str
) -> None:
    arguments = [template[1].get(one, one) for one in RUNS[command]]
    result = lrs_gateway(poisoned_url, *command.split(), *arguments, stdin="Kx7-Tm2-Vb9-Rq4w\n")
    assert result.exit_code == (1 if command in FINDING_FAULTS else 0), result.output + result.stderr
    require_obedient_to_nobody(result)
    if command in SHOWING:
        assert ESCAPED in re.sub(r"[\s│┃]", "", result.stdout).replace("PLANTEDline", "PLANTED"), result.stdout


def test_every_command_is_tried() -> None:
    of_register = {path for path, _ in every_command(main) if not path.startswith(("sandbox ", "conformance "))}
    assert of_register == {command.partition(" --")[0] for command in RUNS} | UNSEEN  # tests/sandbox tries the others


@pytest.mark.parametrize("arguments", MISTAKES, ids=lambda arguments: ascii(" ".join(arguments))[:40])
def test_no_error_writes_what_a_screen_obeys(
    poisoned_url: str, template: tuple[Path, dict[str, str]], arguments: list[str]
) -> None:
    result = lrs_gateway(poisoned_url, *(template[1].get(one, one) for one in arguments))
    assert result.exit_code in (1, 2)
    assert result.output
    require_obedient_to_nobody(result)


def test_what_is_exported_to_the_screen_is_json_that_reads_back(poisoned_url: str) -> None:
    exported = lrs_gateway(poisoned_url, "learner", "export", demo.ANN_ULN, "--out", "-")
    held = json.loads(exported.stdout)
    assert any(record["given_name"] == "Ann" + HOSTILE for record in held["records"])


def test_a_screen_obeys_nothing_of_a_file_of_an_export(poisoned_url: str, tmp_path: Path) -> None:
    for path in lrs_gateway(poisoned_url, "learner", "export", demo.ANN_ULN).stdout.splitlines():
        if path.endswith(".json"):
            written = (tmp_path / path).read_text("utf-8")
            assert all(letter.isprintable() or letter == "\n" for letter in written)
            assert json.loads(written)["records"][0]["given_name"] == "Ann" + HOSTILE


@pytest.mark.parametrize(("encoding", "written"), [("ascii", r"\xf4n"), ("latin-1", "ôn"), ("utf-8", "ôn")])
def test_a_screen_of_few_letters_is_no_reason_to_fail(sqlite_url: str, encoding: str, written: str) -> None:
    def shown(*command: str) -> str:
        run = CliRunner(charset=encoding).invoke(main, command, env={"GATEWAY_DATABASE_URL": sqlite_url})
        assert run.exit_code == 0, run.output
        return run.stdout

    assert f"Si{written} Wyn-Jones" in shown("learner", "show", demo.SION_ULN)
    assert json.loads(shown("learner", "export", demo.SION_ULN, "--out", "-"))["records"][0]["given_name"] == "Siôn"
    assert "Ashdown College" in shown("organisation", "list")
