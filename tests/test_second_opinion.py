"""What Splink gets of a learner, and its failures.

Splink itself need not be installed.
"""

import sys
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from types import SimpleNamespace

import pytest

from gateway import second_opinion
from gateway.domain.matching.traits import traits

HELD = traits(
    given_name="Siân Mair",
    family_name="Wyn-Jones",
    previous_family_name="O'Neill",
    date_of_birth=date(2004, 3, 9),
    postcode="cv1 2wx",
    gender=2,
    place_of_birth="St. Asaph",
    email="Sian@Example.org",
)


def test_a_learner_is_given_in_normal_form() -> None:
    assert second_opinion.record_of("7000000003", HELD) == second_opinion.Record(
        unique_id="7000000003",
        given="SIAN MAIR",
        family="WYN JONES",
        former="ONEILL",
        born="2004-03-09",
        year="2004",
        day="03-09",
        swapped_day="09-03",
        postcode="CV12WX",
        sector="CV12",
        outward="CV1",
        gender="2",
        birthplace="STASAPH",
        email="sian@example.org",
        family_sound="W525",
        given_sound="S500",
    )


def test_what_is_missing_is_none() -> None:
    record = second_opinion.record_of("7000000003", traits(given_name="Cy", postcode="ZZ99 3VZ", gender=9))
    assert record._replace(unique_id="", given=None, given_sound=None) == second_opinion.Record("", *[None] * 15)


@pytest.fixture
def duckdb(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., object]], None]:
    """Return a function that replaces DuckDB's `connect`."""

    def connect_by(function: Callable[..., object]) -> None:
        monkeypatch.setitem(sys.modules, "duckdb", SimpleNamespace(connect=function))

    return connect_by


def test_an_error_names_its_kind_and_nobody(
    duckdb: Callable[[Callable[..., object]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: object) -> None:
        print("Elizabeth Orme")
        raise ValueError("Elizabeth Orme")

    duckdb(fail)
    with pytest.raises(second_opinion.LinkageFailed) as failed:
        second_opinion.LinkageTable([], print)
    assert str(failed.value) == "Splink failed (ValueError); is the register too small?"
    assert failed.value.__cause__ is None
    assert failed.value.__suppress_context__
    assert capsys.readouterr().out == ""


def test_want_of_memory_is_told_though_splink_wraps_it(duckdb: Callable[[Callable[..., object]], None]) -> None:
    class SplinkException(Exception):
        pass

    def fail(**_: object) -> None:
        try:
            raise MemoryError
        except MemoryError as error:
            raise SplinkException from error

    duckdb(fail)
    with pytest.raises(second_opinion.LinkageFailed, match="too large for this machine's memory"):
        second_opinion.LinkageTable([], print)


@pytest.mark.parametrize("missing", ["splink", "duckdb", "pyarrow"])
def test_what_is_not_installed_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setattr(second_opinion, "find_spec", lambda module: None if module == missing else find_spec("json"))
    with pytest.raises(second_opinion.NotInstalled, match=r"pip install '\.\[linkage\]'"):
        second_opinion.require_splink()
    monkeypatch.setattr(second_opinion, "find_spec", lambda _module: find_spec("json"))
    second_opinion.require_splink()
