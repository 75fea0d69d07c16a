"""The table of requests that get each code, in docs/how-to/get-each-code.md."""

import re
from pathlib import Path

import pytest

from gateway.domain.codes import Code
from tests.contract.golden import ROOT

_PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "get-each-code.md").read_text()
_ROWS = re.findall(r"^\| `([A-Z]+[0-9]+)` \| ([^|]+) \| `([^`]+)` \|$", _PAGE, re.MULTILINE)
_NOT_ON_DEMAND = {"WSRC0010", "WSEC0004", "WSEC0999"}


def test_every_code_of_a_call_has_a_request() -> None:
    of_calls = {code.value for code in Code if code.startswith(("WSRC", "WSVRC", "WSEC"))}
    assert {code for code, _, _ in _ROWS} == of_calls - _NOT_ON_DEMAND


@pytest.mark.parametrize(("code", "means", "case"), _ROWS, ids=[code for code, _, _ in _ROWS])
def test_a_request_gets_the_code_that_it_is_named_for(code: str, means: str, case: str) -> None:
    assert means == {one.value: one.text for one in Code}[code]
    answers = sorted((ROOT / case).glob("response*.xml"))
    assert code in answers[-1].read_text()
