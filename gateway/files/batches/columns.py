"""The columns of a batch file (contract 3.1, 8)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from gateway.domain.batch import BatchLearner
from gateway.domain.text import is_email, is_postcode

VERSION = "2A"

_Check = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class BatchColumn:
    """A column of a batch file, and its rule.

    `fact` says what is wrong with a cell that breaks the rule.
    """

    field: str
    is_right: _Check
    fact: str
    usual: tuple[re.Pattern[str], str] | None = None
    """A usual mistake in spreadsheets, and how to correct it."""

    def fault(self, cell: str) -> str:
        """Return what is wrong with a cell, without the cell."""
        if self.usual is not None and self.usual[0].fullmatch(cell):
            return self.usual[1]
        return self.fact


def _text(field: str, most: int) -> BatchColumn:
    return BatchColumn(field, lambda cell: len(cell) <= most, f"is longer than {most} characters")


def _pattern(field: str, pattern: str, fact: str, usual: tuple[re.Pattern[str], str] | None = None) -> BatchColumn:
    compiled = re.compile(pattern, re.ASCII)
    return BatchColumn(field, lambda cell: compiled.fullmatch(cell) is not None, fact, usual)


_BY_SPREADSHEET = "rename the file and submit it with --ukprn UKPRN"
_DAY_FIRST = (
    re.compile(r"[0-9]{1,2}[/.\-][0-9]{1,2}[/.\-][0-9]{4}(?: 00:00(?::00)?)?", re.ASCII),
    f"is DD/MM/YYYY; a batch file needs YYYY-MM-DD. Format the column as YYYY-MM-DD, or {_BY_SPREADSHEET}",
)
_WORDS_FOR_GENDER = (
    re.compile("m|f|male|female|man|woman|boy|girl", re.IGNORECASE),
    f"is a letter or a word; a batch file needs 1 (male), 2 (female), 0 or 9. Replace them, or {_BY_SPREADSHEET}",
)
_BEYOND_ASCII = (
    re.compile(r".*[^\x00-\x7f].*", re.DOTALL),
    "has an accented letter, which the LRS does not accept in an e-mail address. Change it, or empty the cell",
)


def _day(field: str) -> BatchColumn:
    return BatchColumn(field, _is_day, "must be a date as YYYY-MM-DD, from 1800 to 2099", _DAY_FIRST)


def _is_day(cell: str) -> bool:
    """Return whether a cell is a date.

    The contract's pattern would also let 29 February 1900 pass.
    """
    if re.fullmatch("(?:18|19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}", cell) is None:
        return False
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return True


COLUMNS = {
    "ULN": _pattern("uln", "[1-9][0-9]{9}", "must be ten digits, and not begin with 0"),
    "MISIdentifier": _text("mis_identifier", 128),
    "Title": _text("title", 35),
    "GivenName": _text("given_name", 35),
    "PreferredGivenName": _text("preferred_given_name", 35),
    "MiddleOtherName": _text("middle_name", 35),
    "FamilyName": _text("family_name", 35),
    "PreviousFamilyName": _text("previous_family_name", 35),
    "FamilyNameAt16": _text("family_name_at_16", 35),
    "SchoolAtAge16": _text("school_at_16", 254),
    "LastKnownAddressLine1": _text("address_line1", 50),
    "LastKnownAddressLine2": _text("address_line2", 50),
    "LastKnownAddressTown": _text("address_town", 50),
    "LastKnownAddressCountyorCity": _text("address_county", 50),
    "LastKnownPostCode": BatchColumn("postcode", is_postcode, "is not a postcode"),
    "DateOfAddressCapture": _day("address_captured_on"),
    "DateOfBirth": _day("date_of_birth"),
    "PlaceOfBirth": _text("place_of_birth", 35),
    "EmailAddress": BatchColumn(
        "email", is_email, "must be an e-mail address of at most 254 characters", _BEYOND_ASCII
    ),
    "Gender": _pattern("gender", "[0129]", "must be 0, 1, 2 or 9", _WORDS_FOR_GENDER),
    "Nationality": _text("nationality", 3),
    "ScottishCandidateNumber": _pattern("scottish_candidate_number", "[0-9]{9}", "must be nine digits"),
    "AbilityToShare": _pattern("ability_to_share", "[012]", "must be 0, 1 or 2"),
    "VerificationType": _pattern("verification_type", "[0-7]|999", "must be 0 to 7, or 999"),
    "OtherVerificationDescription": _text("verification_description", 255),
    "Notes": _text("notes", 4000),
}
HEADER = ("FileVersion", "FileName", "UKPRN", "LearnerRecordCount")
HEADINGS = (*HEADER, *COLUMNS)
NEEDED = frozenset({"GivenName", "FamilyName"})


def written_cells(learner: BatchLearner, code: str) -> dict[str, str]:
    """Return the cells of an output by heading."""
    cells = {heading: str(getattr(learner, column.field)) for heading, column in COLUMNS.items()}
    return cells | {"ReturnCode": code}
