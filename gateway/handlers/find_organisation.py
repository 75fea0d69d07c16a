"""Look an organisation up (GetOrganisation; contract 6.10)."""

from dataclasses import dataclass

from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.organisation import Organisation
from gateway.handlers.execution.outcome import Outcome
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class FindOrganisation:
    """The identifiers of an organisation; one may be empty."""

    ukprn: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundOrganisation(Outcome):
    """The organisation, where there is one."""

    organisation: Organisation | None = None


def find_organisation(request: FindOrganisation, _caller: Caller, unit: Unit) -> FoundOrganisation:
    """Return the organisation that the identifiers name."""
    organisation = unit.organisations.named(request.ukprn, request.reference)
    return FoundOrganisation(
        code=Code.NO_MATCH if organisation is None else Code.EXACT_MATCH, touched=(), organisation=organisation
    )
