"""Hints about what clients often send wrongly.

Each rule is a function in RULES. A rule returns sentences, or nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from gateway.sandbox.space import Space
from gateway.sandbox.web.inspector import hints_of_frame, hints_of_values
from gateway.sandbox.web.inspector.reading import Reading


class Weight(Enum):
    """What a hint means for the client."""

    REFUSED = "Refused"
    """The live service refuses it, as this one does."""
    FORGIVEN = "Forgiven here"
    """This gateway takes it, and others may not."""
    NOTE = "Worth knowing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """A hint. `rule` is the name of its rule."""

    rule: str
    weight: Weight
    sentence: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, with what its hints mean."""

    name: str
    weight: Weight
    find: Callable[[Reading, Space], Iterable[str]]


def _alone(find: Callable[[Reading], Iterable[str]]) -> Callable[[Reading, Space], Iterable[str]]:
    """Return a rule that needs only the message."""
    return lambda reading, _space: find(reading)


RULES: Final = (
    Rule("soap-1.2", Weight.REFUSED, _alone(hints_of_frame.find_soap_12)),
    Rule("content-type", Weight.REFUSED, _alone(hints_of_frame.find_content_type)),
    Rule("charset-missing", Weight.NOTE, _alone(hints_of_frame.find_missing_charset)),
    Rule("charset-differs", Weight.FORGIVEN, _alone(hints_of_frame.find_charset_difference)),
    Rule("byte-order-mark", Weight.FORGIVEN, _alone(hints_of_frame.find_byte_order_mark)),
    Rule("compressed", Weight.REFUSED, _alone(hints_of_frame.find_compression)),
    Rule("doctype", Weight.REFUSED, _alone(hints_of_frame.find_doctype)),
    Rule("unescaped", Weight.REFUSED, _alone(hints_of_frame.find_unescaped_ampersand)),
    Rule("must-understand", Weight.REFUSED, _alone(hints_of_frame.find_must_understand)),
    Rule("soap-action", Weight.NOTE, _alone(hints_of_frame.find_other_action)),
    Rule("root-namespace", Weight.REFUSED, _alone(hints_of_frame.find_root_without_namespace)),
    Rule("qualified-members", Weight.REFUSED, _alone(hints_of_frame.find_qualified_members)),
    Rule("xsi-type", Weight.REFUSED, _alone(hints_of_frame.find_types)),
    Rule("spelling", Weight.REFUSED, _alone(hints_of_values.find_spelling)),
    Rule("nil", Weight.NOTE, _alone(hints_of_values.find_nil)),
    Rule("empty", Weight.NOTE, _alone(hints_of_values.find_empty)),
    Rule("nothing-stated", Weight.REFUSED, _alone(hints_of_values.find_nothing_stated)),
    Rule("date-zone", Weight.REFUSED, _alone(hints_of_values.find_date_zone)),
    Rule("date-time", Weight.REFUSED, _alone(hints_of_values.find_date_time)),
    Rule("date-order", Weight.REFUSED, _alone(hints_of_values.find_date_order)),
    Rule("gender", Weight.REFUSED, _alone(hints_of_values.find_gender)),
    Rule("uln", Weight.NOTE, _alone(hints_of_values.find_bad_uln)),
    Rule("blanks", Weight.NOTE, _alone(hints_of_values.find_blanks)),
    Rule("organisations-disagree", Weight.REFUSED, hints_of_values.find_disagreement),
    Rule("organisation-unknown", Weight.REFUSED, hints_of_values.find_unknown_organisation),
    Rule("password", Weight.REFUSED, hints_of_values.find_password),
    Rule("scenario-spelling", Weight.NOTE, _alone(hints_of_values.find_scenario_spelling)),
)


def find_hints(reading: Reading, space: Space) -> Iterator[Hint]:
    """Return the hints about a request."""
    for rule in RULES:
        for sentence in rule.find(reading, space):
            yield Hint(rule=rule.name, weight=rule.weight, sentence=sentence)
