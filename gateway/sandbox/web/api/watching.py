"""Exchanges, jobs and e-mails, and waiting for them."""

from typing import Any

from gateway.domain.batch import Job
from gateway.sandbox.exchanges import Exchange
from gateway.sandbox.inbox import Email
from gateway.sandbox.jobs import is_open
from gateway.sandbox.scenarios.catalogue import SCENARIOS, UnknownScenario, find_scenario
from gateway.sandbox.scenarios.planned import BadPlan, Plan, plan_of
from gateway.sandbox.scenarios.scenario import PREFIX
from gateway.sandbox.web.api.request import ApiRequest, NotThere, Problem, sentence_of
from gateway.sandbox.web.filters import ExchangeFilter, text_of

_MOST_LISTED = 1000


def list_exchanges(call: ApiRequest) -> list[Any]:
    """Return exchanges, newest first."""
    most = call.whole("limit", _MOST_LISTED)
    found = call.space.exchanges.newest_first(after=call.whole("after", 0), where=_filter(call).fits)
    return [_summary(call, one) for one in found[:most]]


def show_exchange(call: ApiRequest) -> dict[str, Any]:
    """Return one exchange with its messages."""
    found = call.space.exchanges.by_number(call.number("exchange"))
    if found is None:
        raise NotThere("This exchange is not kept.")
    return _whole(call, found)


def wait_for_exchange(call: ApiRequest) -> dict[str, Any] | None:
    """Wait for an exchange, and return the first that fits."""
    found = call.space.exchanges.wait_for(_filter(call).fits, after=call.whole("after", 0), seconds=call.seconds)
    return None if found is None else _whole(call, found)


def list_jobs(call: ApiRequest) -> list[Any]:
    """Return batch jobs, newest first."""
    return [_job(one) for one in call.space.jobs()]


def wait_for_job(call: ApiRequest) -> dict[str, Any]:
    """Wait for a job's end, and return it."""
    found = call.space.wait_for_job(call.number("job"), call.seconds)
    if found is None:
        raise NotThere("There is no such job.")
    return _job(found)


def list_emails(call: ApiRequest) -> list[Any]:
    """Return the e-mails, newest first."""
    return [_email(one) for one in call.space.inbox.newest_first(where=_is_to(call.query.get("to", "")))]


def wait_for_email(call: ApiRequest) -> dict[str, Any] | None:
    """Wait for an e-mail, and return the first that fits."""
    wanted = _is_to(call.query.get("to", ""))
    found = call.space.inbox.wait_for(wanted, after=call.whole("after", 0), seconds=call.seconds)
    return None if found is None else _email(found)


def list_plans(call: ApiRequest) -> list[Any]:
    """Return the plans, in their order."""
    return [_plan(one) for one in call.space.plans.all()]


def add_plan(call: ApiRequest) -> dict[str, Any]:
    """Plan a scenario for coming calls."""
    try:
        find_scenario(call.body["scenario"], call.body.get("operation", ""))
        return _plan(call.space.plans.add(plan_of(call.body)))
    except (BadPlan, UnknownScenario) as error:
        raise Problem(sentence_of(error)) from error


def remove_plan(call: ApiRequest) -> None:
    """Remove a plan."""
    if not call.space.plans.remove(call.number("plan")):
        raise NotThere("There is no such plan.")


def remove_plans(call: ApiRequest) -> None:
    """Remove all plans."""
    call.space.plans.clear()


def list_scenarios(_call: ApiRequest) -> list[Any]:
    """Return all scenarios."""
    return [
        {
            "name": one.name,
            "text": one.text,
            "kind": one.kind.value,
            "user_name": PREFIX + one.name,
            "operations": sorted(one.operations),
        }
        for one in SCENARIOS.values()
    ]


def _filter(call: ApiRequest) -> ExchangeFilter:
    return ExchangeFilter.of(call.query)


def _summary(call: ApiRequest, one: Exchange) -> dict[str, Any]:
    return {
        "number": one.number,
        "at": one.at.isoformat(timespec="milliseconds"),
        "peer": one.peer,
        "operation": one.operation,
        "organisation": one.organisation,
        "code": one.code,
        "status": one.status,
        "milliseconds": round(one.seconds * 1000, 2),
        "scenario": one.scenario,
        "fault": one.fault,
        "reference": one.reference,
        "link": f"{call.address}/inspector/{call.space.name}/{one.number}",
    }


def _whole(call: ApiRequest, one: Exchange) -> dict[str, Any]:
    return {
        **_summary(call, one),
        "method": one.method,
        "path": one.path,
        "request": {
            "headers": [list(pair) for pair in one.request_headers],
            "body": text_of(one.request, one.request_headers),
            "length": one.request_length,
        },
        "answer": {
            "headers": [list(pair) for pair in one.answer_headers],
            "body": text_of(one.answer, one.answer_headers),
            "length": one.answer_length,
        },
    }


def _job(job: Job) -> dict[str, Any]:
    return {
        "number": job.number,
        "status": job.status.value,
        "ended": not is_open(job),
        "size": job.size,
        "done": job.done,
        "submission": job.submission,
        "email": job.email,
        "submitted_at": job.submitted_at.isoformat(timespec="seconds"),
        "finished_at": None if job.finished_at is None else job.finished_at.isoformat(timespec="seconds"),
    }


def _email(email: Email) -> dict[str, Any]:
    return {
        "number": email.number,
        "at": email.at.isoformat(timespec="seconds"),
        "to": email.to,
        "subject": email.subject,
        "text": email.text,
        "job": email.job,
    }


def _is_to(address: str) -> Any:
    return lambda email: not address or email.to.lower() == address.lower()


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "number": plan.number,
        "scenario": plan.scenario,
        "operation": plan.operation,
        "after": plan.after,
        "times": plan.times,
        "per_second": plan.per_second,
        "probability": plan.probability,
        "seed": plan.seed,
        "used": plan.used,
        "spent": plan.is_spent,
    }
