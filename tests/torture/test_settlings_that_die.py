"""A settling that is killed before its commit leaves nothing.

It can be done again.
"""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_commands import lrs_gateway
from tests.cli.test_settle import ANNE, count, output, settled, submit


@pytest.mark.parametrize("where", ["registered", "settled", "audited"])
def test_a_settling_that_is_killed_leaves_nothing_and_is_done_again(
    database_url: str, tmp_path: Path, where: str
) -> None:
    job = submit(database_url, tmp_path, ANNE)
    before = count(database_url)
    command = [sys.executable, "-m", "tests.torture.deadly_settler", database_url, job, "3", where]
    assert subprocess.run(command, check=False, timeout=60).returncode == -signal.SIGKILL
    assert output(database_url, tmp_path, job) == [("anne", "", "RC007")]
    assert count(database_url) == before
    assert lrs_gateway(database_url, "audit", "search", "--operation", "settle-row", "--csv").stdout.count("\n") == 1
    uln = settled(database_url, job, 3, "--new")
    assert output(database_url, tmp_path, job) == [("anne", uln, "RC001")]
    assert count(database_url) == before + 1
