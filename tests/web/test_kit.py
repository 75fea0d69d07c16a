"""The pages' style sheet holds only what we may use."""

import re

import pytest

from tests.web.kit_css import TARGET, strip

_NOT_OURS = ("GDS Transport", "@font-face", "govuk-crest", "url(", "@import", "sourceMappingURL")
_THEIRS = (
    "/*! licence of the font */@font-face{font-family:GDS Transport;src:url(/a.woff2)}"
    ".a{font-family:GDS Transport,arial,sans-serif}.b{background-image:url(/assets/images/govuk-crest.svg);color:red}"
    ".c{mask-image:url(/assets/images/govuk-crest.svg)}/*# sourceMappingURL=x.map */"
)


@pytest.mark.parametrize("trace", _NOT_OURS)
def test_the_style_sheet_has_no_trace_of_it(trace: str) -> None:
    assert trace in _THEIRS + "@import"
    assert trace not in TARGET.read_text("utf-8")


def test_what_is_ours_to_use_stays() -> None:
    stripped = strip(_THEIRS).partition("\n")[2]
    assert re.sub(r"\s", "", stripped) == ".a{font-family:arial,sans-serif}.b{color:red}.c{}"


def test_the_licence_goes_with_it() -> None:
    licence = TARGET.with_name("LICENCE-govuk-frontend.txt").read_text("utf-8")
    assert "The MIT License" in licence
    assert licence.split(" is ")[0] == TARGET.name
    assert "LICENCE-govuk-frontend.txt" in TARGET.read_text("utf-8")[:200]
