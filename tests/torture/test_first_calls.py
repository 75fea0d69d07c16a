"""A worker's first calls may come at the same time.

`make torture` does this for longer.
"""

import os
import re
import subprocess
import sys

CHILDREN = 1000 if "TORTURE_SECONDS" in os.environ else 12


def first_calls(url: str, children: int, ready: str) -> str:
    command = [sys.executable, "-m", "tests.torture.first_calls", url, str(children), ready]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_first_calls_at_one_moment_are_answered_as_if_one_came_after_another(database_url: str) -> None:
    assert first_calls(database_url, CHILDREN, "ready") == f"0 of {CHILDREN}\n"


def test_without_what_is_made_ready_before_the_fork_valid_messages_are_refused(sqlite_url: str) -> None:
    said = first_calls(sqlite_url, 500, "unready")
    assert re.search(r"^1 of \d+$", said, re.MULTILINE), "the test above could not fail"
