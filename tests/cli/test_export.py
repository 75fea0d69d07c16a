"""A subject access report has all of one person's data.

It has no data about anybody else.
"""

import json
import stat
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from sqlalchemy import select

from gateway import demo
from gateway.domain.actors import Caller
from gateway.domain.challenge import ChallengedEvent, Complaint, Contact
from gateway.domain.learner import identity_of
from gateway.domain.notification import Notification, Preference
from gateway.domain.snapshot import SnapshotContents
from gateway.domain.subject_access import Section, SubjectAccessReport
from gateway.files.subject_access import CannotWrite, as_html, as_json, write
from gateway.handlers.lifecycle.unmerge_learner import unmerge_learner
from gateway.handlers.matching.find_duplicates import find_duplicates
from gateway.store.repositories.subject_access import READ_APART, tables_about_learners
from gateway.store.tables.organisations import organisation
from tests.builders import FINDMSG, LEARNER_SERVICE, REGMSG, Wire, learner, miap
from tests.cli.test_commands import JO, failed_in_one_line, lrs_gateway
from tests.journeys.test_batches import ANN as ANN_ROW
from tests.journeys.test_batches import HAL, submit, work
from tests.journeys.test_consent import events
from tests.journeys.test_merges_and_deletions import decide, merge
from tests.journeys.test_view_audit import audit
from tests.stored import rows

ANN, CY, EVE = demo.ANN_ULN, demo.CY_ULN, demo.EVE_ULN


def report(url: str, uln: str) -> dict[str, Any]:
    result = lrs_gateway(url, "learner", "export", uln, "--out", "-", "--by", "jo")
    assert result.exit_code == 0, result.stderr
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def register(wire: Wire, **changes: Any) -> str:
    reply = wire.post(LEARNER_SERVICE, miap(REGMSG, "RegisterLearner", {"Learner": learner(**changes)}))
    uln = reply.text("ULN")
    assert uln, reply.body
    return uln


def test_the_history_of_a_record_is_told_by_fields_with_who_and_by_which_call(wire: Wire, database_url: str) -> None:
    uln = register(wire, AbilityToShare="0")
    update = learner(ULN=uln, VersionNumber=1, LastKnownPostCode="LS1 4AP", EmailAddress="hal@example.org")
    wire.post(LEARNER_SERVICE, miap(REGMSG, "UpdateLearner", {"Learner": update}, by=demo.SECOND_COLLEGE))
    told = report(database_url, uln)
    registered, updated = told["changes"]
    assert {"field": "given_name", "from": None, "to": "Hal"} in registered["fields"]
    assert {"field": "postcode", "from": None, "to": "OX1 2JD"} in registered["fields"]
    assert updated["fields"] == [
        {"field": "postcode", "from": "OX1 2JD", "to": "LS1 4AP"},
        {"field": "email", "from": "", "to": "hal@example.org"},
        {"field": "ability_to_share", "from": 0, "to": 1},
    ]
    assert (updated["organisation"], updated["user"]) == ("Bramley College (TEST0002)", "registrar")
    trail = [(row["operation"], row["call"]) for row in told["audit_trail"]]
    assert [(one["operation"], one["call"]) for one in (registered, updated)] == trail[:2]
    assert [(one["from"], one["to"][0], one["notice"], one["operation"]) for one in told["consent"]] == [
        (None, "0", "not seen", "register"),
        ("0: privacy notice not seen", "1", "seen", "update"),
    ]
    assert told["consent"][0]["user"] == "registrar"
    assert told["records"][0]["email"] == "hal@example.org"


def test_it_is_of_all_ulns_of_the_person_whichever_is_named(wire: Wire, database_url: str) -> None:
    events(wire, CY, "FULL")
    merge(wire, ANN, CY)
    for uln in (ANN, CY):
        told = report(database_url, uln)
        assert (told["uln"], told["ulns"]) == (uln, [ANN, CY])
        assert [one["uln"] for one in told["records"]] == [ANN, CY]
        assert {one["subject"] for one in told["learning_event"]} > {"Mathematics", "History"}
        assert [(one["uln"], one["reason"]) for one in told["status_change"]] == [(CY, "Same person")]
        assert [one["to"][0] for one in told["consent"] if one["uln"] == ANN] == ["1", "2"]
        assert "Asked for the learning record, which was withheld" in {one["looked"] for one in told["audit_trail"]}


