"""Operators refresh the matching model, and see its decisions explained."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from gateway import demo
from gateway.cli import main
from gateway.domain.learner import Gender, Person
from gateway.domain.matching import PRIOR
from gateway.domain.matching.name_classes import NameClasses
from gateway.handlers.matching.explain_match import explain_match
from gateway.settings import Settings
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store
from tests.builders import Wire
from tests.registered_twice import put

ANN = ("--given", "Ann", "--family", "Lee", "--born", "2004-03-09", "--gender", "2", "--postcode", "CV1 2WT")


def lrs_gateway(url: str, *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"GATEWAY_DATABASE_URL": url})


def test_a_model_is_learnt_kept_and_used(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Wire.open(Settings(database_url=database_url)) as wire:
        store = wire.store
        with store.unit() as unit:
            assert unit.matching_models.current == PRIOR
        for version in (1, 2):
            refreshed = lrs_gateway(database_url, "matching", "refresh")
            assert refreshed.exit_code == 0, refreshed.stderr
            assert refreshed.stdout.endswith(f" Model {version} is now in use.\n")
        with store.unit() as unit:
            assert unit.matching_models.current == PRIOR, "a process looks again after half a minute"
            monkeypatch.setattr("gateway.store.repositories.matching_models._SECONDS_BETWEEN_POLLS", 0.0)
            assert unit.matching_models.current.version == 2
            assert unit.matching_models.current.family_counts["LEE"] >= 2, "Ann and Bea"


def test_a_model_of_another_release_is_not_used(sqlite_url: str, caplog: pytest.LogCaptureFixture) -> None:
    engine = open_engine(sqlite_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO matching_model VALUES (1, '2026-01-01 00:00:00', 1, '{}')")
    with Store(engine).unit() as unit:
        assert unit.matching_models.current == PRIOR
    engine.dispose()
    assert "matching model unreadable" in [record.message for record in caplog.records]


def test_a_model_of_before_name_classes_still_matches(database_url: str) -> None:
    values = json.loads(replace(PRIOR, version=1, register_size=6_543.0).as_json())
    del values["name_classes"]
    engine = open_engine(database_url)
    keep = text("INSERT INTO matching_model VALUES (1, '2026-01-01 00:00:00', 6543, :parameters)")
    with engine.begin() as connection:
        connection.execute(keep, {"parameters": json.dumps(values | {"form": 1})})
    engine.dispose()
    explained = lrs_gateway(database_url, "match", "explain", *ANN)
    assert explained.stdout.endswith(f"Result: exact match, {demo.ANN_ULN} (model 1).\n")
    assert "6,543" in explained.stdout
    refreshed = lrs_gateway(database_url, "matching", "refresh")
    assert refreshed.stdout.endswith(" Model 2 is now in use.\n")


def test_names_that_go_together_are_explained(sqlite_url: str) -> None:
    classes = NameClasses(sizes=(0.9, 0.1), families={"LEE": (0, 1000)}, givens={"ANN": (0, 1000)})
    with Wire.open(Settings(database_url=sqlite_url)) as wire, wire.store.unit() as unit:
        unit.matching_models.add(replace(PRIOR, version=1, name_classes=classes))
    explained = lrs_gateway(sqlite_url, "match", "explain", *ANN)
    assert "both names" in explained.stdout
    assert "together" in explained.stdout, "often together, which the table divides"
    assert demo.BEA_ULN in explained.stdout, "the twin, of whom both names say nothing together"


def test_a_match_is_explained_field_by_field(sqlite_url: str) -> None:
    explained = lrs_gateway(sqlite_url, "match", "explain", *ANN)
    assert explained.exit_code == 0, explained.stderr
    lines = explained.stdout.splitlines()
    assert lines[-1] == f"Result: exact match, {demo.ANN_ULN} (model 0)."
    for column in ("ULN", "bits", "family name", "given name", "birth", "postcode", "equal"):
        assert column in explained.stdout
    assert demo.BEA_ULN in explained.stdout, "the twin was compared too"


def test_everything_that_fields_tell_together_is_said(sqlite_url: str) -> None:
    asked = ("--given", "Annie", "--family", "Leigh", "--previous-family", "Lee", "--born", "2004-03-10", *ANN[6:])
    with Wire.open(Settings(database_url=sqlite_url)) as wire, wire.store.unit() as unit:
        person = Person(
            given_name="Annie",
            family_name="Leigh",
            previous_family_name="Lee",
            date_of_birth=date(2004, 3, 10),
            gender=Gender.FEMALE,
            postcode=demo.ANN.postcode,
        )
        (ann,) = [one for one in explain_match(person, unit).candidates if one.candidate.uln == demo.ANN_ULN]
    said = " ".join(cell.strip() for cell in column(lrs_gateway(sqlite_url, "match", "explain", *asked), "besides"))
    besides = [piece for piece in ann.explanation.evidence if piece.field == "besides"]
    assert len(besides) == 3
    for piece in besides:
        assert f"{piece.level} {piece.bits:+.1f}" in said


def column(explained: Result, heading: str) -> list[str]:
    """Return the cells below a heading, line by line."""
    rows = [re.split("[┃│]", line) for line in explained.stdout.splitlines()]
    (place,) = {row.index(cell) for row in rows for cell in row if cell.strip() == heading}
    return [row[place] for row in rows if len(row) > place]


def test_somebody_who_is_listed_because_nobody_else_is_says_so(sqlite_url: str) -> None:
    noah = ("--given", "Noah", *ANN[2:6], "--gender", "1", *ANN[8:])
    explained = lrs_gateway(sqlite_url, "match", "explain", *noah).stdout
    assert (
        "Learners are listed from -3.25 bits.\n"
        f"{demo.ANN_ULN} is listed with fewer bits: only given name and gender differ, and nobody else is listed.\n"
    ) in explained
    with Wire.open(Settings(database_url=sqlite_url)) as wire:
        put(wire.store, [replace(demo.ANN, given_name="Noah", gender=Gender.MALE)])
    assert "fewer bits" not in lrs_gateway(sqlite_url, "match", "explain", *noah).stdout


def test_why_somebody_with_the_same_key_fields_is_not_exact_is_said_in_words(sqlite_url: str) -> None:
    with Wire.open(Settings(database_url=sqlite_url)) as wire:
        held = replace(demo.ANN, given_name="A.", postcode="ZZ99 9ZZ", date_of_birth=date(2004, 1, 1))
        (uln,) = put(wire.store, [held])
        with wire.store.unit() as unit:
            unit.matching_models.add(replace(PRIOR, version=1, filler_days=("01-01",)))
    asked = ("--given", "A", *ANN[2:4], "--born", "2004-01-01", *ANN[6:8], "--postcode", "ZZ99 9ZZ")
    explained = lrs_gateway(sqlite_url, "match", "explain", *asked)
    assert (
        f"{uln} has the same key fields, and yet may be somebody else: no postcode is stated; initials, or what is written"
        " where no name is known, stand for a name; the birth date is one that is written where none is known.\n"
    ) in explained.stdout
    assert "somebody else" not in lrs_gateway(sqlite_url, "match", "explain", *ANN).stdout


def test_nobody_like_that_is_no_match(sqlite_url: str) -> None:
    nobody = ("--given", "Zed", "--family", "Quux", "--born", "1999-12-31", "--gender", "1", "--postcode", "LS1 4AP")
    assert lrs_gateway(sqlite_url, "match", "explain", *nobody).stdout.endswith("Result: no match (model 0).\n")


def test_a_birth_date_that_is_none_is_refused_in_words(sqlite_url: str) -> None:
    refused = lrs_gateway(sqlite_url, "match", "explain", *ANN[:4], "--born", "2004-13-09", *ANN[6:])
    assert refused.exit_code == 2
    assert "2004-13-09" in refused.stderr
