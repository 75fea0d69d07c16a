"""Pairs of people who look alike, by what differs."""

from dataclasses import dataclass

Person = dict[str, str]

DAY = "2004-05-17"
HOME: Person = {"LastKnownPostCode": "BD3 0QU", "DateOfBirth": DAY, "Gender": "1"}


def named(given: str, family: str = "Aziz", **others: str) -> Person:
    """Return a person with these names.

    All share a home and a date of birth, unless stated otherwise.
    """
    return {"GivenName": given, "FamilyName": family} | HOME | others


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people: one is registered, the other is to be."""

    first: Person
    second: Person


def _placeholders(*names: str) -> dict[str, Person]:
    return {f"given name {name}": named(name) for name in names} | {
        f"family name {name}": named("Bilal", name) for name in names
    }


SAYS_TOO_LITTLE: dict[str, Person] = {
    **{f"postcode {code}": named("Bilal", LastKnownPostCode=code) for code in ("ZZ99 9ZZ", "ZZ999ZZ", "ZZ99 3WZ", "ZZ9 9ZZ")},
    "gender not known": named("Bilal", Gender="0"),
    "gender withheld": named("Bilal", Gender="9"),
    **_placeholders("Unknown", "Unkown", "UNKNOWN 2", "Not known", "NA", "N/A", "None given", "xxxx", "-", ".", "Mr", "7"),
    **{f"given name {name}": named(name) for name in ("FNU", "Baby", "Baby of Zara", "Twin A", "B", "B.", "B K", "Ю.")},
    **{f"family name {name}": named("Bilal", name) for name in ("LNU", "No surname", "Desconocido", "Неизвестно", "K.")},
}  # fmt: skip
"""Pairs of whom nobody can tell if they are one."""

_TWO_NAMES = {
    "Chinese letters beside Latin ones": ("Lin 琳", "Lin 林"),
    "Chinese letters": ("琳", "林"),
    "numbers": ("Omar 1", "Omar 2"),
    "numbers without a blank": ("Omar1", "Omar2"),
    "small numbers": ("Omar²", "Omar³"),
    "Roman numbers": ("Omar I", "Omar II"),
    "Hindi vowel signs": ("सीता", "सोता"),
    "Tamil vowel signs": ("மணி", "மாணி"),
    "Bengali vowel signs": ("মিতা", "মীতা"),
    "Punjabi vowel signs": ("ਗੀਤਾ", "ਗੇਤਾ"),
    "Telugu vowel signs": ("రవి", "రావి"),
    "Gujarati vowel signs": ("મીના", "મોના"),
    "Japanese voicing marks": ("かな", "がな"),
    "Arabic vowel marks": ("عُمَر", "عَمْر"),
    "Thai tone marks": ("ไก", "ไก่"),
    "Cyrillic letters": ("Юрий", "Юрии"),
    "accents that differ": ("Thảo", "Thào"),
    "a stroke": ("Đào", "Dào"),
    "vowel signs beside Latin letters": ("Sita सी", "Sita सो"),
    "syllables divided otherwise": ("Su-na", "Sun-a"),
    "words divided otherwise": ("Wing Yan", "Win Gyan"),
    "words divided by dots": ("Wing.Yan", "Win.Gyan"),
    "words divided by underscores": ("Wing_Yan", "Win_Gyan"),
    "words divided by capitals": ("WingYan", "WinGyan"),
}
TOLD_APART: dict[str, Pair] = {
    **{f"given name, {what}": Pair(named(one), named(other)) for what, (one, other) in _TWO_NAMES.items()},
    **{
        f"family name, {what}": Pair(named("Bilal", one), named("Bilal", other))
        for what, (one, other) in _TWO_NAMES.items()
    },
}
"""Pairs whose names are written differently: they are two people.

