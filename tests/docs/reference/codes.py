"""The page of codes."""

import re
from collections import defaultdict

from gateway.domain.codes import Code
from tests.contract.golden import Case, cases
from tests.docs.reference.markdown import code, codes, page, table

_KINDS = {
    "WSRC": "Answers of calls",
    "WSVRC": "Answers of verifyLearner and of batches of verifications",
    "WSEC": "Refusals and failures",
    "RC": "Rows of a batch of registrations",
    "AC0": "Achievements that were done",
    "AC1": "Achievements that were refused: a field",
    "AC2": "Achievements that were refused: the learner",
    "AC3": "Achievements that were refused: a rule",
}


def write_codes() -> str:
    """Return the page of all codes."""
    operations = _operations()
    parts = []
    for kind, title in _KINDS.items():
        of_kind = [one for one in Code if re.fullmatch(rf"{kind}\d+", one.value)]
        parts += [
            f"## {title}",
            table(
                ("code", "means", "operations"),
                ((code(one.value), one.text, codes(sorted(operations[one.value]))) for one in of_kind),
            ),
        ]
    return page(
        "Codes",
        "All codes that the gateway answers with. The operations are those for which the tests have a message with the code."
        " [How to get each code](../how-to/get-each-code.md) has a request for each.",
        *parts,
    )


def _operations() -> dict[str, set[str]]:
    """Return the operations whose answers have each code.

    A case is named for the code of its last answer. Codes of rows stand in the answers.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for case in cases():
        found[code_of(case)].add(case.operation)
        for value in re.findall(r">((?:RC|AC|WSVRC)[0-9]{3})<", case.steps[-1][1].read_text()):
            found[value].add(case.operation)
    return found


def code_of(case: Case) -> str:
    """Return the code that names a case, or nothing."""
    named = re.match(r"(wsrc|wsec|wsvrc)[0-9]+", case.name)
    return named[0].upper() if named else ""
