"""Real postcodes, drawn as often as they occur.

`ZZ99 9ZZ` stands for an unknown one.
"""

import ast
import csv
import random
import re
from dataclasses import dataclass
from pathlib import Path

from gateway.sandbox.population.draw import Weighted, weighted

UNKNOWN = "ZZ99 9ZZ"
_OUTWARD = re.compile(r"[a-z]{1,2}\d[a-z\d]?")
_KEPT = 150
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True, slots=True)
class Postcodes:
    """The inward codes of each outward code."""

    outward: Weighted[str]
    inward: dict[str, tuple[str, ...]]

    def draw(self, dice: random.Random) -> str:
        """Draw a postcode from the whole country."""
        return self._of(self.outward.draw(dice), dice)

    def near(self, postcode: str, dice: random.Random) -> str:
        """Draw a postcode of the same town.

        An unknown postcode stays unknown.
        """
        outward = postcode.split(maxsplit=1)[0]
        return self._of(outward, dice) if outward in self.inward else self.draw(dice)

    def _of(self, outward: str, dice: random.Random) -> str:
        return f"{outward} {dice.choice(self.inward[outward])}"


def mistyped(postcode: str, dice: random.Random) -> str:
    """Return the postcode with one letter or digit wrong."""
    letters = list(postcode)
    place = dice.choice([place for place, letter in enumerate(letters) if letter != " "])
    of_its_kind = _LETTERS if letters[place].isalpha() else "0123456789"
    letters[place] = dice.choice([letter for letter in of_its_kind if letter != letters[place]])
    return "".join(letters)


def of_counts(counts: list[tuple[str, int, tuple[str, ...]]]) -> Postcodes:
    """Return postcodes from outward codes.

    Each outward code has its number of postcodes and its inward codes.
    """
    return Postcodes(
        weighted([(count, outward) for outward, count, _ in counts]),
        {outward: inward for outward, _, inward in counts},
    )


def national(bench: Path) -> Postcodes:
    """Return all postcodes of the United Kingdom.

    They come from the unpacked wheel uk-postcodes-parsing, and stay on disk as one CSV file.
    """
    kept = bench / "sets" / "postcodes.csv"
    if not kept.exists():
        parsed = _parsed(bench / "wheels" / "uk_postcodes_parsing" / "outcodes")
        if not parsed:
            raise FileNotFoundError(f"no postcodes below {bench / 'wheels'}: make bench-matching unpacks them")
        kept.parent.mkdir(parents=True, exist_ok=True)
        with kept.open("w", newline="", encoding="ascii") as file:
            csv.writer(file).writerows(parsed)
    with kept.open(newline="", encoding="ascii") as file:
        return of_counts([(outward, int(count), tuple(inward.split())) for outward, count, inward in csv.reader(file)])


def _parsed(folder: Path) -> list[tuple[str, int, str]]:
    found = []
    for path in sorted(folder.glob("*.py")):
        if _OUTWARD.fullmatch(path.stem):
            module = ast.parse(path.read_text(encoding="utf-8"))
            last = module.body[-1]
            assert isinstance(last, ast.Assign), path
            inward = sorted(ast.literal_eval(last.value))
            kept = inward[:: max(1, len(inward) // _KEPT)]
            found.append((path.stem.upper(), len(inward), " ".join(kept)))
    return found
