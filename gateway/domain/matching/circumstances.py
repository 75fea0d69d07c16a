"""What fields tell only together.

Fields are weighed one by one, as if each went wrong by itself. But who takes one name down by ear does so with the
other, and a former name or a preferred name is stated so that somebody is found by it.
"""

from enum import Enum

from gateway.domain.matching.levels import BornLevel, FamilyLevel, GivenLevel
from gateway.domain.matching.traits import Traits

_NEW_YEAR = "01-01"
_ONE_PART_DIFFERS = (BornLevel.ONE_EDIT, BornLevel.TWO_PARTS)
_FORMER = (FamilyLevel.FORMER, FamilyLevel.FORMER_CLOSE)
_NEAR_FAMILIES = (FamilyLevel.CLOSE, FamilyLevel.ALIKE)
_NEAR_GIVENS = (GivenLevel.CLOSE, GivenLevel.ALIKE)
_SHORT_FORMS = (GivenLevel.NICKNAME, GivenLevel.PREFIX)
_UNLIKE_GIVENS = (GivenLevel.INITIAL, GivenLevel.DIFFERENT)
_NAMES_AGREE = (FamilyLevel.EXACT, FamilyLevel.SPACING), (GivenLevel.EXACT, GivenLevel.SPACING)
_SHORTEST_CUT = 4
_NO_NAMES = frozenset(
    {
        "MR", "MRS", "MISS", "MS", "MX", "DR", "SIR", "REV", "PROF", "JR", "JNR", "JUNIOR", "SR", "SNR", "SENIOR", "II",
        "III", "IV", "BA", "BSC", "BED", "BENG", "MSC", "MENG", "MBA", "PHD", "LLB", "MBE", "OBE", "CBE", "ESQ", "PGCE",
    }
)  # fmt: skip
"""Titles, letters behind a name, and marks of a generation."""


class Circumstance(Enum):
    """What two records tell besides, with its bits.

    The bits are those against strangers and those against relatives.
    """

    def __init__(self, words: str, against_strangers: float, against_relatives: float) -> None:
        self.words = words
        self.against_strangers = against_strangers
        self.against_relatives = against_relatives

    FORMER_STATED = "a former name was stated so that somebody is found by it", 4.9, 0.0
    PREFERRED = "one is stated by the name that the other prefers", 5.6, 4.0
    BOTH_CHANGED = "who changes one name may change both", 4.3, 4.3
    BY_EAR = "both names are written otherwise, as by ear or in another alphabet", 4.5, 4.5
    SLIPS = "both names have slips", 2.5, 2.5
    CUT = "both names are cut short", 4.0, 4.0
    SAME_WORDS = "the same words, divided otherwise or beside a title", 4.0, 0.0
    OFF_BY_ONE = "the day, month or year is one off", 1.4, 1.4
    OFF_BY_ONE_CARRIED = "the day, month or year is one off, as 9 and 10", 3.5, 3.5
    NEW_YEAR = "1 January may stand for a date that is not known", 4.5, 4.5
    NEW_YEAR_OF_YEAR = "1 January may stand for another day of that year", 6.3, 5.0


MOST_OF_NAMES = max(
    one.against_strangers
    for one in (
        Circumstance.BOTH_CHANGED,
        Circumstance.BY_EAR,
        Circumstance.SLIPS,
        Circumstance.CUT,
        Circumstance.SAME_WORDS,
    )
)
"""The most bits of what both names tell together."""


def circumstances_of(
    one: Traits, other: Traits, levels: tuple[FamilyLevel, GivenLevel, BornLevel]
) -> tuple[Circumstance, ...]:
    """Return what the fields of two people tell together."""
    family, given, born = levels
    found = []
    names = _of_names(one, other, family, given)
    if names is not None:
        found.append(names)
    if family in _FORMER:
        found.append(Circumstance.FORMER_STATED)
    if given is GivenLevel.OTHER_NAME and _is_preferred(one, other):
        found.append(Circumstance.PREFERRED)
    if born > BornLevel.SWAPPED:
        date = circumstance_of_dates(one.born, other.born, born)
        if date is not None:
            found.append(date)
    return tuple(found)


def _of_names(one: Traits, other: Traits, family: FamilyLevel, given: GivenLevel) -> Circumstance | None:
    if family in _NAMES_AGREE[0] and given in _NAMES_AGREE[1]:
        return None
    if family in _FORMER:
        return Circumstance.BOTH_CHANGED if given in _UNLIKE_GIVENS else None
    if family is FamilyLevel.PART or given is GivenLevel.PART:
        return Circumstance.SAME_WORDS if _have_same_words(one, other) else None
    if family in _NEAR_FAMILIES and given in _NEAR_GIVENS:
        is_ear = family is FamilyLevel.ALIKE and given is GivenLevel.ALIKE
        return Circumstance.BY_EAR if is_ear else Circumstance.SLIPS
    if family is FamilyLevel.ALIKE and given in _SHORT_FORMS:
        return Circumstance.CUT if _are_cut(one, other) else Circumstance.SLIPS
    return None


def _are_cut(one: Traits, other: Traits) -> bool:
    """Return whether both names of one begin the other's."""
    fewer, more = sorted((one, other), key=lambda person: len(person.family.squashed))
    return (
        min(len(fewer.family.squashed), len(fewer.given.squashed)) >= _SHORTEST_CUT
        and more.family.squashed.startswith(fewer.family.squashed)
        and more.given.squashed.startswith(fewer.given.squashed)
    )


def _have_same_words(one: Traits, other: Traits) -> bool:
    """Return whether both have the same words.

    The words follow one another in the same round.
    """
    words, others = _words(one), _words(other)
    return len(words) == len(others) > 1 and any(words[place:] + words[:place] == others for place in range(len(words)))


def _words(one: Traits) -> list[str]:
    """Return the words of both names without titles and prefixes."""
    words = (*one.given.parts, *one.family.parts)
    return [*dict.fromkeys(word for word in words if word not in _NO_NAMES)]


def _is_preferred(one: Traits, other: Traits) -> bool:
    """Return whether a given name is the other's preferred one.

    A middle name alone is none.
    """
    return any(
        given.squashed == name.squashed != middle.squashed
        for given, names, middle in (
            (one.given, other.other_given, other.middle),
            (other.given, one.other_given, one.middle),
        )
        for name in names
    )


def circumstance_of_dates(one: str, other: str, level: BornLevel) -> Circumstance | None:
    """Return what two birth dates tell besides."""
    if level in _ONE_PART_DIFFERS:
        return _off_by_one(one, other, level)
    if (one[5:] == _NEW_YEAR) is (other[5:] == _NEW_YEAR):
        return None
    if one[:4] == other[:4]:
        return Circumstance.NEW_YEAR_OF_YEAR if level is BornLevel.YEAR else None
    return Circumstance.NEW_YEAR if level is BornLevel.DIFFERENT else None


def _off_by_one(one: str, other: str, level: BornLevel) -> Circumstance | None:
    """Return whether one part of the date is one off."""
    parts = [(mine, theirs) for mine, theirs in zip(one.split("-"), other.split("-"), strict=False) if mine != theirs]
    if len(parts) != 1:
        return None
    mine, theirs = parts[0]
    if not (mine.isdigit() and theirs.isdigit()) or abs(int(mine) - int(theirs)) != 1:
        return None
    return Circumstance.OFF_BY_ONE if level is BornLevel.ONE_EDIT else Circumstance.OFF_BY_ONE_CARRIED
