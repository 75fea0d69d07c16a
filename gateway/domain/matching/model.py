"""What is known of a register: how often values agree.

All of it is shares and counts. A model goes through JSON unharmed.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log2
from typing import Any, Self

from gateway.domain.matching.comparison import EstablishedNames
from gateway.domain.matching.levels import LEVELS, Field, GivenLevel
from gateway.domain.matching.name_classes import NO_CLASSES, NameClasses

_FORM, _FORM_WITHOUT_CLASSES = 2, 1
"""Forms of the JSON text that can be read.

The first one is written. A text of another form is not read.
"""

_LEAST_ON_PURPOSE = 0.125
"""Least share of equal names that are no chance."""

Shares = Mapping[Field, tuple[float, ...]]
"""Share of every level, from 1 on, for each field.

The shares are among pairs that state the field.
"""

Bits = tuple[tuple[float, ...], ...]
"""Bits of every level, from 0 on, for each field."""


class UnreadableModel(Exception):
    """The text is not a model of this form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The parameters of the comparison.

    `same`, `strangers` and `relatives` hold the shares of the levels among pairs of records of one person (m), of two
    people at random (u), and of two people of one household; `twins` those of the given name where two of a household
    were born on one day, for these are hardly ever called alike; `namesakes` those of the gender of two at random who
    bear one given name, for that tells the gender. `register_size` is the number of learners, `relatives_each` how many
    relatives on the register a learner has. The counts say how many of `counted` people bear a name or live at a
    postcode; what is not listed counts as `rare_family`, `rare_given` or `rare_postcode` people. A name that
    `established_from` people bear is an established one. `filler_days` are days of the year, "MM-DD", on which far more
    people are said to be born than on others: they are written where no day is known. `date_counts` hold the birth
    dates that far more people have than others. `name_classes` tell which names go together. `version` is the
    operator's number; 0 is the model that ships.
    """

    version: int
    register_size: float
    relatives_each: float
    counted: float
    same: Shares
    strangers: Shares
    relatives: Shares
    twins: tuple[float, ...]
    namesakes: tuple[float, ...]
    family_counts: Mapping[str, float]
    given_counts: Mapping[str, float]
    postcode_counts: Mapping[str, float]
    rare_family: float
    rare_given: float
    rare_postcode: float
    established_from: float
    filler_days: tuple[str, ...]
    date_counts: Mapping[str, float] = field(default_factory=dict)
    name_classes: NameClasses = NO_CLASSES
    established: EstablishedNames = field(init=False, repr=False, compare=False)
    same_bits: Bits = field(init=False, repr=False, compare=False)
    stranger_bits: Bits = field(init=False, repr=False, compare=False)
    relative_bits: Bits = field(init=False, repr=False, compare=False)
    twin_bits: tuple[float, ...] = field(init=False, repr=False, compare=False)
    namesake_bits: tuple[float, ...] = field(init=False, repr=False, compare=False)
    several_givens: Mapping[str, float] = field(init=False, repr=False, compare=False)
    part_of_equal: float = field(init=False, repr=False, compare=False)
    prior_bits: tuple[float, float] = field(init=False, repr=False, compare=False)
    named_after: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        same, strangers, relatives = _logs(self.same), _logs(self.strangers), _logs(self.relatives)
        given = self.strangers[Field.GIVEN]
        missing, equal, differs = self._bits_of(Field.GENDER, self.namesakes)
        derived = {
            "established": EstablishedNames(
                frozenset(name for name, count in self.family_counts.items() if count >= self.established_from),
                frozenset(name for name, count in self.given_counts.items() if count >= self.established_from),
            ),
            "same_bits": same,
            "stranger_bits": _differences(same, strangers),
            "relative_bits": _differences(same, relatives),
            "twin_bits": self._bits_of(Field.GIVEN, self.twins),
            "namesake_bits": (missing, equal, min(0.0, differs)),  # another gender never speaks for one person
            "several_givens": self._several_givens(),
            "part_of_equal": min(1.0, given[GivenLevel.PART - 1] / given[GivenLevel.EXACT - 1]),
            "named_after": _named_after(self.relatives[Field.GIVEN], self.strangers[Field.GIVEN]),
            "prior_bits": (-log2(self.register_size), -log2(self.relatives_each)),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    def _bits_of(self, one: Field, others: tuple[float, ...]) -> tuple[float, ...]:
        """Return the bits of a field's levels against these shares."""
        return _differences(_logs({one: self.same[one]}), _logs({one: others}))[0]

    def _several_givens(self) -> dict[str, float]:
        """Return the share with further names, by first name."""
        counts: defaultdict[str, float] = defaultdict(float)
        for name, count in self.given_counts.items():
            first, _, further = name.partition(" ")
            if further:
                counts[first] += count
        return {name: min(1.0, count / self.given_counts.get(name, count)) for name, count in counts.items()}

    def part_share(self, name: str) -> float:
        """Return how often one has further names and another not.

        Both share this given name. The names of the whole register tell, or those who bear this one, if that is more.
        """
        return max(self.part_of_equal, self.several_givens.get(name, 0.0))

    def family_share(self, name: str) -> float:
        """Return the share of people with a family name."""
        return max(self.family_counts.get(name, 0.0), self.rare_family) / self.counted

    def given_share(self, name: str) -> float:
        """Return the share of people with a given name."""
        return max(self.given_counts.get(name, 0.0), self.rare_given) / self.counted

    def postcode_share(self, postcode: str) -> float:
        """Return the share of people who live at a postcode."""
        return max(self.postcode_counts.get(postcode, 0.0), self.rare_postcode) / self.counted

    def date_share(self, born: str) -> float:
        """Return the share of people with a frequent birth date."""
        return self.date_counts[born] / self.counted

    def is_filler(self, born: str) -> bool:
        """Return whether a birth date (YYYY-MM-DD) is a filler.

        A filler is written where no birth date is known.
        """
        return born[5:] in self.filler_days

    def as_json(self) -> str:
        """Write the model as text."""
        values: dict[str, Any] = {name: getattr(self, name) for name in _NUMBERS + _COUNTS}
        values["twins"], values["namesakes"] = list(self.twins), list(self.namesakes)
        values["name_classes"] = self.name_classes.as_values()
        values["filler_days"], values["date_counts"] = list(self.filler_days), dict(self.date_counts)
        for name in _SHARES:
            values[name] = {str(one): list(shares) for one, shares in getattr(self, name).items()}
        return json.dumps({"form": _FORM} | values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a model that `as_json` wrote. Raises UnreadableModel."""
        try:
            values = json.loads(text)
            if values["form"] not in (_FORM, _FORM_WITHOUT_CLASSES):
                raise UnreadableModel(f"the model is of form {values['form']}, not {_FORM}")
            parts: dict[str, Any] = {name: values[name] for name in _NUMBERS + _COUNTS}
            parts |= {name: _shares_of(values[name]) for name in _SHARES}
            parts["twins"] = _levels_of(Field.GIVEN, values["twins"])
            of_strangers = values["strangers"][Field.GENDER]  # models of before know nothing of namesakes
            parts["namesakes"] = _levels_of(Field.GENDER, values.get("namesakes", of_strangers))
            if values["form"] != _FORM_WITHOUT_CLASSES:
                parts["name_classes"] = NameClasses.of_values(values["name_classes"])
            fillers = tuple(map(str, values.get("filler_days", ())))  # models of before have none
            dates = {str(born): float(count) for born, count in dict(values.get("date_counts", {})).items()}
            return cls(**parts, filler_days=fillers, date_counts=dates)
        except (ValueError, KeyError, TypeError) as error:
            raise UnreadableModel(f"no model: {error!r}") from error


_NUMBERS = (
    "version",
    "register_size",
    "relatives_each",
    "counted",
    "rare_family",
    "rare_given",
    "rare_postcode",
    "established_from",
)
_COUNTS = ("family_counts", "given_counts", "postcode_counts")
_SHARES = ("same", "strangers", "relatives")


def _shares_of(values: Mapping[str, list[float]]) -> Shares:
    return {one: _levels_of(one, values[one]) for one in Field}


def _levels_of(one: Field, levels: list[float]) -> tuple[float, ...]:
    if len(levels) != len(LEVELS[one]) - 1:
        raise UnreadableModel(f"the model has {len(levels)} levels of {one}")
    return tuple(levels)


def _named_after(relatives: tuple[float, ...], strangers: tuple[float, ...]) -> float:
    """Return the share of relatives called alike on purpose.

    Others are called alike by chance, as strangers are.
    """
    alike, by_chance = relatives[GivenLevel.EXACT - 1], strangers[GivenLevel.EXACT - 1]
    return max(alike - by_chance, alike * _LEAST_ON_PURPOSE)


def _logs(shares: Shares) -> Bits:
    return tuple((0.0, *(log2(share) for share in shares[one])) for one in Field if one in shares)


def _differences(same: Bits, others: Bits) -> Bits:
    return tuple(
        tuple(m - u for m, u in zip(*field_bits, strict=True)) for field_bits in zip(same, others, strict=True)
    )


def shares(weights: Mapping[Field, tuple[float, ...]]) -> Shares:
    """Scale the weights of each field's levels to 1."""
    return {one: level_shares(*levels) for one, levels in weights.items()}


def level_shares(*weights: float) -> tuple[float, ...]:
    """Scale the weights of a field's levels to 1."""
    return tuple(weight / sum(weights) for weight in weights)
