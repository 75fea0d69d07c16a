"""The page of scenarios."""

from gateway.sandbox.scenarios.catalogue import SCENARIOS, fits_every
from gateway.sandbox.scenarios.numbers import scenario_uln
from gateway.sandbox.scenarios.scenario import Kind, Scenario
from gateway.wire.services import SERVICES
from tests.docs.reference.markdown import code, codes, page, table

_KINDS = {
    Kind.CODE: "Codes of answers",
    Kind.JOB: "Batches and their rows",
    Kind.TRANSPORT: "Faults below SOAP",
}
_EVERY = "every operation"


def write_scenarios() -> str:
    """Return the page of all scenarios."""
    return page(
        "Scenarios",
        "The [sandbox](../how-to/sandbox.md) answers as a scenario says, and changes nothing on the register. A client"
        " asks for one by its user name (`sandbox:WSRC0003`), by the ULN in the table, or by the family name"
        " (`Sandbox WSRC0003`). The user name goes before a plan, and a plan before a ULN or a family name. In a row of"
        " a batch, the ULN or the family name says what becomes of that row (`Sandbox RC007`).",
        "All ULNs that begin with 390 are those of scenarios, unless a learner has one. ULNs that scenarios issue begin"
        " with 391 to 399: every operation knows each as that of a learner with the details that the call states. What"
        " a scenario pretends to register, update or make is not stored.",
        *(part for kind, title in _KINDS.items() for part in (f"## {title}", _table_of(kind))),
        "## By operation",
        f"{_codes_of_every()} fit every operation, and so do the faults below SOAP.",
        table(("operation", "scenarios"), ((code(name), codes(_names_for(name))) for name in _operations())),
    )


def _table_of(kind: Kind) -> str:
    return table(
        ("scenario", "what happens", "ULN", "operations"),
        (
            (code(one.name), one.text, scenario_uln(one.name), _fits(one))
            for one in SCENARIOS.values()
            if one.kind is kind
        ),
    )


def _fits(scenario: Scenario) -> str:
    return _EVERY if fits_every(scenario) else codes(scenario.operations)


def _operations() -> list[str]:
    return sorted({operation.name for row in SERVICES for operation in row.family.operations})


def _codes_of_every() -> str:
    return codes(one.name for one in SCENARIOS.values() if one.kind is Kind.CODE and fits_every(one))


def _names_for(operation: str) -> list[str]:
    return [one.name for one in SCENARIOS.values() if one.fits(operation) and not fits_every(one)]
