"""Golden messages, as messages of clients that ask for scenarios."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from gateway.wire.contract.compiled import load_contract
from gateway.wire.services import SERVICES, ServiceRow
from tests.contract.golden import PATHS, cases
from tests.contract.test_responses_are_valid import SAMPLES

_USER = re.compile(rb"(<(?:\w+:)?(?:UserName|Username)(?:\s[^<>]*)?>)[^<]*(<)")
_ROOT = re.compile(rb"Body[^<>]*>\s*<(?:\w+:)?(\w+)")
_REPEATED = re.compile(rb"\{\{[0-9]+ TIMES\}\}|\{\{END\}\}")
_NAMES = {location: service for service, location in PATHS.items()}


@dataclass(frozen=True, slots=True)
class Served:
    """An operation of one contract."""

    service: str
    operation: str

    @property
    def path(self) -> str:
        return PATHS[self.service]


def operations() -> list[Served]:
    """Return every operation of every contract."""
    return [Served(_NAMES[row.location], name) for row in SERVICES for name in _operations_of(row)]


def supported() -> list[Served]:
    """Return the operations that have a handler."""
    return [
        Served(_NAMES[row.location], one.name)
        for row in SERVICES
        for one in row.family.operations
        if one.name in _operations_of(row)
    ]


def _operations_of(row: ServiceRow) -> set[str]:
    return {operation.name for operation in load_contract(row.wsdl, row.schema).wsdl.operations}


@cache
def message(served: Served, shape: str = "handwritten") -> bytes:
    """Return a request that gets no error.

    `shape` is the kind of client that writes it.
    """
    errors_last = sorted(
        _requests(served), key=lambda one: (one[0].startswith("wsec"), not one[0].endswith(shape), one[0])
    )
    request = errors_last[0][1]
    for placeholder, sample in SAMPLES.items():
        request = request.replace(placeholder, sample)
    return _REPEATED.sub(b"", request)


def _requests(served: Served) -> Iterator[tuple[str, bytes]]:
    row = next(one for one in SERVICES if one.location == served.path)
    tags = {
        tag.rpartition("}")[2].encode()
        for tag, route in load_contract(row.wsdl, row.schema).routes.items()
        if route.operation.name == served.operation
    }
    for case in cases():
        for file, _ in case.steps if case.service == served.service else ():
            root = _ROOT.search(request := file.read_bytes())
            if root is not None and root[1] in tags:
                yield case.name, request


def by_user(request: bytes, user: str) -> bytes:
    """Return a request with another user name."""
    changed, count = _USER.subn(rb"\g<1>" + user.encode() + rb"\g<2>", request)
    assert count == 1, request
    return changed
