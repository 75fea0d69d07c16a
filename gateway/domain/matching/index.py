"""The look-ups of `keys`, in memory: the reference for what a store must find. For tests and measurements."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, TypeVar

from gateway.domain.matching.keys import (
    MOST_FOUND,
    MOST_NAMESAKES,
    BirthProbe,
    BornProbe,
    DayProbe,
    FormerProbe,
    HomeProbe,
    NamesProbe,
    Probe,
    SoundsProbe,
    StoredKeys,
    YearProbe,
    district_of,
    probes,
    stored_keys,
)
from gateway.domain.matching.traits import Traits

T = TypeVar("T", bound=Hashable)

_Entry = tuple[str, ...]


class Index(Generic[T]):
    """Learners by their keys."""

    def __init__(self, learners: Iterable[tuple[T, Traits]] = ()) -> None:
        self._found: defaultdict[_Entry, list[T]] = defaultdict(list)
        for identifier, person in learners:
            self.add(identifier, person)

    def add(self, identifier: T, person: Traits) -> None:
        """Put a learner in."""
        for entry in set(_entries(stored_keys(person))):
            self._found[entry].append(identifier)

    def candidates(self, person: Traits) -> list[T]:
        """Give the learners whom the probes for the person find, each once."""
        found: dict[T, None] = {}
        for probe in probes(person):
            found |= dict.fromkeys(self.found_by(probe))
        return list(found)

    def found_by(self, probe: Probe) -> list[T]:
        """Give the learners whom one probe finds."""
        found = {one: None for entry in _wanted(probe) for one in self._found.get(entry, ())}
        is_cut = not isinstance(probe, BornProbe | BirthProbe | SoundsProbe)
        most = MOST_NAMESAKES if isinstance(probe, NamesProbe) else MOST_FOUND
        return [] if is_cut and len(found) > most else list(found)


def _entries(keys: StoredKeys) -> Iterator[_Entry]:
    """Give everything under which a learner with these keys is found."""
    formers = [sound for sound in (keys.former_sound1, keys.former_sound2) if sound]
    if keys.born:
        yield "born", keys.born
        yield "born family", keys.born, keys.family_sound
        yield "born given", keys.born, keys.given_sound
        yield "born initials", keys.born, keys.initials
        yield "born district", keys.born, district_of(keys.postcode)
        yield "year", keys.family_sound, keys.given_sound, keys.year
        yield "day", keys.family_sound, keys.given_sound, keys.day
        if not (keys.family_sound and keys.given_sound):
            yield "born nameless", keys.born
        for sound in formers:
            yield "born former", keys.born, sound
            yield "former", sound, keys.given_sound, keys.year
    yield "home", keys.postcode
    yield "names", keys.family, keys.given
    yield "sounds", keys.family_sound, keys.given_sound


def _wanted(probe: Probe) -> Iterator[_Entry]:
    """Give the entries under which a probe looks."""
    match probe:
        case BornProbe():
            yield from _born(probe)
        case BirthProbe(born):
            yield "born", born
        case HomeProbe(postcode):
            yield "home", postcode
        case YearProbe(family_sounds, given_sound, year):
            yield from (("year", family_sound, given_sound, year) for family_sound in family_sounds)
        case DayProbe(family_sounds, given_sound, day):
            yield from (("day", family_sound, given_sound, day) for family_sound in family_sounds)
        case FormerProbe(former_sounds, given_sound, year):
            yield from (("former", former_sound, given_sound, year) for former_sound in former_sounds)
        case NamesProbe(family, given):
            yield "names", family, given
        case SoundsProbe(family_sound, given_sound):
            yield "sounds", family_sound, given_sound


def _born(probe: BornProbe) -> Iterator[_Entry]:
    yield "born nameless", probe.born
    for sound in probe.family_sounds:
        yield "born family", probe.born, sound
    for sound in probe.given_sounds:
        yield "born given", probe.born, sound
    for sound in probe.former_sounds:
        yield "born former", probe.born, sound
    if probe.initials:
        yield "born initials", probe.born, probe.initials
    if probe.district:
        yield "born district", probe.born, probe.district
