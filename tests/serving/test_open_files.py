"""A process gets the open files that it needs."""

import subprocess
import sys

import pytest

_RAISE = """
import resource, sys
from gateway.serving.open_files import allow_open_files
soft, hard = map(int, sys.argv[1:3])
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
allow_open_files(int(sys.argv[3]))
print(*resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.parametrize(
    ("soft", "hard", "connections", "left"),
    [(512, 4096, 2000, (2256, 4096)), (512, 1000, 2000, (1000, 1000)), (3000, 4096, 2000, (3000, 4096))],
)
def test_the_soft_limit_is_raised_as_far_as_needed_and_allowed(
    soft: int, hard: int, connections: int, left: tuple[int, int]
) -> None:
    command = [sys.executable, "-c", _RAISE, str(soft), str(hard), str(connections)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert tuple(map(int, done.stdout.split())) == left
