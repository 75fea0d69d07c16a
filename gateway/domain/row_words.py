"""Describe the result of a registration row in words."""

from datetime import date

from gateway.domain import choices
from gateway.domain.batch import BatchLearner, RowInsufficient, RowMalformed, RowResult, person_of
from gateway.domain.codes import Code
from gateway.domain.learner import Learner, insufficient_fields, is_of_age
from gateway.domain.matching import has_both_names
from gateway.domain.settlement import settled_by

_NEEDED = {
    "date_of_birth": "date of birth",
    "gender": "gender",
    "postcode": "postcode",
    "ability_to_share": "ability to share",
    "verification_type": "verification type",
    "verification_description": "description of the other verification",
}
_OPTIONAL = "verification_description"
_TOO_YOUNG_OR_OLD = (
    f"The date of birth makes the learner younger than {choices.YOUNGEST} or older than {choices.OLDEST}."
    " Correct it and submit the row again."
)
_NEXT = {
    Code.ROW_NEW_ULN: "New ULN.",
    Code.ROW_EXISTS: "Already registered with this ULN.",
    Code.ROW_UPDATED: "Already registered with this ULN. The details that you sent were added.",
    Code.ROW_EXACT: "Already registered with this ULN (check only).",
    Code.ROW_MASTER: "Registered twice before and merged. Use this ULN.",
    Code.ROW_POSSIBLE: "May be a registered learner. Compare the candidates, then settle the row.",
    Code.ROW_DUPLICATE: "The learner is in the file twice. See the earlier row.",
    Code.ROW_AGE: _TOO_YOUNG_OR_OLD,
}


def in_words(given: BatchLearner, result: RowResult, today: date, learner: Learner | None = None) -> str:
    """Return what became of a row, in words.

    `learner` is the learner with the ULN that the row states.
    """
    by = settled_by(result)
    return _outcome(given, result, today, learner) + (f" Settled by {by}." if by else "")


def _outcome(given: BatchLearner, result: RowResult, today: date, learner: Learner | None) -> str:
    match result.code:
        case Code.ROW_INSUFFICIENT:
            return (
                f"No ULN: {_listed(_missing(given, today)) or 'a needed field'} missing. Add and submit the row again."
            )
        case Code.ROW_MALFORMED:
            return _malformed(given, today)
        case Code.ROW_NOT_FOUND if not given.uln:
            return "Not on the register (check only). Submit the row without --check to register the learner."
        case Code.ROW_NOT_FOUND:
            return "No learner has the ULN in the row. Correct or remove it, and submit the row again."
        case Code.ROW_CONFLICT:
            return f"The learner with the ULN in the row has {_conflict(given, learner)}. Correct or remove the ULN."
        case _:
            return _NEXT.get(result.code, result.code.text)


def _missing(given: BatchLearner, today: date) -> list[str]:
    """Return what the row lacks, in words."""
    missing = [words for name, words in _NEEDED.items() if name != _OPTIONAL and not getattr(given, name)]
    if missing:
        return missing
    try:
        return [_NEEDED[name] for name in insufficient_fields(person_of(given), today)]
    except (RowInsufficient, RowMalformed):
        return []


def _malformed(given: BatchLearner, today: date) -> str:
    for name, words in (("date_of_birth", "date of birth"), ("address_captured_on", "date of address capture")):
        try:
            date.fromisoformat(getattr(given, name) or today.isoformat())
        except ValueError:
            return f"The {words} is not a date. Correct it and submit the row again."
    try:
        if not is_of_age(person_of(given), today):
            return _TOO_YOUNG_OR_OLD
    except (RowInsufficient, RowMalformed):
        pass
    return "A field is not valid. Correct the row and submit it again."


def _conflict(given: BatchLearner, learner: Learner | None) -> str:
    if learner is None:
        return "other details"
    named = has_both_names(learner.person, given.given_name, given.family_name)
    return "another date of birth" if named else "another name"


def _listed(words: list[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
