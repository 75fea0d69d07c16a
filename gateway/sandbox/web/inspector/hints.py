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
class _Rule:
    name: str
    weight: Weight
    find: Callable[[Reading, Space], Iterable[str]]


def _alone(find: Callable[[Reading], Iterable[str]]) -> Callable[[Reading, Space], Iterable[str]]:
    """Return a rule that needs only the message."""
    return lambda reading, _space: find(reading)


RULES: Final = (
    _Rule("soap-1.2", Weight.REFUSED, _alone(hints_of_frame.find_soap_12)),
    _Rule("content-type", Weight.REFUSED, _alone(hints_of_frame.find_content_type)),
    _Rule("charset-missing", Weight.NOTE, _alone(hints_of_frame.find_missing_charset)),
    _Rule("charset-differs", Weight.FORGIVEN, _alone(hints_of_frame.find_charset_difference)),
    _Rule("byte-order-mark", Weight.FORGIVEN, _alone(hints_of_frame.find_byte_order_mark)),
    _Rule("compressed", Weight.REFUSED, _alone(hints_of_frame.find_compression)),
    _Rule("doctype", Weight.REFUSED, _alone(hints_of_frame.find_doctype)),
    _Rule("unescaped", Weight.REFUSED, _alone(hints_of_frame.find_unescaped_ampersand)),
    _Rule("must-understand", Weight.REFUSED, _alone(hints_of_frame.find_must_understand)),
    _Rule("soap-action", Weight.NOTE, _alone(hints_of_frame.find_other_action)),
    _Rule("root-namespace", Weight.REFUSED, _alone(hints_of_frame.find_root_without_namespace)),
    _Rule("qualified-members", Weight.REFUSED, _alone(hints_of_frame.find_qualified_members)),
    _Rule("xsi-type", Weight.REFUSED, _alone(hints_of_frame.find_types)),
    _Rule("spelling", Weight.REFUSED, _alone(hints_of_values.find_spelling)),
    _Rule("nil", Weight.FORGIVEN, _alone(hints_of_values.find_nil)),
    _Rule("empty", Weight.FORGIVEN, _alone(hints_of_values.find_empty)),
    _Rule("nothing-stated", Weight.REFUSED, _alone(hints_of_values.find_nothing_stated)),
    _Rule("date-zone", Weight.FORGIVEN, _alone(hints_of_values.find_date_zone)),
    _Rule("date-time", Weight.REFUSED, _alone(hints_of_values.find_date_time)),
    _Rule("date-order", Weight.REFUSED, _alone(hints_of_values.find_date_order)),
    _Rule("gender", Weight.REFUSED, _alone(hints_of_values.find_gender)),
    _Rule("uln", Weight.REFUSED, _alone(hints_of_values.find_bad_uln)),
    _Rule("blanks", Weight.NOTE, _alone(hints_of_values.find_blanks)),
    _Rule("organisations-disagree", Weight.REFUSED, hints_of_values.find_disagreement),
    _Rule("organisation-unknown", Weight.REFUSED, hints_of_values.find_unknown_organisation),
    _Rule("password", Weight.REFUSED, hints_of_values.find_password),
    _Rule("scenario-spelling", Weight.NOTE, _alone(hints_of_values.find_scenario_spelling)),
)


def find_hints(reading: Reading, space: Space) -> Iterator[Hint]:
    """Return the hints about a request."""
    for rule in RULES:
        for sentence in rule.find(reading, space):
            yield Hint(rule=rule.name, weight=rule.weight, sentence=sentence)