So they are if they share a home and a day of birth.
"""

CLASH: dict[str, Pair] = {
    what: Pair(named("Bilal", **{field: one}), named("Bilal", **{field: other}))
    for what, field, one, other in (
        ("middle name", "MiddleOtherName", "Hamid", "Jamal"),
        ("middle names that share one word", "MiddleOtherName", "Hamid Ali", "Jamal Ali"),
        ("middle name a letter off", "MiddleOtherName", "Maria", "Marie"),
        ("preferred name", "PreferredGivenName", "Billy", "Zed"),
        ("e-mail", "EmailAddress", "bilal.aziz@example.org", "zed@example.net"),
        ("e-mail with another number", "EmailAddress", "bilal.aziz1@example.org", "bilal.aziz2@example.org"),
        ("place of birth", "PlaceOfBirth", "Mosul", "Kirkuk"),
    )
}
"""What both state beside the key fields, and not alike."""

ONE_PERSON: dict[str, Pair] = {
    "accents left out": Pair(named("Zoë", "Müller"), named("Zoe", "Muller")),
    "hyphens and apostrophes": Pair(named("Mei-Ling", "O'Shea"), named("Meiling", "OShea")),
    "capitals": Pair(named("Siân", "McDonald"), named("SIÂN", "mcdonald")),
    "a middle name on one side": Pair(named("Bilal", MiddleOtherName="Hamid"), named("Bilal")),
    "an initial for a middle name": Pair(
        named("Bilal", MiddleOtherName="Hamid"), named("Bilal", MiddleOtherName="H")
    ),
    "a preferred name in full": Pair(
        named("William", PreferredGivenName="Bill"), named("William", PreferredGivenName="Billy")
    ),
    "a short e-mail": Pair(
        named("Bilal", EmailAddress="bilal.aziz@example.org"), named("Bilal", EmailAddress="bilal@example.org")
    ),
    "a place of birth with its country": Pair(
        named("Bilal", PlaceOfBirth="Mosul"), named("Bilal", PlaceOfBirth="Mosul, Iraq")
    ),
}  # fmt: skip
"""What tells nobody apart: the control."""


_KHAN = named("Mohammed", "Khan")
RELATIVES: dict[str, Pair] = {
    "twin": Pair(named("Ella", "Hathersage", Gender="2"), named("Zara", "Hathersage", Gender="2")),
    "twin of an alike name": Pair(named("Lena", "Hathersage", Gender="2"), named("Leni", "Hathersage", Gender="2")),
    "twin of the other gender": Pair(named("Ella", "Hathersage", Gender="2"), named("Ivo", "Hathersage")),
    "namesake elsewhere": Pair(_KHAN, _KHAN | {"LastKnownPostCode": "PL1 1AA"}),
    "namesake of no home": Pair(_KHAN, _KHAN | {"LastKnownPostCode": "ZZ99 9ZZ"}),
    "namesake of the other gender": Pair(named("Kim", "Khan"), named("Kim", "Khan", Gender="2")),
    "whose name is divided otherwise": Pair(named("Wing Yan", "Quxley"), named("Win Gyan", "Quxley")),
    "whose name has another mark": Pair(named("Thảo", "Quxley"), named("Thào", "Quxley")),
    "whose name has another number": Pair(named("Omar 1", "Quxley"), named("Omar 2", "Quxley")),
}
"""A merged learner, and somebody else who looks alike."""


def at_homes(people: dict[str, Pair]) -> dict[str, Pair]:
    """Return the pairs, each with a home and birth date.

    A register can then hold all pairs at once.
    """
    return {
        what: Pair(*(_moved(one, ordinal) for one in (pair.first, pair.second)))
        for ordinal, (what, pair) in enumerate(people.items())
    }


def _moved(one: Person, ordinal: int) -> Person:
    born = f"{1980 + ordinal % 25}-{1 + ordinal % 12:02}-{13 + ordinal % 15}"
    at_home = (
        {} if one["LastKnownPostCode"] != HOME["LastKnownPostCode"] else {"LastKnownPostCode": f"BD{1 + ordinal} 0QU"}
    )
    return one | at_home | {"DateOfBirth": born}
