"""How far two values of a field agree.

Every comparison gives the same whichever of the two comes first. Names are compared in normal form
(`traits.Name`), dates as ISO text, postcodes without blanks.
"""

import re
from functools import lru_cache

import jellyfish
from rapidfuzz.distance import OSA, JaroWinkler

from gateway.domain.matching.levels import (
    BirthplaceLevel,
    BornLevel,
    EmailLevel,
    FamilyLevel,
    GenderLevel,
    GivenLevel,
    PostcodeLevel,
)
from gateway.domain.matching.misheard import heard, seen
from gateway.domain.matching.nicknames import nicknames_of, spellings_of
from gateway.domain.matching.traits import Name, name_of, sound_of
from gateway.domain.placeholders import is_initials, is_placeholder

_REMEMBERED, _REMEMBERED_FEWER = 1 << 16, 1 << 14
"""Numbers of remembered comparisons.

The first is for two names. The second is for two dates or postcodes, which repeat less.
"""

_CLOSE, _ALIKE, _SAME_SOUND = 0.92, 0.85, 0.75
"""Least likenesses (0 to 1) of names at three levels.

The names are close, alike, or alike if they also sound alike.
"""

_PHONES = 6
_LONGEST_POSTCODE = 8
_SHORTEST_PART = 4
"""Fewest letters that are a short form inside a name."""

_FAMILIAR = re.compile(r"(.)\1?(?:IE|EY|Y|I|KA|EK|SHA|ITA|ITO|INHA|INHO|USIA)$")
"""The endings of short forms."""

_SHORTEST_STEM = 3


def family_level(one: Name, other: Name) -> FamilyLevel:
    """Compare two family names.

    A placeholder, or an initial, says nothing beside a name.

    >>> family_level(name_of("O'Neill"), name_of("O Neill")), family_level(name_of("Wyn-Jones"), name_of("Jones"))
    (<FamilyLevel.SPACING: 2>, <FamilyLevel.PART: 5>)
    """
    if one is other or one.text == other.text:
        return FamilyLevel.EXACT if one.text else FamilyLevel.MISSING
    if not (one.text and other.text) or is_latin(one.text) is not is_latin(other.text):
        return FamilyLevel.MISSING
    return _family_level(one.text, other.text) if one.text < other.text else _family_level(other.text, one.text)


def given_level(one: Name, other: Name) -> GivenLevel:
    """Compare two given names.

    A placeholder says nothing beside a name. Nor does another initial: it may be that of the middle name. Two people
    may share the first of several names: brothers are called Mohammed Ali and Mohammed Hamza.

    >>> given_level(name_of("Mohammed Ali"), name_of("Mohammed Hamza"))
    <GivenLevel.FIRST_ONLY: 12>
    >>> given_level(name_of("Bill"), name_of("William")), given_level(name_of("Oluwagbemi"), name_of("Gbemi"))
    (<GivenLevel.NICKNAME: 4>, <GivenLevel.PREFIX: 7>)
    """
    if one is other or one.text == other.text:
        return GivenLevel.EXACT if one.text else GivenLevel.MISSING
    if not (one.text and other.text) or is_latin(one.text) is not is_latin(other.text):
        return GivenLevel.MISSING
    return _given_level(one.text, other.text) if one.text < other.text else _given_level(other.text, one.text)


@lru_cache(_REMEMBERED)
def is_latin(name: str) -> bool:
    """Return whether a name holds a Latin letter.

    Names of two scripts cannot be compared, so they say nothing.

    >>> is_latin("WEI 静"), is_latin("静")
    (True, False)
    """
    return any("A" <= letter <= "Z" for letter in name)


@lru_cache(_REMEMBERED)
def _family_level(one: str, other: str) -> FamilyLevel:
    a, b = name_of(one), name_of(other)
    if a.squashed == b.squashed:
        return FamilyLevel.SPACING
    if is_placeholder(one) or is_placeholder(other) or is_initials(one) is not is_initials(other):
        return FamilyLevel.MISSING
    several = len(a.parts) + len(b.parts) > 2 or a.parts == b.parts
    if several and _common_part(a.parts, b.parts):
        return FamilyLevel.PART
    mine, theirs = _told_apart_by(a, b)
    near = likeness(mine, theirs)
    if near >= _CLOSE or _is_a_slip(mine, theirs, shortest=4) or _look_alike(mine, theirs, shortest=4):
        return FamilyLevel.CLOSE
    if near >= _ALIKE or _sound_alike(mine, theirs, near) or _is_heard(mine, theirs) or _are_one_name(a, b):
        return FamilyLevel.ALIKE
    return FamilyLevel.INITIAL if mine[0] == theirs[0] else FamilyLevel.DIFFERENT


