"""Mistakes in names and dates, as people make them."""

import random
import re
from datetime import date

from gateway.sandbox.population.names import SHORT_NAMES

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SOUNDS = (
    ("ph", "f"), ("ck", "k"), ("ie", "y"), ("y", "ie"), ("ee", "ea"), ("c", "k"), ("k", "c"), ("s", "z"), ("ll", "l"),
    ("l", "ll"), ("tt", "t"), ("nn", "n"), ("n", "nn"), ("ey", "y"), ("ai", "ay"), ("e", ""), ("i", "y"), ("gh", ""),
    ("th", "t"), ("ou", "ow"), ("ff", "f"), ("mc", "mac"), ("sh", "sch"),
)  # fmt: skip
_FIRST_YEAR, _LAST_YEAR = 1901, 2012


def typo(name: str, dice: random.Random) -> str:
    """Return the name with one mistake.

    A letter is replaced by a neighbouring key, left out, doubled or swapped, or the name is written as it sounds.
    """
    while True:
        wrong = _one_mistake(name, dice)
        if wrong and wrong.lower() != name.lower():
            return wrong[:1].upper() + wrong[1:]


def _one_mistake(name: str, dice: random.Random) -> str:
    if len(name) < 2:
        return name + dice.choice("aen")
    place = dice.randrange(1 if dice.random() < 0.85 else 0, len(name))
    match dice.choices(("beside", "left out", "doubled", "swapped", "sound"), (25, 20, 15, 18, 22))[0]:
        case "beside":
            return name[:place] + _beside(name[place].lower(), dice) + name[place + 1 :]
        case "left out":
            return name[:place] + name[place + 1 :]
        case "doubled":
            more = name[place] if dice.random() < 0.5 else dice.choice("aeinorst")
            return name[:place] + more + name[place:]
        case "swapped":
            return name[:place] + name[place : place + 2][::-1] + name[place + 2 :]
        case _:
            sound, written = dice.choice(_SOUNDS)
            return re.sub(sound, written, name, count=1, flags=re.IGNORECASE)


def _beside(letter: str, dice: random.Random) -> str:
    for row in _ROWS:
        if letter in row:
            place = row.index(letter)
            return dice.choice(row[max(0, place - 1) : place] + row[place + 1 : place + 2])
    return dice.choice("aeiou")


def short(given: str, dice: random.Random) -> str:
    """Return the name's short form, or its first letters.

    It is "" if the name is short already.
    """
    if given in SHORT_NAMES:
        return dice.choice(SHORT_NAMES[given])
    return given[: dice.choice((3, 4))] if len(given) >= 6 else ""


def day_for_month(birth: str) -> str:
    """Return the birth date with day and month swapped.

    It is "" if that is no other date.
    """
    year, month, day = birth.split("-")
    return f"{year}-{day}-{month}" if int(day) <= 12 and day != month else ""


def another_date(birth: str, dice: random.Random) -> str:
    """Return the birth date with a small mistake.

    One part is a little wrong, or two digits of the year are swapped.
    """
    year, month, day = map(int, birth.split("-"))
    while True:
        part = dice.choices(("day", "month", "year", "digits"), (35, 25, 25, 15))[0]
        wrong = {
            "day": (year, month, day + dice.choice((-10, -2, -1, 1, 2, 10))),
            "month": (year, month + dice.choice((-1, 1)), day),
            "year": (year + dice.choice((-10, -1, 1, 10)), month, day),
            "digits": (year // 100 * 100 + year % 10 * 10 + year // 10 % 10, month, day),
        }[part]
        try:
            found = date(*wrong)
        except ValueError:
            continue
        if _FIRST_YEAR <= found.year <= _LAST_YEAR and found.isoformat() != birth:
            return found.isoformat()
