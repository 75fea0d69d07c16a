"""Plots of the evidence in the model that ships."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from gateway.domain.learner import Gender, Person
from gateway.domain.matching import PRIOR, explain, traits_of
from gateway.domain.matching.comparison import compare
from gateway.domain.matching.levels import LEVELS, Field
from gateway.domain.matching.scoring import odds_of
from tests.docs.bars import Row, draw_bars

_AGAINST = ("against a stranger", "against a relative")
_UNIT = "bits"
_ANN = Person(
    given_name="Ann", family_name="Lee", date_of_birth=date(2004, 3, 9), gender=Gender.FEMALE, postcode="CV1 2WT"
)
_BEA = replace(_ANN, given_name="Bea")
_ANNE = replace(_ANN, given_name="Anne")
_NAMES = ("Smith", "Taylor", "Walker", "Khan", "Green", "Fox", "Cheeseman")


def draw_evidence() -> dict[str, str]:
    """Return the plots, by their paths in the site."""
    return {
        **{f"explanation/evidence-{one.name.lower()}.svg": _draw_levels(one) for one in _SHOWN},
        "explanation/evidence-of-names.svg": draw_bars(
            "An equal family name, against a stranger", _UNIT, ("",), [Row(name, [_equal(name)]) for name in _NAMES]
        ),
        "explanation/evidence-of-twins.svg": draw_bars(
            "A search for Anne Lee finds Ann Lee, and of Bea, the twin", _UNIT, ("Ann Lee", "Bea Lee"), list(_twins())
        ),
    }


_SHOWN = (Field.FAMILY, Field.GIVEN, Field.BORN, Field.POSTCODE)


def _draw_levels(one: Field) -> str:
    place = [*Field].index(one)
    bits = zip(LEVELS[one], PRIOR.stranger_bits[place], PRIOR.relative_bits[place], strict=True)
    rows = [Row(level.words, [stranger, relative]) for level, stranger, relative in bits if level]
    return draw_bars(one.value.capitalize(), _UNIT, _AGAINST, rows)


def _equal(name: str) -> float:
    """Return the bits that an equal family name is worth."""
    bearer, other = replace(_ANN, family_name=name), replace(_ANN, family_name="Zyx")
    return _against_strangers(bearer, bearer) - _against_strangers(bearer, other) + _different()


def _different() -> float:
    return PRIOR.stranger_bits[0][LEVELS[Field.FAMILY]["DIFFERENT"]]


def _against_strangers(one: Person, other: Person) -> float:
    compared = compare(traits_of(one), traits_of(other), PRIOR.established)
    return odds_of(PRIOR, compared).against_strangers


def _twins() -> Iterator[Row]:
    """Yield the evidence of each field for two candidates."""
    found = [explain(PRIOR, traits_of(_ANNE), traits_of(one)) for one in (_ANN, _BEA)]
    for first, second in zip(*(one.evidence for one in found), strict=True):
        if (first.bits, second.bits) != (0.0, 0.0):
            yield Row(first.field, [first.bits, second.bits])
    yield Row("together", [one.score for one in found])
