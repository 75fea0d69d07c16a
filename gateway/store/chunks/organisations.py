"""Organisations that a chunk of a batch looks up once."""

from gateway.domain.organisation import Organisation
from gateway.store.repositories.organisations import Organisations


class RememberedOrganisations:
    """Organisations for the rows of a chunk.

    Each is looked up once.
    """

    def __init__(self, organisations: Organisations) -> None:
        self._organisations = organisations
        self._known: dict[tuple[str, str], Organisation | None] = {}

    def named(self, ukprn: str, reference: str) -> Organisation | None:
        """Return the organisation as it was at the first question."""
        key = ukprn, reference
        if key not in self._known:
            self._known[key] = self._organisations.named(ukprn, reference)
        return self._known[key]