def test_a_deleted_learner_is_told_what_is_still_held(database_url: str) -> None:
    told = report(database_url, EVE)
    assert (told["records"][0]["status"], told["records"][0]["given_name"]) == ("deleted", "Eve")
    assert told["status_change"][0]["reason"] == "Registered in error"


def test_the_export_is_told_as_a_look_and_is_in_the_trail_before_anything_is_written(
    wire: Wire, database_url: str, tmp_path: Path
) -> None:
    failed = lrs_gateway(
        database_url, "learner", "export", ANN, "--out", str(tmp_path / "nowhere" / "at"), "--by", "jo"
    )
    assert "cannot be written" in failed_in_one_line(failed)
    shown = audit(wire)
    assert shown.texts("Action") == ["Exported all that is held of the learner"]
    assert shown.texts("User") == [JO]
    unknown = lrs_gateway(database_url, "learner", "export", "9276308686")
    assert "no learner has the ULN 9276308686" in failed_in_one_line(unknown)


def test_of_another_nothing_is_told_but_the_uln(wire: Wire, database_url: str) -> None:
    find_duplicates(wire.store)
    wrong = {"ULN": ANN, "GivenName": "Zoe", "FamilyName": "Grey"}
    submit(wire, ANN_ROW | {"PlaceOfBirth": "Zurich"}, wrong, HAL)
    work(wire)
    merge(wire, ANN, CY)
    decide(wire, unmerge_learner, CY)
    told = report(database_url, ANN)
    (pair,) = told["duplicates"]
    assert (pair["uln"], pair["other_uln"], pair["status"]) == (ANN, CY, "rejected")
    assert {"evidence", "reason"}.isdisjoint(pair)
    text = json.dumps(told)
    for other in ("Bea", "Zoe", "Grey", "Hal", "Orme", "Roe", "1999-11-30"):
        assert other not in text
    assert [(row["code"], row["given"] and row["given"].get("place_of_birth")) for row in told["batch_rows"]] == [
        ("RC007", "Zurich"),
        ("RC008", None),
    ]


def test_a_row_that_found_nobody_is_told_to_whom_it_names(wire: Wire, database_url: str) -> None:
    submit(wire, ANN_ROW, ANN_ROW | {"LastKnownPostCode": "AB1 2AD"}, ANN_ROW | {"GivenName": "Bea"})
    told = report(database_url, ANN)
    assert [(row["position"], row["code"], row["organisation"]) for row in told["batch_rows"]] == [
        (1, None, "Ashdown College (TEST0001)")
    ], "nobody has done them yet"


def test_who_looked_for_somebody_like_her_is_told(sqlite_wire: Wire, sqlite_url: str) -> None:
    with sqlite_wire.store.unit() as unit:
        college = unit.organisations.named(demo.COLLEGE.ukprn, "")
        assert college is not None
        unit.recent_searches.remember(
            identity_of(demo.ANN), Caller(organisation=college, user="u", operation="test", call="0" * 32)
        )
    assert [row["organisation"] for row in report(sqlite_url, ANN)["searches"]] == ["Ashdown College (TEST0001)"]


def test_a_challenge_is_told_without_whom_to_ask(wire: Wire, database_url: str) -> None:
    contact = Contact(name="Mx Contact", telephone="0100", email="contact@example.org")
    complaint = Complaint(kind="grade", information="It was an 8", contact=contact, first=ChallengedEvent(event_id=3))
    with wire.store.unit() as unit:
        college = unit.organisations.named(demo.COLLEGE.ukprn, "")
        assert college is not None
        reference = unit.challenges.create(
            complaint, ANN, Caller(organisation=college, user="registrar", operation="test", call="0" * 32)
        )
    assert lrs_gateway(database_url, "challenge", "show", reference, "--by", "jo").exit_code == 0
    told = report(database_url, ANN)
    assert told["audit_trail"][0]["looked"] == "Looked at a challenge of the learning record"
    (challenge,) = told["challenge"]
    assert (challenge["information"], challenge["organisation"]) == ("It was an 8", "Ashdown College (TEST0001)")
    assert not {"Mx Contact", "0100", "contact@example.org"} & {*map(str, challenge.values())}


