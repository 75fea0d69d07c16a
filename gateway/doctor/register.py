"""Check what the register holds: work, organisations, matching."""

from collections.abc import Collection, Iterator
from datetime import timedelta

from gateway import demo
from gateway.doctor.finding import Finding, advice, in_words, right, wrong
from gateway.domain.organisation import Organisation
from gateway.handlers.execution.passwords import agrees
from gateway.settings import Settings
from gateway.store.repositories.heartbeats import ProcessKind, count_live_workers, is_alive
from gateway.store.unit import Unit

_LONGEST_WAIT = timedelta(minutes=15)
_OLDEST_MODEL = timedelta(days=7)
_MOST_NAMED = 10


def check_register(chosen: Settings, unit: Unit) -> Iterator[Finding]:
    """Check what a unit can see of the register."""
    yield from _check_processes(chosen, unit)
    yield _check_jobs(unit)
    yield from _check_organisations(chosen, unit)
    yield _check_model(unit)


def _check_processes(chosen: Settings, unit: Unit) -> Iterator[Finding]:
    beats, jobs = unit.heartbeats.all(), unit.heartbeats.open_jobs()
    servers = [beat for beat in beats if beat.kind is ProcessKind.SERVER and is_alive(beat)]
    if servers:
        yield right("servers", f"{len(servers)} reported within a minute")
    else:
        cure = "Start lrs-gateway serve, and let your load balancer ask for /health"
        yield advice("servers", "none was asked for its health within a minute", cure)
    live = count_live_workers(beats)
    start = "Start lrs-gateway serve, which runs one" if chosen.embedded_worker else "Start lrs-gateway worker"
    if live:
        yield right("workers", f"{live} reported within a minute")
    elif jobs.waiting + jobs.running:
        yield wrong("workers", "none reported within a minute, and batch jobs are open", start)
    elif not chosen.embedded_worker:
        yield wrong("workers", "none reported within a minute, so batches would wait", start)
    else:
        yield advice("workers", "none reported within a minute", start)
    silent = [beat for beat in beats if beat.kind is ProcessKind.WORKER and not is_alive(beat)]
    if silent:
        listed = _named([f"{beat.name} ({in_words(beat.seconds_ago)} ago)" for beat in silent])
        cure = "If these should run, look in their logs and start them again"
        yield advice("workers", f"these stopped reporting without a word within a day: {listed}", cure)


def _check_jobs(unit: Unit) -> Finding:
    jobs = unit.heartbeats.open_jobs()
    waited = jobs.oldest_waiting_seconds or 0.0
    fact = f"{jobs.waiting} wait and {jobs.running} run"
    if jobs.waiting and waited > _LONGEST_WAIT.total_seconds():
        cure = "Start more workers. Batches of a suspended organisation wait until you resume it"
        return wrong("batch jobs", f"{fact}; one has waited for {in_words(waited)}", cure)
    return right("batch jobs", fact)


def _check_organisations(chosen: Settings, unit: Unit) -> Iterator[Finding]:
    every = unit.organisations.all()
    active = [one for one in every if not one.suspended]
    if not every:
        yield wrong("organisations", "there is none, so nobody can call", "Run: lrs-gateway organisation add")
        return
    yield right("organisations", f"{len(active)} are active, {len(every) - len(active)} suspended")
    without_roles = [one.ukprn for one in active if not one.roles]
    if without_roles:
        cure = "Run: lrs-gateway organisation roles UKPRN --role ROLE"
        yield advice("organisations", f"these have no role and may do nothing: {_named(without_roles)}", cure)
    yield from _check_users(chosen, active, unit)
    yield from _check_demonstration(every)


def _check_users(chosen: Settings, active: Collection[Organisation], unit: Unit) -> Iterator[Finding]:
    if not chosen.known_users_only:
        yield right("users", "calls may have any user name (GATEWAY_KNOWN_USERS_ONLY=off)")
        return
    without = unit.organisations.without_users()
    listed = [one.ukprn for one in active if one.id in without]
    if listed:
        fact = "GATEWAY_KNOWN_USERS_ONLY=on, and these organisations have no user, so all they call is refused: "
        yield wrong("users", fact + _named(listed), "Run: lrs-gateway organisation user UKPRN USER")
    else:
        yield right("users", "every active organisation has one")


def _check_demonstration(every: Collection[Organisation]) -> Iterator[Finding]:
    published = {one.ukprn: one.password for one in demo.ORGANISATIONS}
    listed = [
        one.ukprn
        for one in every
        if not one.suspended and one.ukprn in published and agrees(one.password_hash, published[one.ukprn])
    ]
    if not listed:
        return
    fact = f"everybody knows the passwords of these, from the demonstration: {_named(listed)}"
    if {one.ukprn for one in every} <= {*published}:
        yield advice("demonstration", fact, "Use another register for real learners")
    else:
        yield wrong("demonstration", fact, "Run: lrs-gateway organisation suspend UKPRN")


def _check_model(unit: Unit) -> Finding:
    made = unit.matching_models.made_at()
    cure = "Run lrs-gateway matching refresh, and let cron or a timer run it every night"
    if made is None:
        return advice("matching", "has not learnt how common names are in this register", cure)
    age = max(timedelta(0), unit.at - made)
    fact = f"learnt from this register {in_words(age.total_seconds())} ago"
    return wrong("matching", fact, cure) if age > _OLDEST_MODEL else right("matching", fact)


def _named(names: Collection[str]) -> str:
    """Return the first names, and how many more there are."""
    more = len(names) - _MOST_NAMED
    return ", ".join([*names][:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
