"""Write the errors of a batch of achievements as CSV.

There is a line for each field that breaks a rule. A cell may hold what a caller wrote, so no cell can be a formula in a
spreadsheet.
"""

import csv
import io
from collections.abc import Iterable, Mapping

from gateway.domain.batch import RowResult
from gateway.domain.codes import CodeKind
from gateway.domain.row_details import AchievementErrors
from gateway.domain.text import without_formula
from gateway.wire.external_service.members import MEMBERS

_HEADINGS = ("Record", "MisIdentifier", "Uln", "UnitOrQualificationReferenceNumber", "Field", "Kind", "Rule", "Reason")
_KINDS = {
    CodeKind.FIELD: "Field data",
    CodeKind.LEARNER: "Learner data",
    CodeKind.RULE: "Business rule",
}


def error_file(rows: Iterable[tuple[Mapping[str, str], RowResult]]) -> str:
    """Return the errors of a batch, or "" without any.

    They are in the order of the records, whose numbers begin at 1.
    """
    lines = [
        [
            str(record),
            *(given.get(name, "") for name in ("identifier", "uln", "reference")),
            MEMBERS[field],
            _KINDS[rule.kind],
            rule,
            rule.text,
        ]
        for record, (given, result) in enumerate(rows, 1)
        if isinstance(result.details, AchievementErrors)
        for field, rule in result.details.errors
    ]
    return _written([_HEADINGS, *lines]) if lines else ""


def _written(lines: Iterable[Iterable[str]]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([without_formula(cell) for cell in line] for line in lines)
    return file.getvalue()
