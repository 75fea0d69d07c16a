"""Placeholders: words in place of a name, which name nobody.

A placeholder that two people share is no proof that they are one. Nor are initials, or numbers.
"""

import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

from gateway.domain.names import spelling

_REMEMBERED = 1 << 15

_TITLES = frozenset({"MR", "MRS", "MISS", "MS", "MX", "DR", "MASTER", "SIR", "REV", "PROF", "MADAM"})
_SAYING_NOTHING = _TITLES | {
    "UNKNOWN", "UNK", "UNKN", "UKN", "UNKNWN", "NOTKNOWN", "NK", "FNU", "LNU", "SNU", "GNU", "NFN", "NLN", "NMN", "NN",
    "NA", "NONE", "NULL", "NIL", "NOT", "BLANK", "EMPTY", "MISSING", "TBC", "TBA", "TBD", "NONAME", "NAMELESS",
    "UNNAMED", "ANON", "ANONYMOUS", "MONONYM", "REFUSED", "DECLINED", "WITHHELD", "REDACTED", "UNDISCLOSED", "PENDING",
    "NAME", "FORENAME", "FIRSTNAME", "GIVENNAME", "SURNAME", "LASTNAME", "FAMILYNAME", "BABY", "BABYBOY", "BABYGIRL",
    "INFANT", "NEWBORN", "UNBORN", "TWIN", "TRIPLET", "BOY", "GIRL", "MALE", "FEMALE", "CHILD", "STUDENT", "LEARNER",
    "PUPIL", "APPLICANT", "CANDIDATE", "CLIENT", "REFUGEE", "TEST", "TESTING", "DUMMY", "EXAMPLE", "SAMPLE", "ASDF",
    "QWERTY", "ABC", "XYZ", "MOTHER", "FATHER", "DAUGHTER", "SISTER", "BROTHER", "WIFE", "SPOUSE", "GRANDCHILD",
    "GRANDSON", "GRANDDAUGHTER", "HOUSEHOLD", "HOUSEHOLDER", "RESIDENT", "OCCUPANT", "OCCUPIER", "OWNER", "RESPONDENT",
    "INMATE", "ADULT", "REFUSE",
}  # fmt: skip
"""Words that make a placeholder, alone or with those below."""

_BESIDE_THEM = frozenset(
    {
        "NO", "KNOWN", "GIVEN", "STATED", "AVAILABLE", "APPLICABLE", "SUPPLIED", "PROVIDED", "RECORDED", "ENTERED",
        "DISCLOSED", "HELD", "FIRST", "LAST", "FAMILY", "MIDDLE", "SECOND", "SINGLE", "ONLY", "ONE", "TWO",
        "BORN", "NEW", "THE", "OF", "IS", "HAS", "DOES", "HAVE", "YET", "WITHOUT", "ANY", "A",
        "B", "I", "II",
    }
)  # fmt: skip
_NEGATIONS = frozenset({"NO", "WITHOUT"})
_CHILDREN = frozenset({"BABY", "INFANT", "NEWBORN", "TWIN", "TRIPLET", "BOY", "GIRL", "CHILD"})

_PHRASES = frozenset(
    spelling(phrase)
    for phrase in (
        "N/A", "N/K", "A N Other", "An Other", "To be confirmed", "To be advised", "Service User", "Inconnu",
        "Inconnue", "Sans nom", "Sans prénom", "Desconocido", "Desconocida", "Sin nombre", "Sin apellido",
        "Desconhecido", "Desconhecida", "Sem nome", "Sconosciuto", "Sconosciuta", "Senza nome", "Unbekannt",
        "Ohne Name", "Ohne Namen", "Kein Name", "Onbekend", "Geen naam", "Nieznane", "Nieznany", "Nieznana", "Brak",
        "Neznámý", "Neznámá", "Neznámé", "Necunoscut", "Necunoscută", "Ismeretlen", "Nežinoma", "Nezināms", "Okänd",
        "Ukjent", "Ukendt", "Bilinmiyor", "Bilinmeyen", "İsimsiz", "Неизвестно", "Неизвестный", "Неизвестная",
        "Невідомо", "Невідомий", "Непознато", "Άγνωστος", "Άγνωστο", "Άγνωστη", "غير معروف", "مجهول", "نامعلوم",
        "ناشناس", "अज्ञात", "অজানা", "不详", "不詳", "不明", "未知", "无名", "無名", "미상", "불명",
    )
)  # fmt: skip
"""The same in languages that learners bring."""

_UNKNOWN = "UNKNOWN"
_WHOLE_WORDS = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA")
"""Scripts in which one letter may be a whole name.

They are named as in Unicode.
"""


@lru_cache(_REMEMBERED)
def is_placeholder(name: str) -> bool:
    """Return whether a name names nobody.

    >>> is_placeholder("Not-known"), is_placeholder("-"), is_placeholder("N/A"), is_placeholder("Nader")
    (True, True, True, False)
    >>> is_placeholder("Unkown 2"), is_placeholder("Twin A"), is_placeholder("Baby of Mary"), is_placeholder("Mr")
    (True, True, True, True)
    >>> is_placeholder("xxxxxx"), is_placeholder("12"), is_placeholder("Desconocida"), is_placeholder("Baby Rani")
    (True, True, True, False)
    """
    words = [word for word in spelling(name).split() if any(letter.isalpha() for letter in word)]
    words = [word.strip("0123456789") for word in words]
    if not words or " ".join(words) in _PHRASES:
        return True
    if all(word in _SAYING_NOTHING or word in _BESIDE_THEM for word in words):
        return any(word in _SAYING_NOTHING for word in words) or (len(words) > 1 and words[0] in _NEGATIONS)
    if words[0] in _CHILDREN and words[1:2] == ["OF"]:
        return True
    squashed = "".join(words)
    return _is_one_letter_repeated(squashed) or OSA.distance(squashed, _UNKNOWN, score_cutoff=1) <= 1


def _is_one_letter_repeated(squashed: str) -> bool:
    """Return whether a name is one letter over and over.

    Aa and Oo are names.
    """
    return set(squashed) == {"X"} or (len(squashed) > 2 and squashed.isascii() and len(set(squashed)) == 1)


@lru_cache(_REMEMBERED)
def is_initials(name: str) -> bool:
    """Return whether a name consists of single letters.

    >>> is_initials("J."), is_initials("J P"), is_initials("Ю."), is_initials("Jo"), is_initials("Mary J")
    (True, True, True, False, False)
    >>> is_initials("\N{CJK UNIFIED IDEOGRAPH-9759}"), is_initials("\N{HANGUL SYLLABLE MIN}")
    (False, False)
    """
    words = spelling(name).split()
    return bool(words) and all(_is_one_letter(word) for word in words)


def _is_one_letter(word: str) -> bool:
    letters = [letter for letter in word if not unicodedata.category(letter).startswith("M")]
    return len(letters) == 1 and not unicodedata.name(letters[0], "").startswith(_WHOLE_WORDS)
