"""The operations of all contracts, by their names."""

from typing import Final

from gateway.wire.services import SERVICES

SERVED: Final = tuple(dict.fromkeys(operation.name for row in SERVICES for operation in row.family.operations))
"""Operations that the gateway supports."""
