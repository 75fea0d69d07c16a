"""Read the cells of a file of learning events.

A reader raises ValueError, which says what is wrong and never repeats the cell. Cells repeat, so readers remember their
results.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from gateway.domain import uln
from gateway.domain.text import is_writable

Cell = Callable[[str], object]
_REMEMBERED = 4096


def text(most: int) -> Cell:
    """Return a reader of texts of so many characters."""

    @lru_cache(_REMEMBERED)
    def read(cell: str) -> str:
        if len(cell) > most:
            raise ValueError(f"is longer than {most} characters")
        if not is_writable(cell):
            raise ValueError("has a character that XML does not allow")
        return cell

    return read


@lru_cache(_REMEMBERED)
def day(cell: str) -> date:
    """Read a date."""
    try:
        if len(cell) != 10:
            raise ValueError
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError("must be a date as YYYY-MM-DD") from None


@lru_cache(_REMEMBERED)
def moment(cell: str) -> datetime:
    """Read a date and time, without a zone."""
    try:
        read = datetime.fromisoformat(cell)
        if read.tzinfo is not None:
            raise ValueError
        return read
    except ValueError:
        raise ValueError("must be a date and time as YYYY-MM-DD HH:MM:SS") from None


def whole(cell: str) -> int:
    """Read a whole number."""
    if not (cell.isascii() and cell.isdecimal()) or len(cell) > 9:
        raise ValueError("must be a whole number")
    return int(cell)


def yes(cell: str) -> bool:
    """Read Y or N."""
    if cell not in ("Y", "N"):
        raise ValueError("must be Y or N")
    return cell == "Y"


class NoUln(ValueError):
    """A cell holds no ULN.

    With `temporary`, it holds the number that an ILR return states while the ULN is not known.
    """

    def __init__(self, fact: str, *, temporary: bool = False) -> None:
        super().__init__(fact)
        self.temporary = temporary


def valid_uln(cell: str) -> str:
    """Read a ULN."""
    if cell == "9999999999":
        raise NoUln("is a temporary number, which no learner has", temporary=True)
    if not uln.is_valid(cell):
        raise NoUln("is not a valid ULN" if cell else "is empty")
    return uln.compact(cell)
