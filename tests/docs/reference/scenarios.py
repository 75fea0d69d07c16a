"""The page of scenarios."""

from gateway.domain.learner import Person
from gateway.sandbox.scenarios import cast
from gateway.sandbox.scenarios.catalogue import SCENARIOS, fits_every
from gateway.sandbox.scenarios.numbers import scenario_uln
from gateway.sandbox.scenarios.scenario import Kind, Scenario
from gateway.wire.services import SERVICES
from tests.docs.reference.markdown import code, codes, page, table

_KINDS = {
    Kind.CODE: "Codes of answers",
    Kind.JOB: "Batches and their rows",
    Kind.FAULT: "Faults of SOAP",
    Kind.TRANSPORT: "Faults below SOAP",
}
_EVERY = "every operation"


def write_scenarios() -> str:
    """Return the page of all scenarios."""
    return page(
        "Scenarios",
        "The [sandbox](../how-to/sandbox.md) answers as a scenario says. A client asks for one by its user name"
        " (`sandbox:WSRC0003`), by the ULN in the table, or by the family name (`Sandbox WSRC0003`). The user name goes"
        " before a plan, and a plan before a ULN or a family name. In a row of a batch, the ULN or the family name says"
        " what becomes of that row (`Sandbox RC007`).",
        "A user name that is no scenario of the operation is refused with HTTP 400, and so is a ULN or a family name"
        " that is no scenario at all. A ULN or a family name whose scenario does not fit an operation is a learner's"
        " there, so that a client may find the learner first: 3901001300 is found, and its update gets `WSRC0013`.",
        "ULNs that begin with 390 are those of scenarios, unless a learner has one. ULNs that scenarios issue begin"
        " with 391 to 399: every operation knows each as that of a learner with the details that the call states.",
        "Nothing is stored but batches that are submitted: what a scenario pretends to register, update or make is not"
        " there afterwards. The rows of `batch-slow` and `worker-down` are processed as ever.",
        *(part for kind, title in _KINDS.items() for part in (f"## {title}", _table_of(kind))),
        "## The learners of the scenarios",
        "They are on the register of every space. You can find, verify and update them like any learner.",
        table(("ULN", "who", "what for"), _people()),
        "## By operation",
        f"{_codes_of_every()} fit every operation, and so do nearly all faults.",
        table(("operation", "scenarios"), ((code(name), codes(_names_for(name))) for name in _operations())),
    )


def _people() -> list[tuple[str, str, str]]:
    texts = {
        cast.FOUND: "is found",
        cast.TWIN: "Ada's twin: a search without a given name lists both",
        cast.MASTER: "master of Mel Sandbox",
        cast.MERGED: "merged into Max Sandbox",
        cast.OPTED_OUT: "has opted out of sharing",
        cast.DELETED: "deleted",
    }
    named = [(one.uln, _in_words(one.person), texts[one.uln]) for one in cast.learners() if one.uln in texts]
    return [*named, ("twelve", _in_words(cast.TOM), "at twelve other addresses: a search finds too many")]


def _in_words(person: Person) -> str:
    name = f"{person.given_name} {person.family_name}"
    return f"{name}, {person.gender.name.lower()}, {person.date_of_birth}, {person.postcode}"


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
