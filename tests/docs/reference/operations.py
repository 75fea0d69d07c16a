"""The pages of services and operations, from the contracts."""

from collections.abc import Iterable

from lxml import etree
from xmlschema import XMLSchema10

from gateway.domain.access import Operation, may
from gateway.domain.codes import Code
from gateway.domain.organisation import Organisation, Role
from gateway.wire.contract.compiled import Contract, Route, load_contract, request_schema
from gateway.wire.services import SERVICES, ServiceRow
from tests.contract.golden import PATHS, Case, cases
from tests.docs.reference.codes import code_of
from tests.docs.reference.elements import write_elements
from tests.docs.reference.markdown import code, codes, page, table

_TITLES = {
    "LearnerService": "LearnerService",
    "LearnerServiceR9": "LearnerServiceR9",
    "LearnerServiceR9_2017": "LearnerServiceR9, the 2017 contract",
    "ExternalService": "ExternalService",
    "LearnerService2014": "The 2014 service",
}
_LONGEST_EXAMPLE = 6000
_NOT_SERVED = "The gateway does not support this operation: it answers `WSEC0002`. The published contract leaves its messages open."


def write_operations() -> dict[str, str]:
    """Return a page for each service and each operation."""
    pages = {}
    for row in SERVICES:
        contract = load_contract(row.wsdl, row.schema)
        folder = f"reference/operations/{row.wsdl.replace('_', '-').lower()}"
        pages[f"{folder}/index.md"] = _write_service(row, contract)
        answers = contract.wsdl.schema()
        for route in contract.routes.values():
            pages[f"{folder}/{route.operation.name}.md"] = _write_operation(row, route, answers)
    return pages


def _write_service(row: ServiceRow, contract: Contract) -> str:
    operations = [route.operation for route in contract.routes.values()]
    return page(
        _TITLES[row.wsdl],
        table(
            ("", ""),
            [
                ("address", code(row.path)),
                ("WSDL", code(row.wsdl_location)),
                ("name in the WSDL", code(contract.wsdl.service)),
                ("protocol", "SOAP 1.1, document/literal"),
            ],
        ),
        "## Operations",
        table(
            ("operation", "roles that may call it", "codes"),
            (
                (f"[{one.name}]({one.name}.md)", _roles(_served(row, one.name)), _codes(_cases(row, one.name)))
                for one in operations
            ),
        ),
        "The codes are those for which the tests have a message.",
    )


def _write_operation(row: ServiceRow, route: Route, answers: XMLSchema10) -> str:
    operation = route.operation
    served = _served(row, operation.name)
    facts = table(
        ("", ""),
        [
            ("address", code(row.location)),
            ("SOAPAction", code(operation.soap_action) or "empty"),
            ("request", _element(operation.request)),
            ("answer", _element(operation.response)),
            ("roles that may call it", _roles(served)),
            ("in the audit trail", code(served.value) if served else ""),
        ],
    )
    if served is None:
        return page(operation.name, facts, _NOT_SERVED)
    shown = _cases(row, operation.name)
    return page(
        operation.name,
        facts,
        "## Request",
        write_elements(request_schema(row.schema), operation.request),
        "## Answer",
        write_elements(answers, operation.response),
        "## Codes",
        table(
            ("code", "means"),
            ((code(one), Code.of(one).text) for one in sorted({code_of(case) for case in shown} - {""})),
        ),
        *_example(shown),
    )


def _served(row: ServiceRow, name: str) -> Operation | None:
    return next((one.operation for one in row.family.operations if one.name == name), None)


def _roles(operation: Operation | None) -> str:
    if operation is None:
        return "not supported"
    return codes(role for role in Role if may(_holder(role), operation))


def _holder(role: Role) -> Organisation:
    """Return an organisation with one role."""
    return Organisation(
        id=1, ukprn="", reference="", name="", roles=frozenset({role}), suspended=False, password_hash="", version=1
    )


def _element(tag: str) -> str:
    name = etree.QName(tag)
    return f"{code(name.localname)} in {code(name.namespace or '')}"


def _cases(row: ServiceRow, operation: str) -> list[Case]:
    return [one for one in cases() if PATHS[one.service] == row.location and one.operation == operation]


def _codes(shown: Iterable[Case]) -> str:
    return codes(sorted({code_of(one) for one in shown} - {""}))


def _example(shown: list[Case]) -> tuple[str, ...]:
    """Return the messages of the first call that succeeds.

    A call by hand comes first, since it is the plainest.
    """
    short = [one for one in shown if all(_size(one, step) < _LONGEST_EXAMPLE for step in range(len(one.steps)))]
    best = sorted(short, key=lambda one: (code_of(one).startswith("WSEC"), one.shape != "handwritten", one.name))
    if not best:
        return ()
    parts = [f"## Example\n\nThe test `{best[0].name}` sends and expects:"]
    for request, response in best[0].steps:
        parts += [_listing(request.read_text()), _listing(response.read_text())]
    return tuple(parts)


def _size(case: Case, step: int) -> int:
    return sum(file.stat().st_size for file in case.steps[step])


def _listing(text: str) -> str:
    return f"```xml\n{text.strip()}\n```"
