"""A command that kills itself while it settles a row.

It sends itself SIGKILL at a named point before the commit. Run as `python -m tests.torture.deadly_settler URL JOB ROW
registered|settled|audited`.
"""

import os
import signal
import sys
from typing import Any

from gateway.domain.access_log import OperatorAction
from gateway.domain.actors import Decision
from gateway.handlers.batch_rows.settle_row import SettleRow, settle_row
from gateway.handlers.execution.operator import operate
from gateway.store.database.engine import open_engine
from gateway.store.repositories.audit import Audit
from gateway.store.repositories.learners import Learners
from gateway.store.repositories.settlements import Settlements
from gateway.store.unit import Store

_POINTS: dict[str, tuple[type, str]] = {
    "registered": (Learners, "register"),
    "settled": (Settlements, "settle"),
    "audited": (Audit, "record"),
}


def main(url: str, job: str, row: str, where: str) -> None:
    """Settle the row as a new person until killed."""
    owner, name = _POINTS[where]
    work = getattr(owner, name)

    def work_and_die(*arguments: Any, **named: Any) -> None:
        work(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, work_and_die)
    with Store(open_engine(url, connections=1)).unit() as unit:
        operate(
            OperatorAction.SETTLE_ROW,
            settle_row,
            SettleRow(job=int(job), row=int(row)),
            Decision(by="jo", reason="Seen"),
            unit,
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
