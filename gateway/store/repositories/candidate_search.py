"""Search for candidates: all probes of domain.matching.keys in one statement.

It is the same on both databases. Every probe gathers ULNs from one index; then each learner is read once, by ULN. Some
probes gather nothing where they would gather much: a crowded postcode or a common pair of names costs more than it
tells.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Select, String, and_, func, or_, select, true, union

from gateway.domain.learner import LearnerStatus
from gateway.domain.matching import Traits, probes
from gateway.domain.matching.keys import (
    MOST_FOUND,
    MOST_NAMESAKES,
    BornProbe,
    HomeProbe,
    NamesProbe,
    NearDayProbe,
    Probe,
    YearProbe,
)
from gateway.store.database.statement import WORDS, Numbered, Query, R, among, arrays, constant, parameter
from gateway.store.tables.learners import learner

_NOTHING = "-"
"""A value that equals no key of any learner.

An empty text would equal some.
"""

_ALL = 0
_INWARD = 3
"""Characters after the district in a postcode without its blank."""

_EMPTY, _ACTIVE = constant(""), constant(LearnerStatus.ACTIVE.value)

Words = tuple[str, ...]
Where = tuple[ColumnElement[bool], ...]


class Search(NamedTuple):
    """The values of all probes for one person."""

    born: date
    twin: date
    near: Words
    families: Words
    givens: Words
    formers: Words
    initials: str
    district: str
    family_ending: str
    given_ending: str
    home: str
    own_families: Words
    given: str
    others: Words
    year: str
    day: str
    family_name: str
    given_name: str


_TYPES: dict[str, object] = {
    "born": Date(),
    "twin": Date(),
    "near": WORDS,
    "families": WORDS,
    "givens": WORDS,
    "formers": WORDS,
    "initials": String(),
    "district": String(),
    "family_ending": String(),
    "given_ending": String(),
    "home": String(),
    "own_families": WORDS,
    "given": String(),
    "others": WORDS,
    "year": String(),
    "day": String(),
    "family_name": String(),
    "given_name": String(),
}


def search_of(person: Traits) -> Search:
    """Return the values of all probes for a person.

    Names and birth date must be known, as those of every caller are.
    """
    return search_by(probes(person), person.born)


def search_by(asked: Sequence[Probe], birth_date: str) -> Search:
    """Return the values of the probes for a person.

    `birth_date` is that of the traits.
    """
    born = [probe for probe in asked if isinstance(probe, BornProbe)]
    years = [probe for probe in asked if isinstance(probe, YearProbe)]
    near = [probe.days for probe in asked if isinstance(probe, NearDayProbe)]
    homes = [probe.postcode for probe in asked if isinstance(probe, HomeProbe)]
    called = born[0].called
    names = [probe for probe in asked if isinstance(probe, NamesProbe)]
    return Search(
        born=date.fromisoformat(born[0].born),
        twin=date.fromisoformat(born[-1].born),
        near=near[0] if near else (),
        families=_or_none(called.family_sounds),
        givens=_or_none(called.given_sounds),
        formers=called.former_sounds,
        initials=called.initials or _NOTHING,
        district=born[0].district or _NOTHING,
        family_ending=born[0].endings[0] or _NOTHING,
        given_ending=born[0].endings[1] or _NOTHING,
        home=homes[0] if homes else _NOTHING,
        own_families=years[0].family_sounds if years else (),
        given=years[0].given_sounds[0] if years else _NOTHING,
        others=years[1].given_sounds if len(years) > 1 else (),
        year=birth_date[:4],
        day=birth_date[5:],
        family_name=names[0].family if names else _NOTHING,
        given_name=names[0].given if names else _NOTHING,
    )


def _or_none(sounds: Words) -> Words:
    """Return the sounds, and "" for learners with one name.

    To ask for "" is quicker than to ask for NULL.
    """
    return *(sounds or (_NOTHING,)), ""


class _Probed(NamedTuple):
    """Condition of a probe, and when it gathers nothing.

    It gathers nothing if more than `most` learners meet the condition `counted`, or `where` if `counted` is empty.
    """

    where: Where
    most: int = _ALL
    counted: Where = ()


def _gathered(asked: Mapping[str, ColumnElement[Any]], outer: Any) -> Any:
    """Return the query for the ULNs that the probes find.

    `asked` holds columns of `outer`, or parameters if `outer` is None.
    """
    one = learner.c
    own_family = among(one.family_sound, asked["own_families"])
    born_then = one.date_of_birth.in_([asked["born"], asked["twin"]])
    called = or_(
        among(one.family_sound, asked["families"]),
        among(one.given_sound, asked["givens"]),
        among(one.former_sound1, asked["formers"]),
        among(one.former_sound2, asked["formers"]),
        one.initials == asked["initials"],
    )
    had_then = or_(
        among(one.former_sound1, asked["own_families"]),
        among(one.former_sound2, asked["own_families"]),
    )
    first_name = one.given_sound == asked["given"]
    later = (one.uln > asked["after"],) if "after" in asked else ()
    at_home = one.postcode_key == asked["home"]
    born_so = or_(one.birth_year == asked["year"], one.birth_day == asked["day"])
    district = asked["district"]
    # Not LIKE: SQLite would compile the whole statement anew for every pattern, which takes longer than the search.
    in_district = and_(
        func.substr(one.postcode_key, 1, func.length(district)) == district,
        func.length(one.postcode_key) == func.length(district) + constant(_INWARD),
    )
    endings = and_(
        func.substr(one.family_sound, constant(2)) == asked["family_ending"],
        func.substr(one.given_sound, constant(2)) == asked["given_ending"],
    )
    other_name = among(one.given_sound, asked["others"])
    same_names = (one.family_key == asked["family_name"], one.given_key == asked["given_name"])
    probed = (
        _Probed((born_then, or_(called, in_district, endings))),
        _Probed((among(one.date_of_birth, asked["near"]), one.initials == asked["initials"])),
        _Probed((at_home, or_(called, born_so)), MOST_FOUND, counted=(at_home,)),
        _Probed((own_family, first_name, one.birth_year == asked["year"]), MOST_FOUND),
        _Probed((own_family, first_name, one.birth_day == asked["day"]), MOST_FOUND),
        _Probed((own_family, other_name, one.birth_year == asked["year"]), MOST_FOUND),
        _Probed((own_family, one.birth_year == asked["year"]), MOST_FOUND, counted=(own_family,)),
        _Probed((first_name, one.birth_year == asked["year"], one.former_sound1 != _EMPTY, had_then)),
        _Probed((one.date_of_birth == asked["born"],), MOST_NAMESAKES),
        _Probed((own_family, first_name), MOST_NAMESAKES),
        # This probe uses the unique index, which has active learners only.
        _Probed((*same_names, one.status == _ACTIVE), MOST_NAMESAKES),
    )
    return union(*(_found(probe, later, outer) for probe in probed))


def _found(probe: _Probed, later: Where, outer: Any) -> Select[Any]:
    """Return the query for the ULNs of one probe.

    It gives none if there are more than the probe allows. The index alone is enough to count them.
    """
    found = select(learner.c.uln).where(*probe.where, *later).correlate(outer)
    if probe.most == _ALL:
        return found
    counted = probe.counted or probe.where
    one = select(constant(1)).select_from(learner).where(*counted, *later).correlate(outer)
    return found.where(~one.offset(constant(probe.most)).limit(constant(1)).exists())


def candidates_of(
    columns: Select[Any], row: type[R], *, later: bool = False, together: Numbered | None = None
) -> Query[R]:
    """Return the statement that finds the candidates of one search.

    It finds active and merged learners. `columns` says what it reads of them. With `later`, it finds only ULNs greater
    than the parameter "after".
    """
    asked = {name: parameter(name, kind) for name, kind in _types(later=later).items()}
    return Query(_candidates(columns, asked, None), row, together=together)


def candidates_of_all(columns: Select[Any], row: type[R], *, later: bool = False) -> Query[R]:
    """Return the statement that finds the candidates of many searches.

    The column `n` is the number of the search, from 1. For PostgreSQL only.
    """
    types = _types(later=later)
    asked = arrays("asked", types)
    found = _candidates(columns, {name: asked.c[name] for name in types}, asked).correlate(asked).lateral("found")
    return Query(select(asked.c.n, *found.c).select_from(asked.join(found, true())), row, only="postgresql")


def _types(*, later: bool) -> dict[str, object]:
    return _TYPES | {"after": String()} if later else _TYPES


def lists_of(searches: Sequence[Search]) -> dict[str, list[object]]:
    """Return many searches as the parameters of that statement.

    There is a list for each part of a search; several words are one text.
    """
    return {
        name: [" ".join(part) if kind is WORDS else part for part in parts]
        for (name, kind), parts in zip(_TYPES.items(), zip(*searches, strict=True), strict=True)
    }


def _candidates(columns: Select[Any], asked: Mapping[str, ColumnElement[Any]], outer: Any) -> Select[Any]:
    there = learner.c.status != LearnerStatus.DELETED.value
    return columns.where(learner.c.uln.in_(_gathered(asked, outer)), there).order_by(learner.c.uln)
