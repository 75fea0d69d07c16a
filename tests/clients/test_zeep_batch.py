"""The batch example against a real server, whose embedded worker does the rows."""

import re
import sys

from tests.clients.served import EXAMPLES, Served, run_example


def test_a_batch_is_submitted_done_and_read(served: Served, registered_names: set[str]) -> None:
    registered_names |= {"Una", "Batchelor"}
    ran = run_example([sys.executable, EXAMPLES / "zeep_batch.py", served.url])
    assert ran.code == 0, ran.err
    registration, output, *rows = ran.lines[:6]
    assert (registration, output) == ("Registration: WSRC0007", "Registration output: WSRC0009, Complete")
    assert all(re.fullmatch(rf"row-{number}: RC001, ULN \d{{10}}", row) for number, row in enumerate(rows[:3], 1)), rows
    assert rows[3] == "row-4: RC006, ULN none"
    assert ran.lines[6:] == [
        "Verification: WSRC0007",
        "ann: WSVRC001, ULN 3000000207",
        "dee: WSVRC002, ULN 3000000509",
        "nobody: WSVRC006, ULN none",
        "All as expected.",
    ]
