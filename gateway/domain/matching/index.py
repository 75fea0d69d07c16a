"""The look-ups of `keys` in memory, for tests and measurements."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from math import inf
from typing import Generic, TypeVar

from gateway.domain.matching.keys import (
    MOST_FOUND,
    MOST_NAMESAKES,
    BirthProbe,
    BornProbe,
    DayProbe,
    FewBornProbe,
    FewKinProbe,
    FewNamedProbe,
    FormerProbe,
    HomeProbe,
    NameAgreement,
    NamesProbe,
    NearDayProbe,
    PlaceProbe,
    Probe,
    SearchKeys,
    SoundsProbe,
    YearProbe,
    district_of,
    endings_of,
    probes,
    search_keys,
)
from gateway.domain.matching.traits import Traits

T = TypeVar("T", bound=Hashable)

_Entry = tuple[str, ...]
_MOST: dict[type[Probe], int] = {
    PlaceProbe: MOST_FOUND,
    YearProbe: MOST_FOUND,
    DayProbe: MOST_FOUND,
    NamesProbe: MOST_NAMESAKES,
    FewBornProbe: MOST_NAMESAKES,
    FewNamedProbe: MOST_NAMESAKES,
}


class Index(Generic[T]):
    """Learners by their keys."""

    def __init__(self, learners: Iterable[tuple[T, Traits]] = ()) -> None:
        self._found: defaultdict[_Entry, list[T]] = defaultdict(list)
        self._circles: set[_Entry] = set()
        self._waiting: list[tuple[T, SearchKeys]] = []
        for identifier, person in learners:
            self.add(identifier, person)

    def add(self, identifier: T, person: Traits) -> None:
        """Put a learner in."""
        keys = search_keys(person)
        self._circles.update(_circles_of(keys))
        self._waiting.append((identifier, keys))

    def candidates(self, person: Traits) -> list[T]:
        """Return the learners that the probes for a person find."""
        return self.found_by_any(probes(person))

    def found_by_any(self, asked: Sequence[Probe]) -> list[T]:
        """Return the learners that the probes find, each once."""
        if self._circles.isdisjoint(circle for probe in asked for circle in _circles(probe)):
            return []
        found: dict[T, None] = {}
        for probe in asked:
            found |= dict.fromkeys(self.found_by(probe))
        return list(found)

    def found_by(self, probe: Probe) -> list[T]:
        """Return the learners whom one probe finds."""
        for identifier, keys in self._waiting:
            for entry in set(_entries(keys)):
                self._found[entry].append(identifier)
        self._waiting.clear()
        if isinstance(probe, HomeProbe) and len(self._found.get(("home", probe.postcode), ())) > MOST_FOUND:
            return []
        if isinstance(probe, FewKinProbe) and self._kin(probe) > MOST_FOUND:
            return []
        found = {one: None for entry in _wanted(probe) for one in self._found.get(entry, ())}
        return [] if len(found) > _MOST.get(type(probe), inf) else list(found)

    def _kin(self, probe: FewKinProbe) -> int:
        """Count the learners whose family names sound so."""
        return sum(len(self._found.get(("kin", family_sound), ())) for family_sound in probe.family_sounds)


def _circles_of(keys: SearchKeys) -> Iterator[_Entry]:
    """Return the few groups that hold a learner."""
    yield "born", keys.born
    yield "home", keys.postcode
    yield "sounds", keys.family_sound, keys.given_sound
    yield "kin", keys.family_sound
    yield "names", keys.family, keys.given
    if keys.former_sound1:
        yield "former", keys.given_sound, keys.year


def _circles(probe: Probe) -> Iterator[_Entry]:
    """Return the circles in which a probe asks."""
    match probe:
        case BornProbe(born) | BirthProbe(born) | FewBornProbe(born):
            yield "born", born
        case NearDayProbe(days):
            yield from (("born", day) for day in days)
        case HomeProbe(postcode) | PlaceProbe(postcode):
            yield "home", postcode
        case YearProbe(family_sounds, given_sounds):
            yield from (("sounds", family, given) for family in family_sounds for given in given_sounds)
        case DayProbe(family_sounds, given_sound) | FewNamedProbe(family_sounds, given_sound):
            yield from (("sounds", family_sound, given_sound) for family_sound in family_sounds)
        case FewKinProbe(family_sounds):
            yield from (("kin", family_sound) for family_sound in family_sounds)
        case SoundsProbe(family_sound, given_sound):
            yield "sounds", family_sound, given_sound
        case FormerProbe(_, given_sound, year):
            yield "former", given_sound, year
        case NamesProbe(family, given):
            yield "names", family, given


def _entries(keys: SearchKeys) -> Iterator[_Entry]:
    """Return everything by which a learner is found."""
    formers = [sound for sound in (keys.former_sound1, keys.former_sound2) if sound]
    if keys.born:
        yield "born", keys.born
        yield "born district", keys.born, district_of(keys.postcode)
        yield "born endings", keys.born, *endings_of(keys.family_sound, keys.given_sound)
        yield "year", keys.family_sound, keys.given_sound, keys.year
        yield "day", keys.family_sound, keys.given_sound, keys.day
        yield "kin year", keys.family_sound, keys.year
        yield "home year", keys.postcode, keys.year
        yield "home day", keys.postcode, keys.day
        for sound in formers:
            yield "former", sound, keys.given_sound, keys.year
    for kind, value in (("born", keys.born), ("home", keys.postcode)):
        if value:
            yield from ((f"{kind} {name}", value, sound) for name, sound in _names(keys, formers))
    yield "home", keys.postcode
    yield "names", keys.family, keys.given
    yield "sounds", keys.family_sound, keys.given_sound
    yield "kin", keys.family_sound


def _names(keys: SearchKeys, formers: list[str]) -> Iterator[tuple[str, str]]:
    """Return the names that find a learner in a group."""
    yield "family", keys.family_sound
    yield "given", keys.given_sound
    yield "initials", keys.initials
    yield from (("former", sound) for sound in formers)
    if not (keys.family_sound and keys.given_sound):
        yield "nameless", ""


def _wanted(probe: Probe) -> Iterator[_Entry]:
    """Return the entries under which a probe looks."""
    match probe:
        case BornProbe(born, called, district, endings):
            yield from _so_called("born", born, called)
            yield from [("born district", born, district)] if district else []
            yield from [("born endings", born, *endings)] if all(endings) else []
        case NearDayProbe(days, initials):
            yield from (("born initials", day, initials) for day in days)
        case BirthProbe(born) | FewBornProbe(born):
            yield "born", born
        case HomeProbe(postcode, called, year, day):
            yield from _so_called("home", postcode, called)
            yield from [("home year", postcode, year), ("home day", postcode, day)] if year else []
        case PlaceProbe(postcode):
            yield "home", postcode
        case NamesProbe(family, given):
            yield "names", family, given
        case _:
            yield from _by_sounds(probe)


def _by_sounds(probe: Probe) -> Iterator[_Entry]:
    match probe:
        case YearProbe(family_sounds, given_sounds, year):
            yield from (("year", family, given, year) for family in family_sounds for given in given_sounds)
        case DayProbe(family_sounds, given_sound, day):
            yield from (("day", family_sound, given_sound, day) for family_sound in family_sounds)
        case FewKinProbe(family_sounds, year):
            yield from (("kin year", family_sound, year) for family_sound in family_sounds)
        case FormerProbe(former_sounds, given_sound, year):
            yield from (("former", former_sound, given_sound, year) for former_sound in former_sounds)
        case FewNamedProbe(family_sounds, given_sound):
            yield from (("sounds", family_sound, given_sound) for family_sound in family_sounds)
        case SoundsProbe(family_sound, given_sound):
            yield "sounds", family_sound, given_sound


def _so_called(kind: str, value: str, called: NameAgreement) -> Iterator[_Entry]:
    """Return a group's entries with such a name."""
    yield f"{kind} nameless", value, ""
    yield from ((f"{kind} family", value, sound) for sound in called.family_sounds)
    yield from ((f"{kind} given", value, sound) for sound in called.given_sounds)
    yield from ((f"{kind} former", value, sound) for sound in called.former_sounds)
    if called.initials:
        yield f"{kind} initials", value, called.initials
