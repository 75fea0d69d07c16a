"""Describes in words what became of a row of a registration batch, and what to do next."""

from gateway.domain.batch import BatchLearner, RowResult
from gateway.domain.codes import Code

_NEEDED = {
    "date_of_birth": "date of birth",
    "gender": "gender",
    "postcode": "postcode",
    "ability_to_share": "ability to share",
    "verification_type": "verification type",
}
_NEXT = {
    Code.ROW_NEW_ULN: "New ULN.",
    Code.ROW_EXISTS: "Has this ULN already.",
    Code.ROW_UPDATED: "Has this ULN already; what you sent was added.",
    Code.ROW_EXACT: "Has this ULN already (check only).",
    Code.ROW_MASTER: "Registered twice before; use this ULN.",
    Code.ROW_POSSIBLE: "May be somebody who is registered already. Compare the details (lrs-gateway match explain), and"
    " correct the row, or register the learner as new after a search.",
    Code.ROW_CONFLICT: "The ULN in the row belongs to somebody else. Correct or remove it.",
    Code.ROW_NOT_FOUND: "Nobody has the ULN in the row. Correct or remove it.",
    Code.ROW_DUPLICATE: "Stands in the file twice; see the row before.",
    Code.ROW_MALFORMED: "A field is malformed. Correct the row and submit it again.",
    Code.ROW_AGE: "The date of birth makes the learner too young or too old. Correct it and submit the row again.",
}


def in_words(given: BatchLearner, result: RowResult) -> str:
    """Return what became of a row, in a sentence or two."""
    if result.code is Code.ROW_INSUFFICIENT:
        missing = [words for name, words in _NEEDED.items() if not getattr(given, name)]
        return f"No ULN: {_listed(missing) or 'a needed field'} missing. Add and submit the row again."
    return _NEXT.get(result.code, result.code.text)


def _listed(words: list[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
