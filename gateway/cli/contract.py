"""`lrs-gateway contract`: list the operations."""

import click

from gateway.cli.printing import say
from gateway.cli.shared import in_one_line


@click.group()
def contract() -> None:
    """List the operations of the contract."""


@contract.command()
@in_one_line
def check() -> None:
    """Compile every WSDL, and list every operation: served or not."""
    from gateway.wire.contract.compiled import load_contract  # noqa: PLC0415  (takes a second that other commands need not)
    from gateway.wire.services import SERVICES  # noqa: PLC0415

    for row in SERVICES:
        served = {operation.name for operation in row.family.operations}
        compiled = load_contract(row.wsdl, row.schema)
        for operation in compiled.wsdl.operations:
            say(row.location, operation.name, "served" if operation.name in served else "not supported")