def _are_one_name(one: Name, other: Name) -> bool:
    """Return whether two family names are spellings of one name.

    They are in two languages, or in two romanisations.
    """
    return "".join(other.parts) in spellings_of("".join(one.parts))


def _told_apart_by(one: Name, other: Name) -> tuple[str, str]:
    """Return the parts that tell two family names apart.

    If both have a prefix, the prefixes are left out.
    """
    bare, bare_other = "".join(one.parts), "".join(other.parts)
    if bare != one.squashed and bare_other != other.squashed:
        return bare, bare_other
    return one.squashed, other.squashed


@lru_cache(_REMEMBERED)
def _given_level(one: str, other: str) -> GivenLevel:
    a, b = name_of(one), name_of(other)
    if a.squashed == b.squashed:
        return GivenLevel.SPACING
    if is_placeholder(one) or is_placeholder(other):
        return GivenLevel.MISSING
    words, others = one.split(), other.split()
    if len(words) > 1 and len(others) > 1 and words[0] == others[0]:
        return _further_names(words[1:], others[1:])
    if words[0] == others[0] or (len(words) + len(others) > 2 and _common_part(words, others)):
        return GivenLevel.PART
    if others[0] in nicknames_of(words[0]):
        return GivenLevel.NICKNAME
    near = likeness(a.squashed, b.squashed)
    if (
        near >= _CLOSE
        or _is_a_slip(a.squashed, b.squashed, shortest=5)
        or _look_alike(a.squashed, b.squashed, shortest=5)
    ):
        return GivenLevel.CLOSE
    if _is_short_for(a.squashed, b.squashed) or _is_short_for(b.squashed, a.squashed):
        return GivenLevel.PREFIX
    if is_initials(one) is not is_initials(other):
        return GivenLevel.MISSING
    if near >= _ALIKE or _phones(a.squashed) == _phones(b.squashed) != "" or _is_heard(a.squashed, b.squashed):
        return GivenLevel.ALIKE
    return GivenLevel.INITIAL if one[0] == other[0] else GivenLevel.DIFFERENT


def _is_short_for(short: str, full: str) -> bool:
    """Return whether one given name is cut from the other.

    It begins the other, stands in it, or begins it but for a familiar ending (Dan, Gbemi, Robbie).
    """
    if full.startswith(short) or (len(short) >= _SHORTEST_PART and short in full):
        return True
    stem = _FAMILIAR.sub(r"\1", short)
    return len(short) > len(stem) >= _SHORTEST_STEM <= len(full) - len(stem) and full.startswith(stem)


def _further_names(words: list[str], others: list[str]) -> GivenLevel:
    """Compare what follows an equal first name."""
    first, second = words[0], others[0]
    if set(words) & set(others) or (first[0] == second[0] and 1 in (len(first), len(second))):
        return GivenLevel.PART
    return GivenLevel.CLOSE if likeness(first, second) >= 0.88 else GivenLevel.FIRST_ONLY


def further_names_clash(one: Name, other: Name) -> bool:
    """Return whether two middle names are those of two people.

    One that is missing clashes with none.
    """
    if not (one.text and other.text) or one.squashed == other.squashed:
        return False
    return _further_names(one.text.split(), other.text.split()) is GivenLevel.FIRST_ONLY


def is_close(one: str, other: str) -> bool:
    """Return whether two squashed names differ by a slip.

    That is a high likeness, or in names of at least four letters (five, of a given name) one letter added, lost or
    changed, or two neighbours swapped.

    >>> is_close("JONES", "JONSE"), is_close("ANN", "ANNE"), is_close("ANN", "AMY")
    (True, True, False)
    """
    return likeness(one, other) >= _CLOSE or _is_a_slip(one, other, shortest=4)


def _is_a_slip(one: str, other: str, *, shortest: int) -> bool:
    here, there = len(one), len(other)
    if here < shortest or there < shortest or not -2 < here - there < 2:
        return False
    return OSA.distance(one, other, score_cutoff=1) <= 1


def _look_alike(one: str, other: str, *, shortest: int) -> bool:
    """Return whether one name is the other misread."""
    return max(len(one), len(other)) >= shortest and seen(one) == seen(other)