def test_what_another_said_of_an_event_while_the_two_were_merged_is_not_told(wire: Wire, database_url: str) -> None:
    complaint = Complaint(kind="grade", information="It is mine", first=ChallengedEvent(event_id=3))
    with wire.store.unit() as unit:
        college = unit.organisations.named(demo.COLLEGE.ukprn, "")
        assert college is not None
        reference = unit.challenges.create(
            complaint, CY, Caller(organisation=college, user="registrar", operation="test", call="0" * 32)
        )
    (challenge,) = report(database_url, ANN)["challenge"]
    assert (challenge["reference"], challenge["uln"], challenge["state"]) == (reference, CY, "open")
    assert not {"kind", "information", "original", "supplied", "user_name", "reason"} & {*challenge}
    assert report(database_url, CY)["challenge"][0]["information"] == "It is mine"


def test_what_proves_who_a_college_is_never_leaves_the_database(wire: Wire, database_url: str) -> None:
    wire.post(
        LEARNER_SERVICE,
        miap(FINDMSG, "FindLearnerByULN", {"ULN": ANN, "FamilyName": "Lee", "GivenName": "Ann"}, find="FUL"),
    )
    told = json.dumps(report(database_url, ANN))
    assert "Ashdown College" in told
    for one in rows(wire.store, select(organisation.c.password_hash)):
        assert one.password_hash not in told
    assert "password_hash" not in told


def test_keys_wishes_and_snapshots_are_told_without_what_proves_who_somebody_is(
    sqlite_wire: Wire, sqlite_url: str
) -> None:
    with sqlite_wire.store.unit() as unit:
        college = unit.organisations.named(demo.COLLEGE.ukprn, "")
        assert college is not None
        caller = Caller(organisation=college, user="registrar", operation="test", call="0" * 32)
        unit.learner_keys.store(ANN, "PIN", "$argon2id$key", caller)
        unit.notifications.set(ANN, Notification(preference=Preference.SMS, telephone="07700 900123"), caller)
        chosen = SnapshotContents(event_ids=(1, 3), email="to@example.org", reference="UCAS", pin_hash="$argon2id$pin")
        unit.snapshots.make(ANN, chosen, caller)
    told = report(sqlite_url, ANN)
    (key,), (wish,), (snapshot,) = told["learner_key"], told["notification"], told["snapshot"]
    assert (key["kind"], key["organisation"]) == ("PIN", "Ashdown College (TEST0001)")
    assert (wish["preference"], wish["telephone"]) == ("sms", "07700 900123")
    assert (snapshot["event_ids"], snapshot["email"]) == ([1, 3], "to@example.org")
    assert "$argon2id$" not in json.dumps(told)


def test_every_table_that_refers_to_learners_is_in_it(sqlite_url: str) -> None:
    told = report(sqlite_url, ANN)
    names = {table.name for table in tables_about_learners()}
    assert names > READ_APART
    assert names - READ_APART <= told.keys()


def test_the_files_are_the_owners_alone_and_take_the_place_of_none(sqlite_url: str, tmp_path: Path) -> None:
    result = lrs_gateway(sqlite_url, "learner", "export", ANN, "--out", str(tmp_path))
    written = [Path(line) for line in result.stdout.split()]
    assert [one.suffix for one in written] == [".json", ".html"]
    assert sorted(tmp_path.glob("learner-*")) == sorted(written)
    for one in written:
        assert stat.S_IMODE(one.stat().st_mode) == 0o600
    assert json.loads(written[0].read_text())["uln"] == ANN


