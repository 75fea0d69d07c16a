"""People who differ in one detail are never certainly one.

Both must state the detail. Controls show that a laxer rule would be found out.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, find, given
from hypothesis import strategies as st

from gateway.domain.learner import Gender, Person, identity_of
from gateway.domain.matching import PRIOR, ExactMatch, LinkedMatch, is_certain
from gateway.domain.names import decomposed_upper, folded_postcode
from gateway.domain.placeholders import is_placeholder
from tests.domain.matching.deciding import decide
from tests.domain.matching.test_properties import learners

_ALPHABETS = {
    "Latin": "abdefgilmnorstuzAEKLMST",
    "Vietnamese": "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ",
    "Cyrillic": "абвгдежзийклмнорстуюяїєґ",
    "Greek": "αβγδεζηθικλμνορστυω",
    "Arabic": "ابتثجحدرسشعفقلمنهوي",
    "Hebrew": "אבגדהוזחטילמנ",
    "Devanagari": "कगचजतदनपबमयरलवसह",
    "Tamil": "கசடதநபமயரலவ",
    "Chinese": "静晶林琳伟娜明敏王李",
    "Korean": "민서준지현우영수",
    "Japanese": "さくらはなかけこ",
}
_MARKS = {
    "Devanagari": "\u093e\u093f\u0940\u0941\u0942\u0947\u0948\u094b\u094c\u0902",
    "Tamil": "\u0bbe\u0bbf\u0bc0\u0bc1\u0bc2\u0bc6\u0bc7\u0bca",
    "Arabic": "\u064e\u064f\u0650\u0651\u0652",
    "Japanese": "\u3099",
}
_ACCENTS = "\u0300\u0301\u0302\u0303\u0308\u030c\u0323\u0309"
_NAMES = st.sampled_from(sorted(_ALPHABETS)).flatmap(
    lambda script: st.text(_ALPHABETS[script], min_size=3, max_size=9).map(lambda text: (script, text))
)
Change = Callable[[Any, str, str], str]


def _another(draw: Any, letters: str, but: str) -> str:
    return str(draw(st.sampled_from([one for one in letters if decomposed_upper(one) != decomposed_upper(but)])))


def _other_letter(draw: Any, script: str, name: str) -> str:
    place = draw(st.integers(0, len(name) - 1))
    return (
        name[:place]
        + _another(draw, _ALPHABETS["Latin" if script == "Vietnamese" else script], name[place])
        + name[place + 1 :]
    )


def _number_behind(draw: Any, _script: str, name: str) -> str:
    return f"{name}{draw(st.sampled_from(['', ' ', '-']))}{draw(st.sampled_from('123456789'))}"


def _letter_beside(draw: Any, _script: str, name: str) -> str:
    return f"{name} {draw(st.sampled_from(_ALPHABETS['Chinese']))}"


def _mark_behind(draw: Any, script: str, name: str) -> str:
    return f"{name}{draw(st.sampled_from(_MARKS.get(script, '1')))}"


CHANGES: list[Change] = [_other_letter, _number_behind, _letter_beside, _mark_behind]


@st.composite
def renamed(draw: Any) -> tuple[str, str]:
    """Return two names that differ in one place.

    They differ in a letter, a digit or a mark of some script.
    """
    script, name = draw(_NAMES)
    other = draw(st.sampled_from(CHANGES))(draw, script, name)
    return name, other


@st.composite
def accented(draw: Any) -> tuple[str, str]:
    """Return two Latin names with different accents."""
    name = draw(st.text("aeiou", min_size=3, max_size=8))
    place = draw(st.integers(1, len(name)))
    one, other = draw(st.lists(st.sampled_from(_ACCENTS), min_size=2, max_size=2, unique=True))
    return name[:place] + one + name[place:], name[:place] + other + name[place:]


@st.composite
def divided(draw: Any) -> tuple[str, str]:
    """Return two names of the same letters, divided differently."""
    name = draw(st.text("abehilmnorsu", min_size=4, max_size=10))
    places = draw(st.lists(st.integers(1, len(name) - 1), min_size=2, max_size=2, unique=True))
    between = draw(st.sampled_from(" -._/,'\N{MIDDLE DOT}\N{EN DASH}"))
    one, other = (f"{name[:place]}{between}{name[place:]}" for place in places)
    return one, other


TWO_NAMES = renamed() | accented() | divided()
_BORN = date(2004, 5, 17)
SAME = Person(given_name="Zebulon", family_name="Quxley", date_of_birth=_BORN, gender=Gender.MALE, postcode="BD3 0QU")


def _fields(name: str, values: Any) -> Any:
    return values.map(lambda two: ({name: two[0]}, {name: two[1]}))


PAIRS = st.one_of(
    _fields("given_name", TWO_NAMES),
    _fields("family_name", TWO_NAMES),
    _fields("date_of_birth", st.integers(1, 9000).map(lambda days: (_BORN, _BORN - timedelta(days=days)))),
    _fields("gender", st.lists(st.sampled_from(Gender), min_size=2, max_size=2, unique=True)),
    _fields("postcode", st.lists(st.from_regex(r"[A-Y][A-Z]?[1-9] [1-9][A-Z]{2}", fullmatch=True), min_size=2, max_size=2,
                                 unique_by=folded_postcode)),
    _fields("middle_name", st.sampled_from([("Hamid", "Jamal"), ("Ann", "Anne"), ("Mary Ann", "Mary Jane"), ("A", "B")])),
    _fields("preferred_given_name", st.sampled_from([("Zed", "Lon"), ("Billy", "Zed"), ("Ann", "Kay")])),
    _fields("email", st.sampled_from([("z@example.org", "q@example.org"), ("zq1@example.org", "zq2@example.org")])),
    _fields("place_of_birth", st.sampled_from([("Leeds", "Hull"), ("Mosul", "Kirkuk"), ("York", "New Yarmouth")])),
)  # fmt: skip
"""Different values of one detail, which two people state."""

IN_COMMON = st.fixed_dictionaries(
    {},
    optional={
        "place_of_birth": st.just("Leeds"),
        "email": st.just("zebulon@example.org"),
        "middle_name": st.just("Hamid"),
        "previous_family_name": st.just("Poe"),
    },
)


def pair(in_common: dict[str, Any], changes: tuple[dict[str, Any], dict[str, Any]]) -> tuple[Person, Person]:
    """Return two people who differ only in these changes."""
    one, other = (replace(SAME, **in_common | mine) for mine in changes)
    return one, other


@given(IN_COMMON, PAIRS)
def test_who_differs_in_one_field_that_speaks_is_never_exact(
    in_common: dict[str, Any], changes: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    one, other = pair(in_common, changes)
    for asked, held in ((one, other), (other, one)):
        assert not is_certain(asked, held, PRIOR)
        assert not isinstance(decide(asked, learners([held]), {}), ExactMatch | LinkedMatch)


@given(IN_COMMON, TWO_NAMES)
def test_who_states_the_same_is_exact_whatever_the_script(in_common: dict[str, Any], names: tuple[str, str]) -> None:
    for name in names:
        assume(not is_placeholder(name))
        for field in ({"given_name": name}, {"family_name": name}):
            same = replace(SAME, **in_common | field)
            assert is_certain(same, same, PRIOR)
            assert isinstance(decide(same, learners([same]), {}), ExactMatch)


def by_latin_letters(one: Person, other: Person) -> bool:
    """Compare by a rule that sees only Latin letters."""
    latin = [
        [
            "".join(letter for letter in decomposed_upper(name) if "A" <= letter <= "Z")
            for name in (who.given_name, who.family_name)
        ]
        for who in (one, other)
    ]
    return latin[0] == latin[1] and identity_of(one)[2:] == identity_of(other)[2:]


def by_key(one: Person, other: Person) -> bool:
    """Compare by a rule that sees only the key fields."""
    return identity_of(one) == identity_of(other)


@pytest.mark.parametrize("lax", [by_latin_letters, by_key])
def test_a_lax_rule_would_be_found(lax: Callable[[Person, Person], bool]) -> None:
    one, other = find(st.builds(pair, IN_COMMON, PAIRS), lambda people: lax(*people))
    assert one != other
    assert not is_certain(one, other, PRIOR)