def _is_heard(one: str, other: str) -> bool:
    """Return whether two names sound alike in some language."""
    mine, theirs = heard(one), heard(other)
    return mine == theirs or likeness(mine, theirs) >= _CLOSE or _is_a_slip(mine, theirs, shortest=5)


def likeness(one: str, other: str) -> float:
    """Return the Jaro-Winkler similarity, 0 to 1.

    The same both ways, which the algorithm alone does not promise.
    """
    return JaroWinkler.similarity(one, other) if one <= other else JaroWinkler.similarity(other, one)


def _common_part(parts: tuple[str, ...] | list[str], others: tuple[str, ...] | list[str]) -> bool:
    return any(len(part) > 2 and part in others for part in parts)


def _sound_alike(one: str, other: str, near: float) -> bool:
    if near >= _SAME_SOUND and sound_of(one) == sound_of(other):
        return True
    return _phones(one) == _phones(other) != ""


@lru_cache(_REMEMBERED)
def _phones(word: str) -> str:
    return jellyfish.metaphone(word)[:_PHONES]


@lru_cache(_REMEMBERED_FEWER)
def born_level(one: str, other: str) -> BornLevel:
    """Compare two birth dates, "YYYY-MM-DD" or "".

    >>> born_level("2004-03-09", "2004-09-03"), born_level("2004-03-09", "2004-03-19")
    (<BornLevel.SWAPPED: 2>, <BornLevel.ONE_EDIT: 3>)
    """
    if not (one and other):
        return BornLevel.MISSING
    if one == other:
        return BornLevel.EXACT
    if one[:4] == other[:4] and one[5:7] == other[8:] and one[8:] == other[5:7]:
        return BornLevel.SWAPPED
    edits = OSA.distance(one, other, score_cutoff=2)
    if edits <= 1:
        return BornLevel.ONE_EDIT
    if (one[:4] == other[:4]) + (one[5:7] == other[5:7]) + (one[8:] == other[8:]) == 2:
        return BornLevel.TWO_PARTS
    return BornLevel.YEAR if edits == 2 or one[:4] == other[:4] else BornLevel.DIFFERENT


@lru_cache(_REMEMBERED_FEWER)
def postcode_level(one: str, other: str) -> PostcodeLevel:
    """Compare two postcodes without blanks.

    What is longer than any postcode is compared as an address is.

    >>> postcode_level("CV49EE", "CV49EF"), postcode_level("CV49EE", "CV49AB"), postcode_level("CV49EE", "CV41AB")
    (<PostcodeLevel.ONE_EDIT: 2>, <PostcodeLevel.SECTOR: 3>, <PostcodeLevel.OUTWARD: 4>)
    """
    if not (one and other):
        return PostcodeLevel.MISSING
    if one == other:
        return PostcodeLevel.EXACT
    longest = max(len(one), len(other))
    if longest > _LONGEST_POSTCODE:
        return _address_level(one, other)
    if OSA.distance(one, other, score_cutoff=1) <= 1:
        return PostcodeLevel.ONE_EDIT
    if longest <= 4:
        return PostcodeLevel.DIFFERENT
    if one[:-2] == other[:-2]:
        return PostcodeLevel.SECTOR
    return PostcodeLevel.OUTWARD if one[:-3] == other[:-3] else PostcodeLevel.DIFFERENT


def _address_level(one: str, other: str) -> PostcodeLevel:
    if OSA.distance(one, other, score_cutoff=2) <= 2:
        return PostcodeLevel.ONE_EDIT
    return PostcodeLevel.SECTOR if likeness(one, other) >= 0.93 else PostcodeLevel.DIFFERENT


def gender_level(one: int, other: int) -> GenderLevel:
    """Compare two genders, 0 where one is not known."""
    if not (one and other):
        return GenderLevel.MISSING
    return GenderLevel.EXACT if one == other else GenderLevel.DIFFERENT


def birthplace_level(one: str, other: str) -> BirthplaceLevel:
    """Compare two places of birth."""
    if not (one and other):
        return BirthplaceLevel.MISSING
    if one == other:
        return BirthplaceLevel.EXACT
    return BirthplaceLevel.CLOSE if likeness(one, other) >= 0.9 else BirthplaceLevel.DIFFERENT


def email_level(one: str, other: str) -> EmailLevel:
    """Compare two e-mail addresses."""
    if not (one and other):
        return EmailLevel.MISSING
    if one == other:
        return EmailLevel.EXACT
    return EmailLevel.CLOSE if likeness(one, other) >= 0.95 else EmailLevel.DIFFERENT