def test_a_folder_that_is_not_there_is_made_for_the_owner_alone(sqlite_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "requests"
    for _ in range(2):
        result = lrs_gateway(sqlite_url, "learner", "export", ANN, "--out", str(folder))
        assert result.exit_code == 0, result.stderr
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        for one in folder.iterdir():
            one.unlink()


def test_the_mode_of_a_folder_that_is_there_stays(sqlite_url: str, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert lrs_gateway(sqlite_url, "learner", "export", ANN, "--out", str(tmp_path)).exit_code == 0
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_file_in_place_of_the_folder_is_refused_before_anybody_looks(sqlite_wire: Wire, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    url = f"sqlite:///{tmp_path}/gateway.db"
    refused = lrs_gateway(url, "learner", "export", ANN, "--out", str(file))
    assert refused.exit_code == 2
    assert "is a file" in refused.stderr
    assert file.read_text() == "mine"
    assert audit(sqlite_wire).texts("Action") == []


MADE = SubjectAccessReport(uln=ANN, ulns=(ANN,), made_at=datetime(2026, 9, 1, 8, 0), made_by="jo", sections=())


def test_a_file_that_is_there_stays_as_it_is_and_half_a_dossier_is_not_left(tmp_path: Path) -> None:
    _, page = write(MADE, tmp_path)
    page.write_text("mine")
    for path in tmp_path.glob("*.json"):
        path.unlink()
    with pytest.raises(CannotWrite, match="exists already"):
        write(MADE, tmp_path)
    assert [(one.suffix, one.read_text()) for one in tmp_path.iterdir()] == [(".html", "mine")]


def entry_of(value: object) -> SubjectAccessReport:
    section = Section(name="records", heading="Records", about="All", entries=[{"name": value, "more": [{"n": value}]}])
    return replace(MADE, sections=[section])


_printable = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs", "Cn")), min_size=1)


@given(text=_printable | st.sampled_from(["<script>alert(1)</script>", '"><img src=x onerror=y>', "&amp;", "</td>"]))
def test_what_is_held_is_text_on_the_page_and_nothing_else(text: str) -> None:
    page = html.document_fromstring(as_html(entry_of(text)))
    cells = page.findall(".//td")
    assert cells[0].text == text
    assert not cells[0].findall("*")
    assert json.loads(as_json(entry_of(text)))["records"][0]["name"] == text


def test_the_page_stands_by_itself_and_can_be_read_aloud(wire: Wire, database_url: str, tmp_path: Path) -> None:
    register(wire, Notes="<b>x</b>")
    wire.post(LEARNER_SERVICE, miap(FINDMSG, "FindLearnerByULN", {"ULN": ANN, "FamilyName": "Lee", "GivenName": "Ann"}))
    result = lrs_gateway(database_url, "learner", "export", ANN, "--out", str(tmp_path))
    page = html.document_fromstring(Path(result.stdout.split()[1]).read_text())

    def named(path: str) -> list[Any]:
        return list(page.iterfind(path))

    assert page.get("lang") == "en"
    assert len(named(".//h1")) == 1
    for outside in ("script", "link", "img", "iframe", "object", "form"):
        assert named(f".//{outside}") == []
    assert all(link.get("href").startswith("#") for link in named(".//a"))
    ids = [one.get("id") for one in named(".//*[@id]")]
    assert len(ids) == len(set(ids))
    assert set(ids) == {link.get("href")[1:] for link in named(".//a")}
    assert all(table.find("caption") is not None for table in named(".//table"))
    assert all(head.get("scope") in ("col", "row") for head in named(".//th"))
    assert all(region.get("tabindex") == "0" and region.get("aria-label") for region in named(".//div[@role='region']"))


def test_the_page_has_words_for_names_and_numbers() -> None:
    changed = {"field": "gender", "from": None, "to": 2}
    details = Section(name="records", heading="Details", about="", entries=[{"gender": 1, "given_sound": "HL"}])
    changes = Section(name="changes", heading="Changes", about="", entries=[{"fields": [changed]}])
    text = as_html(replace(MADE, sections=[details, changes]))
    assert "<td>male</td>" in text
    assert "search key: sound of the given name" in text
    assert "field: gender</li><li>to: female" in text
