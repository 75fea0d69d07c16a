"""The contract of one service, compiled at start-up.

WSDL and request schema become routes, validators, readers and writers.
"""

import secrets
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import xmlschema
from lxml import etree
from lxml.etree import _Element

from gateway.domain.password import LENGTH
from gateway.wire.contract.codec import Reader, compile_reader, prune
from gateway.wire.contract.declared_types import DeclaredTypes, read_declared_types, remove_declared_types
from gateway.wire.contract.files import WSDL_FOLDER, XSD_FOLDER
from gateway.wire.contract.schema_errors import first_error
from gateway.wire.contract.shape import Shape, shape_of
from gateway.wire.contract.wsdl import Wsdl, WsdlOperation
from gateway.wire.contract.xerces_sentences import SchemaError
from gateway.wire.namespaces import XSD

_PASSWORDS = ("{*}OrgPassword", "{*}Password")
_FOREIGN_TYPE = "xsi:type may name the declared type of an element and no other."


class InvalidMessage(Exception):
    """The schema refuses the message."""

    def __init__(self, error: SchemaError) -> None:
        super().__init__(error.sentence)
        self.error = error


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """An operation: the shapes of its messages, and its reader."""

    operation: WsdlOperation
    request: Shape
    response: Shape
    read: Reader
    types: DeclaredTypes


class Contract:
    """The contract of one service.

    libxml2 decides whether a request is valid, in microseconds. When threads share one of its validators, they get each
    other's errors, so only one thread uses a validator at a time. If a request is not valid, xmlschema works out why.
    """

    def __init__(self, wsdl: str, schema_folder: str) -> None:
        self.wsdl = Wsdl(WSDL_FOLDER / f"{wsdl}.wsdl")
        self._driver = _driver(schema_folder)
        self._requests = request_schema(schema_folder)
        served = self.wsdl.schema()
        self.routes = {
            operation.request: _route(operation, self._requests, served) for operation in self.wsdl.operations
        }
        self._names = frozenset(
            name for tag, route in self.routes.items() for name in (etree.QName(tag).localname, *_names(route.request))
        )
        self._validators: deque[etree.XMLSchema] = deque()

    def make_ready(self, threads: int) -> None:
        """Prepare validators for this many threads.

        Call this before any thread starts and before a fork. libxml2 fills its table of built-in types at the first
        schema of a process, without a lock. If two threads do so at once, the table is broken, and the process refuses
        valid messages until it ends.
        """
        missing = threads - len(self._validators)
        if missing <= 0:
            return
        self._validators.extend(self._new_validator() for _ in range(missing))
        for tag, route in self.routes.items():
            empty = etree.Element(tag)
            if not self.accepts(empty, route):
                first_error(self._requests, empty)

    def knows(self, name: str) -> bool:
        """Return whether any request has an element of this name."""
        return name in self._names

    def validate(self, root: _Element, route: Route) -> None:
        """Check a request against the schema.

        Raises InvalidMessage.
        """
        if self.accepts(root, route):
            return
        foreign = remove_declared_types(root, route.types)
        if foreign is not None:
            raise InvalidMessage(SchemaError(sentence=_FOREIGN_TYPE, field=etree.QName(foreign).localname))
        raise InvalidMessage(first_error(self._requests, root))

    def accepts(self, root: _Element, route: Route) -> bool:
        """Return whether a request is valid.

        A request that fails is checked again without its members without a value. The wrong length of a password does
        not make a request invalid.
        """
        if remove_declared_types(root, route.types) is not None:
            return False
        if self.is_valid(root):
            return True
        prune(root, route.request)
        return self.is_valid(root) or self._is_valid_but_for_password(root)

    def _is_valid_but_for_password(self, root: _Element) -> bool:
        """Return whether only the length of the password is wrong.

        If so, replace the password by a random one of the right length. The caller then gets WSEC0005, as for any wrong
        password, and it counts as a wrong password.
        """
        password = next((one for one in root.iter(*_PASSWORDS) if one.text), None)
        if password is None or len(password.text or "") == LENGTH:
            return False
        stated, password.text = password.text, secrets.token_hex(LENGTH // 2)
        if self.is_valid(root):
            return True
        password.text = stated
        return False

    def is_valid(self, root: _Element) -> bool:
        """Return whether a request is valid as it is."""
        try:
            validator = self._validators.pop()
        except IndexError:  # more threads than `make_ready` prepared for
            validator = self._new_validator()
        try:
            return validator.validate(root)
        except etree.XMLSchemaValidateError:  # libxml2 could not check a value, so it is not valid
            return False
        finally:
            self._validators.append(validator)

    def _new_validator(self) -> etree.XMLSchema:
        return etree.XMLSchema(etree.fromstring(self._driver))


def _names(shape: Shape) -> Iterator[str]:
    for member in shape.members:
        yield member.name
        if member.shape is not None:
            yield from _names(member.shape)


@cache
def load_contract(wsdl: str, schema_folder: str) -> Contract:
    """Return the contract of a service, compiled once per process."""
    return Contract(wsdl, schema_folder)


@cache
def request_schema(folder: str) -> xmlschema.XMLSchema10:
    """Return the schema of a folder, which its services share."""
    return xmlschema.XMLSchema10(_driver(folder), validation="skip")  # the tests validate the schemas themselves


@cache
def _driver(folder: str) -> str:
    """Return a schema that imports every schema of a folder."""
    imports = []
    for path in sorted((XSD_FOLDER / folder).glob("*.xsd")):
        namespace = etree.parse(str(path)).getroot().get("targetNamespace")
        imports.append(f'<xs:import namespace="{namespace}" schemaLocation="{path.as_uri()}"/>')
    return f'<xs:schema xmlns:xs="{XSD}">{"".join(imports)}</xs:schema>'


def _route(operation: WsdlOperation, requests: xmlschema.XMLSchema10, wsdl: xmlschema.XMLSchema10) -> Route:
    request = shape_of(requests, operation.request)
    return Route(
        operation=operation,
        request=request,
        response=shape_of(wsdl, operation.response),
        read=compile_reader(request),
        types=read_declared_types(operation.request, requests, wsdl),
    )
