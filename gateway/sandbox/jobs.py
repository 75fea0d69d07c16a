"""The batch jobs of a space."""

from collections.abc import Iterable

from gateway.demo import DemoOrganisation
from gateway.domain.actors import Caller
from gateway.domain.batch import Job, JobKind, JobStatus
from gateway.sandbox.scenarios.polls import Polls
from gateway.sandbox.scenarios.shown_jobs import show_job
from gateway.store.unit import Store

_MOST = 1000
_OPEN = (JobStatus.SUBMITTED, JobStatus.RUNNING)


def is_open(job: Job) -> bool:
    """Return whether a job waits or runs."""
    return job.status in _OPEN


def read_jobs(store: Store, organisations: Iterable[DemoOrganisation], polls: Polls) -> list[Job]:
    """Return the jobs of these organisations, newest first.

    A job with a scenario is shown as its polls show it.
    """
    with store.reading() as unit:
        found = [
            show_job(job, kind, polls.so_far(job.number))
            for one in organisations
            if (organisation := unit.organisations.named(one.ukprn, "")) is not None
            for kind in JobKind
            for job in unit.batches.recent(
                kind, Caller(organisation=organisation, user="", operation="", call=""), _MOST
            )
        ]
    return sorted(found, key=lambda job: job.id, reverse=True)
