"""Placeholders in many spellings, and names that resemble them."""

import pytest

from gateway.domain.placeholders import is_initials, is_placeholder

PLACEHOLDERS = (
    "Unknown", "UNKNOWN", "unknown", "Un-known", "Unkown", "Unknow", "Uknown", "Unknown Unknown", "Unknown 2", "Unknown2",
    "(unknown)", "*unknown*", "Name Unknown", "Unknown Name", "UNK", "Ukn", "Not Known", "Not-Known", "NotKnown",
    "not known", "Not Stated", "not given", "None", "None given", "No name", "No first name", "No given name", "Nil",
    "Null", "NULL", "N/A", "n/a", "N.A.", "NA", "Na", "N/K", "NK", "FNU", "F.N.U.", "Fnu", "LNU", "lnu", "FNU LNU",
    "FNU1", "SNU", "NFN", "NLN", "NMN", "Given Name", "First Name", "Surname", "Last name", "Family Name", "Forename",
    "Single Name", "Mononym", "Nameless", "No surname", "X", "XX", "xxx", "XXXXXXXX", "x x x", "zzz", "AAA", "-", "--",
    "\N{EM DASH}", "\N{EN DASH}", ".", "..", "...", "?", "???", "*", "_", "'", "0", "1", "12", "7", "Baby", "BABY",
    "Baby Boy", "Baby Girl", "Baby 1", "Baby of Zara", "Infant", "Newborn", "Twin", "Twin 1", "Twin A", "Twin B", "Boy",
    "Girl", "Child", "Male", "Female", "Mr", "Mrs", "Miss", "Ms.", "TBC", "TBA", "To be confirmed", "Test", "Student",
    "Learner", "Refused", "Withheld", "Anonymous", "Anon", "A N Other", "Inconnu", "Desconocido", "desconocida",
    "Mother", "Father of the child", "Grandson", "Resident", "Respondent", "Inmate", "Householder",
    "Sconosciuto", "Unbekannt", "Nieznane", "Necunoscut", "Bilinmiyor", "Неизвестно", "Άγνωστος", "غير معروف", "不详",
)  # fmt: skip

NAMES = (
    "Nader", "Nan", "Nana", "No", "Noname Smith", "Nott", "Nonie", "Knowles", "Given", "Stated", "Boyd", "Girling",
    "Babyana", "Baby Rani", "Xi", "Xu", "Xxavier", "Oo", "Aa", "Ng", "Li", "O", "Ann", "Mary Unknown", "Mohammed FNU",
    "Lee", "Ho", "Known", "Child-Smith", "Testa", "Mistry", "Missy", "Drake", "Юрий", "静", "민", "Ana", "Nia", "Unwin",
)  # fmt: skip


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_a_placeholder_names_nobody_in_any_spelling(name: str) -> None:
    assert is_placeholder(name) or is_initials(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_no_placeholder(name: str) -> None:
    assert not is_placeholder(name)


@pytest.mark.parametrize("name", ["J", "J.", "j", "J P", "J.P.", "J-P", "Ю", "Ю.", "Α", "ع", "र", "O"])
def test_letters_alone_are_initials(name: str) -> None:
    assert is_initials(name)


@pytest.mark.parametrize("name", ["Jo", "AJ", "Mary J", "J Paul", "静", "민", "さ", "-", ""])
def test_a_word_is_no_initial(name: str) -> None:
    assert not is_initials(name)
