"""The pytest plugin: fixtures `lrs_gateway` and `lrs_register`.

Each test gets a register of its own, with the learners of the demonstration.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from gateway.sandbox.sandbox import Sandbox
    from gateway.testing.gateway_for_tests import GatewayForTests, Register


@pytest.fixture(scope="session")
def lrs_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Sandbox"]:
    """A sandbox that serves all tests of this process."""
    from gateway.sandbox.sandbox import Sandbox  # noqa: PLC0415  (a run without these fixtures need not wait for it)
    from gateway.sandbox.spaces import SandboxOptions  # noqa: PLC0415
    from gateway.serving.listening import listen  # noqa: PLC0415
    from gateway.settings import Settings  # noqa: PLC0415

    options = SandboxOptions(folder=tmp_path_factory.mktemp("lrs-gateway"), seed=1)
    with Sandbox(options, listen("127.0.0.1:0"), Settings()) as sandbox:
        yield sandbox


@pytest.fixture
def lrs_gateway(lrs_sandbox: "Sandbox") -> "GatewayForTests":
    """A gateway as new, for one test."""
    from gateway.testing.gateway_for_tests import GatewayForTests  # noqa: PLC0415

    space = lrs_sandbox.spaces.default
    space.reset()
    return GatewayForTests(lrs_sandbox.address, space)


@pytest.fixture
def lrs_register(lrs_gateway: "GatewayForTests", lrs_sandbox: "Sandbox") -> "Register":
    """The register behind `lrs_gateway`."""
    from gateway.testing.gateway_for_tests import Register  # noqa: PLC0415

    assert lrs_gateway.url == lrs_sandbox.address
    return Register(lrs_sandbox.spaces.default)
