"""The levels of agreement of two values, with their words."""

from enum import IntEnum, StrEnum
from typing import Self


class Field(StrEnum):
    """What is compared, in the order of a `Comparison`."""

    FAMILY = "family name"
    GIVEN = "given name"
    BORN = "date of birth"
    POSTCODE = "postcode"
    GENDER = "gender"
    BIRTHPLACE = "place of birth"
    EMAIL = "e-mail"


class Level(IntEnum):
    """How far two values agree: 0 is missing; with words."""

    words: str

    def __new__(cls, number: int, words: str) -> Self:
        """Return the level with its number and its description."""
        level = int.__new__(cls, number)
        level._value_ = number
        level.words = words
        return level


class FamilyLevel(Level):
    """How far two family names agree."""

    MISSING = 0, "not stated"
    EXACT = 1, "equal"
    SPACING = 2, "equal but for blanks"
    CLOSE = 3, "a letter or two differ"
    ALIKE = 4, "alike, sound alike, or one name in two languages"
    PART = 5, "part of a double name"
    INITIAL = 6, "only the initial is equal"
    DIFFERENT = 7, "different"
    ESTABLISHED = 8, "alike, but each a name of its own"
    FORMER = 9, "equal to a former name"
    FORMER_CLOSE = 10, "near to a former name"
    SWAPPED = 11, "given and family name are swapped"


class GivenLevel(Level):
    """How far two given names agree."""

    MISSING = 0, "not stated"
    EXACT = 1, "equal"
    SPACING = 2, "equal but for blanks"
    CLOSE = 3, "a letter or two differ"
    NICKNAME = 4, "one is short for the other, or the same in another language"
    ALIKE = 5, "alike, or sound alike"
    PART = 6, "one has further names"
    PREFIX = 7, "one begins or ends like the other"
    INITIAL = 8, "only the initial is equal"
    DIFFERENT = 9, "different"
    ESTABLISHED = 10, "alike, but each a name of its own"
    OTHER_NAME = 11, "equal to a preferred or middle name"
    FIRST_ONLY = 12, "the first is equal, the further ones differ"
    SWAPPED = 13, "swapped with the family name"


class BornLevel(Level):
    """How far two birth dates agree."""

    MISSING = 0, "not stated"
    EXACT = 1, "equal"
    SWAPPED = 2, "day and month are swapped"
    ONE_EDIT = 3, "one digit differs, or two are swapped"
    TWO_PARTS = 4, "two of day, month and year are equal"
    YEAR = 5, "the year is equal, or two digits differ"
    DIFFERENT = 6, "different"


class PostcodeLevel(Level):
    """How far two postcodes agree."""

    MISSING = 0, "not stated"
    EXACT = 1, "equal"
    ONE_EDIT = 2, "one character differs"
    SECTOR = 3, "the same sector"
    OUTWARD = 4, "the same district"
    DIFFERENT = 5, "different"


class GenderLevel(Level):
    """Whether two genders agree."""

    MISSING = 0, "not stated"
    EXACT = 1, "equal"
    DIFFERENT = 2, "different"


class BirthplaceLevel(Level):
    """How far two places of birth agree."""

    MISSING = 0, "not stated"
    EXACT = 1, "equal"
    CLOSE = 2, "a letter or two differ"
    DIFFERENT = 3, "different"


class EmailLevel(Level):
    """How far two e-mail addresses agree."""

    MISSING = 0, "not stated"
    EXACT = 1, "equal"
    CLOSE = 2, "a letter or two differ"
    DIFFERENT = 3, "different"


LEVELS: dict[Field, type[Level]] = {
    Field.FAMILY: FamilyLevel,
    Field.GIVEN: GivenLevel,
    Field.BORN: BornLevel,
    Field.POSTCODE: PostcodeLevel,
    Field.GENDER: GenderLevel,
    Field.BIRTHPLACE: BirthplaceLevel,
    Field.EMAIL: EmailLevel,
}
