"""All scenarios, by name."""

import re
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from gateway.sandbox.scenarios.batch_scenarios import BATCH_SCENARIOS
from gateway.sandbox.scenarios.code_scenarios import CODE_SCENARIOS
from gateway.sandbox.scenarios.operations import SERVED
from gateway.sandbox.scenarios.scenario import PREFIX, Scenario
from gateway.sandbox.scenarios.soap_faults import SOAP_FAULTS
from gateway.sandbox.scenarios.transport_faults import TRANSPORT_FAULTS

SCENARIOS: Final = MappingProxyType(
    {one.name: one for one in (*TRANSPORT_FAULTS, *SOAP_FAULTS, *CODE_SCENARIOS, *BATCH_SCENARIOS)}
)
_BY_SMALL_LETTERS: Final = {name.lower(): one for name, one in SCENARIOS.items()}
_ZEROS: Final = re.compile(r"(?<!\d)0+(?=\d)")


class UnknownScenario(LookupError):
    """No scenario of this name fits the operation."""


def find_scenario(name: str, operation: str = "") -> Scenario:
    """Return a scenario.

    Raises UnknownScenario if there is none, or if it does not fit the operation.
    """
    scenario = SCENARIOS.get(name) or _BY_SMALL_LETTERS.get(name.lower())
    if scenario is None:
        names = {_simplify(one.name): one.name for one in list_scenarios_for(operation)}
        near = [names[one] for one in get_close_matches(_simplify(name), names, 2)]
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise UnknownScenario(f"There is no scenario {name!r}.{hint} `lrs-gateway scenarios` lists them.")
    if operation and not scenario.fits(operation):
        raise UnknownScenario(
            f"The scenario {name!r} does not fit {operation}. `lrs-gateway scenarios` lists what does."
        )
    return scenario


def _simplify(name: str) -> str:
    """Return a name in small letters, without zeros before numbers."""
    return _ZEROS.sub("", name.lower())


def list_scenarios_for(operation: str) -> list[Scenario]:
    """Return the scenarios that fit an operation.

    All fit the operation "".
    """
    return [one for one in SCENARIOS.values() if not operation or one.fits(operation)]


def fits_every(scenario: Scenario) -> bool:
    """Return whether a scenario fits every supported operation."""
    return all(map(scenario.fits, SERVED))


def find_by_stored_user(user: str) -> Scenario | None:
    """Return the scenario that a user name states, or None."""
    return SCENARIOS.get(user.removeprefix(PREFIX)) if user.startswith(PREFIX) else None
