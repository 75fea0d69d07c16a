"""The scenario that a message states, whatever client wrote it.

The user name states one (`sandbox:WSRC0003`), or the ULN, or the family name (`Sandbox WSRC0003`). In a batch, the ULN
and the family name of a row state what becomes of that row.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from gateway.domain.batch import JobKind
from gateway.domain.codes import Code
from gateway.sandbox.scenarios.catalogue import SCENARIOS, UnknownScenario, find_scenario, list_scenarios_for
from gateway.sandbox.scenarios.numbers import in_scenarios_range, scenario_uln
from gateway.sandbox.scenarios.outcomes.batches import SUBMITTING
from gateway.sandbox.scenarios.scenario import PREFIX, Scenario

BY_ULN: Final = MappingProxyType({scenario_uln(name): name for name in SCENARIOS})
"""Names of scenarios, by the ULN that means each."""
OF_ITEMS: Final = frozenset((*SUBMITTING.values(), "retrieveULNs"))
"""Operations in which each ULN states what becomes of it."""

_USER: Final = re.compile(rb"<(?:[^\s<>/:]+:)?(?i:UserName)(?:\s[^<>]*)?>\s*([^<]{1,200}?)\s*<")
_ULN: Final = re.compile(rb"<(?:[^\s<>/:]+:)?(?i:ULN|learnerUln)(?:\s[^<>]*)?>\s*(390\d{7})\s*<")
_FAMILY_NAME: Final = re.compile(rb"<(?:[^\s<>/:]+:)?(?i:FamilyName)(?:\s[^<>]*)?>\s*(Sandbox\s[^<]{1,100}?)\s*<")
_FAMILY_NAME_OF: Final = re.compile(r"Sandbox\s+(\S.*)")
_ROWS: Final = "rows-"
_SEARCH: Final = "learnerByDemographics"
_FOUND_BY_A_SEARCH: Final[Mapping[str, str]] = {
    Code.ROW_NEW_ULN: Code.EXACT_MATCH,
    Code.ROW_EXISTS: Code.EXACT_MATCH,
    Code.ROW_UPDATED: Code.EXACT_MATCH,
    Code.ROW_EXACT: Code.EXACT_MATCH,
    Code.ROW_DUPLICATE: Code.EXACT_MATCH,
    Code.ROW_MASTER: Code.MASTER_SUBSTITUTED,
    Code.ROW_POSSIBLE: Code.POSSIBLE_MATCH,
}
"""What a search answers, by the row's code."""


def find_by_user(body: bytes, operation: str) -> Scenario | None:
    """Return the scenario that the user name states, or None.

    Raises UnknownScenario.
    """
    stated = _USER.search(body)
    if stated is None or not stated[1].startswith(PREFIX.encode()):
        return None
    return find_scenario(stated[1].decode("utf-8", "replace").removeprefix(PREFIX), operation)


def find_by_learner(body: bytes, operation: str, is_held: Callable[[str], bool]) -> Scenario | None:
    """Return the scenario that a learner's details state.

    A ULN that a learner has (`is_held`) is that learner's. An operation that the scenario does not fit has None: a
    client may find the learner before the call that the scenario is about. The rows of a batch are only checked: their
    scenarios are no scenario of the call. Raises UnknownScenario.
    """
    ulns = [uln for match in _ULN.finditer(body) if not is_held(uln := match[1].decode())]
    names = [match[1].decode("utf-8", "replace") for match in _FAMILY_NAME.finditer(body)]
    stated = [
        *(_find_by_uln(uln, operation) for uln in ulns),
        *(_find_by_family_name(name, operation) for name in names),
    ]
    if operation in OF_ITEMS:
        return None
    return next((one for one in stated if one is not None), None)


def find_by_row(uln: str, family_name: str, kind: JobKind) -> Scenario | None:
    """Return the scenario that a row states, or None."""
    try:
        of_uln = _find_by_uln(uln, SUBMITTING[kind]) if in_scenarios_range(uln) else None
        return of_uln or _find_by_family_name(family_name, SUBMITTING[kind])
    except UnknownScenario:  # the ULN is a learner's, or the batch came another way
        return None


def is_of_scenario(uln: str, operation: str) -> bool:
    """Return whether a ULN means a scenario that fits."""
    return uln in BY_ULN and _find_by_uln(uln, operation) is not None


def _find_by_uln(uln: str, operation: str) -> Scenario | None:
    name = BY_ULN.get(uln)
    if name is None:
        near = min(
            map(scenario_uln, (one.name for one in list_scenarios_for(operation))), key=partial(_count_differences, uln)
        )
        raise UnknownScenario(
            f"No scenario has the ULN {uln}, and no learner has it. Did you mean {near} ({BY_ULN[near]})?"
            " `lrs-gateway scenarios` lists them."
        )
    return _find_named(name, operation)


def _count_differences(first: str, second: str) -> int:
    """Return in how many digits two ULNs differ."""
    return sum(one != other for one, other in zip(first, second, strict=True))


def _find_by_family_name(family_name: str, operation: str) -> Scenario | None:
    stated = _FAMILY_NAME_OF.fullmatch(family_name)
    return None if stated is None else _find_named(stated[1], operation)


def _find_named(name: str, operation: str) -> Scenario | None:
    """Return a scenario, or None if it does not fit.

    In batches it is that of a row, and a search for the learner of such a row answers as the row. Raises
    UnknownScenario.
    """
    if f"{_ROWS}{name}" in SCENARIOS:
        if operation in SUBMITTING.values():
            name = f"{_ROWS}{name}"
        elif operation == _SEARCH:
            name = _FOUND_BY_A_SEARCH.get(name, Code.NO_MATCH)
        elif name not in SCENARIOS:
            return None
    if name in SCENARIOS:
        return SCENARIOS[name] if SCENARIOS[name].fits(operation) else None
    return find_scenario(name, operation)
