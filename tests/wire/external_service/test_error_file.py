"""No cell of an error file is a formula.

A reader of CSV gets back the original text.
"""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.achievements import RowError, result_with
from gateway.domain.batch import RowResult
from gateway.domain.codes import Code
from gateway.domain.row_details import AchievementDetails
from gateway.domain.text import without_formula
from gateway.wire.external_service.error_file import error_file


def read(file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file, newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\xa0@", "\uff1d"])
def test_a_cell_that_would_be_a_formula_is_defused(start: str) -> None:
    assert without_formula(f"{start}1") == f"'{start}1"
    assert without_formula(f"1{start}") == f"1{start}"


@given(identifier=st.text(st.characters(exclude_categories=["Cs"])), uln=st.text(st.characters(codec="ascii")))
def test_whatever_was_sent_makes_no_formula_and_no_line_of_its_own(identifier: str, uln: str) -> None:
    errors = result_with([RowError("uln", Code.ULN_MALFORMED), RowError("grade", Code.VALUE_TOO_LONG)])
    done = RowResult(code=Code.ACHIEVEMENT_CREATED, details=AchievementDetails(is_final=True))
    lines = read(error_file([({}, done), ({"identifier": identifier, "uln": uln}, errors)]))
    assert [(line["Record"], line["Field"], line["Rule"]) for line in lines] == [
        ("2", "Uln", "AC108"),
        ("2", "Grade", "AC102"),
    ]
    for line in lines:
        assert line["MisIdentifier"].removeprefix("'") == identifier.removeprefix("'")
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in line.values())


def test_a_batch_without_errors_has_no_file() -> None:
    assert error_file([({}, RowResult(code=Code.ACHIEVEMENT_CREATED, details=AchievementDetails(is_final=True)))]) == ""
