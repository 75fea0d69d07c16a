"""What the journey of the Python examples prints."""

import re

from tests.clients.served import Ran

_RECORD = [
    "Record of Ann Lee: WSRC0004, 7 events",
    "2022-07-08 ILR Functional Skills English, no grade",
    "2023-07-07 ILR Diploma in Engineering, Pass",
    "2020-08-20 NPD Mathematics, 7",
    "2020-08-20 NPD Welsh Second Language, B",
    "2020-08-20 NPD Français, 8",
    "2023-03-03 AO Award in First Aid, Pass",
    "2019-06-28 AO Entry Level Certificate, Pass",
]


def assert_journey(ran: Ran, name: str, *, registered: bool) -> None:
    """Check the printed journey of a learner."""
    assert ran.code == 0, ran.err
    register, demographics, by_uln, verify, *rest = ran.lines
    uln = demographics.rpartition(" ")[2]
    assert re.fullmatch(r"\d{10}", uln)
    assert register == (
        f"Register: WSRC0005, ULN {uln}" if registered else "Register: not needed, the learner is on the register"
    )
    assert demographics == f"Find by demographics: WSRC0004, ULN {uln}"
    assert by_uln == f"Find by ULN: WSRC0004, {name}, born 2005-04-01, version 1"
    assert verify == "Verify: WSVRC001"
    assert rest == [
        *_RECORD,
        "Wrong password: Fault WSEC0005, The organisation password is wrong",
        "All as expected.",
    ]
    assert ran.err == ""
