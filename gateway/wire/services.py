"""The services, by address: which WSDL, which request schema, which family."""

from dataclasses import dataclass

from gateway.wire.external_service import FAMILY as EXTERNAL_SERVICE
from gateway.wire.family import Family
from gateway.wire.learner_service import FAMILY as LEARNER_SERVICE
from gateway.wire.learner_service_r9 import FAMILY as LEARNER_SERVICE_R9


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    """One service. `wsdl` names a file of gateway/wsdl, `schema` a folder of xsd."""

    path: str
    wsdl: str
    schema: str
    family: Family


SERVICES = (
    ServiceRow(path="/LearnerService.svc", wsdl="LearnerService", schema="LearnerService", family=LEARNER_SERVICE),
    ServiceRow(
        path="/LearnerServiceR9.svc", wsdl="LearnerServiceR9", schema="LearnerServiceR9", family=LEARNER_SERVICE_R9
    ),
    ServiceRow(path="/ExternalService.svc", wsdl="ExternalService", schema="ExternalService", family=EXTERNAL_SERVICE),
    ServiceRow(
        path="/MIAPWebService/services/LearnerService",
        wsdl="LearnerService2014",
        schema="LearnerService",
        family=LEARNER_SERVICE,
    ),
)
