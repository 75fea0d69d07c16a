"""Towns, each with its postcode area."""

from random import Random
from typing import Final, NamedTuple

from gateway.sandbox.population.draw import Weighted, weighted


class Place(NamedTuple):
    """A town, and the postcode districts of its area."""

    town: str
    area: str
    districts: int
    county: str


_INWARD: Final = "ABDEFGHJLNPQRSTUWXYZ"
_STREETS: Final = (
    "Station", "Church", "Victoria", "Park", "Mill", "School", "Albert", "Queen", "Chapel", "Grange", "Manor", "York",
    "Springfield", "Windsor", "Orchard", "Highfield", "Castle", "Meadow", "Beech", "Alma",
)  # fmt: skip
_KINDS: Final = ("Road", "Street", "Lane", "Avenue", "Close", "Drive", "Terrace")

PLACES: Final[Weighted[Place]] = weighted(
    [
        (9, Place("London", "SE", 28, "")),
        (8, Place("London", "E", 18, "")),
        (6, Place("London", "N", 22, "")),
        (6, Place("Birmingham", "B", 45, "West Midlands")),
        (5, Place("Manchester", "M", 46, "Greater Manchester")),
        (4, Place("Leeds", "LS", 29, "West Yorkshire")),
        (4, Place("Liverpool", "L", 40, "Merseyside")),
        (4, Place("Sheffield", "S", 36, "South Yorkshire")),
        (4, Place("Bristol", "BS", 41, "")),
        (3, Place("Nottingham", "NG", 25, "Nottinghamshire")),
        (3, Place("Leicester", "LE", 19, "Leicestershire")),
        (3, Place("Coventry", "CV", 13, "West Midlands")),
        (3, Place("Bradford", "BD", 24, "West Yorkshire")),
        (3, Place("Cardiff", "CF", 24, "")),
        (2, Place("Swansea", "SA", 15, "")),
        (1, Place("Wrexham", "LL", 20, "")),
        (1, Place("Aberystwyth", "SY", 25, "Ceredigion")),
        (3, Place("Southampton", "SO", 24, "Hampshire")),
        (2, Place("Portsmouth", "PO", 22, "Hampshire")),
        (2, Place("Plymouth", "PL", 21, "Devon")),
        (2, Place("Exeter", "EX", 24, "Devon")),
        (2, Place("Norwich", "NR", 35, "Norfolk")),
        (2, Place("Derby", "DE", 24, "Derbyshire")),
        (2, Place("Hull", "HU", 20, "")),
        (2, Place("York", "YO", 32, "North Yorkshire")),
        (2, Place("Sunderland", "SR", 8, "Tyne and Wear")),
        (3, Place("Newcastle upon Tyne", "NE", 40, "Tyne and Wear")),
        (2, Place("Preston", "PR", 9, "Lancashire")),
        (2, Place("Reading", "RG", 31, "Berkshire")),
        (2, Place("Oxford", "OX", 20, "Oxfordshire")),
        (2, Place("Cambridge", "CB", 25, "Cambridgeshire")),
        (2, Place("Belfast", "BT", 17, "")),
        (2, Place("Glasgow", "G", 46, "")),
        (2, Place("Edinburgh", "EH", 17, "")),
    ]
)


def draw_postcode(place: Place, dice: Random) -> str:
    """Return a postcode of a place, as it is written."""
    letters = "".join(dice.choices(_INWARD, k=2))
    return f"{place.area}{dice.randint(1, place.districts)} {dice.randrange(10)}{letters}"


def draw_street(dice: Random) -> str:
    """Return the first line of an address."""
    return f"{dice.randint(1, 180)} {dice.choice(_STREETS)} {dice.choice(_KINDS)}"
