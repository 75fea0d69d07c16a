"""Measure the stages of one learnerByULN request.

It runs in this process, on SQLite.
"""

import statistics
import time
from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.table import Table

from gateway.handlers.execution.admission import Call, CallServices
from gateway.handlers.execution.call_record import CallRecord
from gateway.handlers.execution.password_cache import PasswordCache
from gateway.handlers.execution.run import run
from gateway.settings import Settings
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store
from gateway.wire.contract.compiled import Contract
from gateway.wire.learner_service import FAMILY
from gateway.wire.soap.envelope import compile_answer
from gateway.wire.soap.parsing import enter
from gateway.wire.soap.service import SoapService
from tests.builders import LEARNER_SERVICE, Wire

_ROUNDS, _CALLS = 7, 300
_TYPE = "text/xml; charset=utf-8"


def report(url: str, messages: list[bytes]) -> dict[str, float]:
    """Print every stage; return those that add up."""
    contract = Contract("LearnerService", "LearnerService")
    store = Store(open_engine(url))
    register = CallServices(store, PasswordCache())
    served = next(one for one in FAMILY.operations if one.name == "learnerByULN")
    root = enter(messages[0], _TYPE)
    route = contract.routes[root.tag]
    message = route.read(root)
    call: Call[Any, Any] = Call(
        operation=served.operation,
        credentials=FAMILY.credentials(message),
        handler=served.handler,
        read=lambda: served.read(message),
    )
    outcome = run(register, call)
    answer = served.write(message, outcome)
    write_answer = compile_answer(FAMILY.style, route.operation.response, route.response)
    service = SoapService(contract, FAMILY, register)

    def store_only() -> None:
        with store.unit() as unit:
            unit.learners.by_uln(call.read().uln)

    with Wire.open(Settings(database_url=url)) as wire:
        stages: dict[str, Callable[[], Any]] = {
            "read and parse": lambda: enter(messages[0], _TYPE),
            "XSD": lambda: contract.validate(root, route),
            "read": lambda: served.read(route.read(root)),
            "handler: one look-up in a transaction": store_only,
            "handler: all (admission, look-up, audit, commit)": lambda: run(register, call),
            "write": lambda: write_answer(served.write(message, outcome)),
            "service (XSD to bytes, in Spyne)": lambda: service.answer(enter(messages[0], _TYPE), CallRecord()),
            "all, without an HTTP server": lambda: wire.post(LEARNER_SERVICE, messages[0]),
        }
        assert answer["ResponseCode"] == "WSRC0004"
        table = Table("stage", "CPU µs, median", "range", title="learnerByULN by stage, SQLite, one thread")
        medians = {}
        for name, stage in stages.items():
            costs = [_cost(stage) for _ in range(_ROUNDS)]
            medians[name] = statistics.median(costs)
            table.add_row(name, f"{medians[name]:.1f}", f"{min(costs):.1f}-{max(costs):.1f}")
    Console(width=100).print(table)
    parts = {
        "reading and parsing": medians["read and parse"],
        "schema": medians["XSD"],
        "message to request": medians["read"],
        "admission, look-up, audit, commit": medians["handler: all (admission, look-up, audit, commit)"],
        "outcome to bytes": medians["write"],
    }
    return parts | {"Spyne and the endpoint": medians["all, without an HTTP server"] - sum(parts.values())}


def _cost(stage: Callable[[], Any]) -> float:
    stage()
    started = time.process_time()
    for _ in range(_CALLS):
        stage()
    return (time.process_time() - started) / _CALLS * 1e6
