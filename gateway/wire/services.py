"""The services: address, WSDL, schema and operations of each."""

from dataclasses import dataclass

from gateway.wire.external_service import FAMILY as EXTERNAL_SERVICE
from gateway.wire.learner_service import FAMILY as LEARNER_SERVICE
from gateway.wire.learner_service import FAMILY_AFTER_A_SEARCH as LEARNER_SERVICE_AFTER_A_SEARCH
from gateway.wire.learner_service_r9.today import FAMILY as LEARNER_SERVICE_R9
from gateway.wire.learner_service_r9.year_2017 import FAMILY as LEARNER_SERVICE_R9_2017
from gateway.wire.soap.family import Family


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    """One service.

    `wsdl` names a file of gateway/wsdl, `schema` a folder of xsd. Several contracts may share a path. A message then
    belongs to the first contract that finds it valid. A `query` in the address puts this contract before the others,
    and the address of its WSDL has the same query.
    """

    path: str
    wsdl: str
    schema: str
    family: Family
    query: str = ""

    @property
    def location(self) -> str:
        """Return the service's address after the public URL."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def wsdl_location(self) -> str:
        """Return the address of the WSDL after the public URL."""
        return f"{self.path}?{self.query or 'wsdl'}"


def services(*, search_first: bool) -> tuple[ServiceRow, ...]:
    """Return the services.

    With `search_first` they register only learners who were searched for.
    """
    learner_service = LEARNER_SERVICE_AFTER_A_SEARCH if search_first else LEARNER_SERVICE
    return (
        ServiceRow(path="/LearnerService.svc", wsdl="LearnerService", schema="LearnerService", family=learner_service),
        ServiceRow(
            path="/LearnerServiceR9.svc", wsdl="LearnerServiceR9", schema="LearnerServiceR9", family=LEARNER_SERVICE_R9
        ),
        ServiceRow(
            path="/LearnerServiceR9.svc",
            query="wsdl=2017",
            wsdl="LearnerServiceR9_2017",
            schema="LearnerServiceR9_2017",
            family=LEARNER_SERVICE_R9_2017,
        ),
        ServiceRow(
            path="/ExternalService.svc", wsdl="ExternalService", schema="ExternalService", family=EXTERNAL_SERVICE
        ),
        ServiceRow(
            path="/MIAPWebService/services/LearnerService",
            wsdl="LearnerService2014",
            schema="LearnerService",
            family=learner_service,
        ),
    )


SERVICES = services(search_first=False)
