"""LearnerService: find, register, update, verify and retrieve learners.

The contract of 2014 also has the learning record and the reports.
"""

from dataclasses import replace

from gateway.domain.access import Operation
from gateway.domain.actors import Credentials
from gateway.handlers.batches.read_batch import read_batch
from gateway.handlers.batches.submit_batch import submit_batch
from gateway.handlers.execution.audit import Handler
from gateway.handlers.learners.find_by_demographics import FindByDemographics, find_by_demographics
from gateway.handlers.learners.find_by_uln import find_by_uln
from gateway.handlers.learners.find_outcome import FindOutcome
from gateway.handlers.learners.register_learner import RegisterLearner, RegistrationOutcome, register_learner
from gateway.handlers.learners.require_search_first import find_and_remember, register_after_find
from gateway.handlers.learners.retrieve_ulns import retrieve_ulns
from gateway.handlers.learners.update_learner import update_learner
from gateway.handlers.learners.verify_learner import verify_learner
from gateway.handlers.lifecycle.report_deletions import report_deletions
from gateway.handlers.lifecycle.report_merges import report_merges
from gateway.handlers.records.read_record import read_record
from gateway.wire.learner_service import answers, batch_answers, batch_requests, requests
from gateway.wire.learner_service.fault import write_miap_exception
from gateway.wire.namespaces import MIAP_LEARNER
from gateway.wire.soap.envelope import EnvelopeStyle
from gateway.wire.soap.family import Family, ServedOperation, serve
from gateway.wire.values.fields import read_text
from gateway.wire.values.message import Message

_OTHERS = (
    serve(
        name="updateSingleLearner",
        operation=Operation.UPDATE,
        handler=update_learner,
        read=requests.update,
        write=answers.updated,
    ),
    serve(
        name="verifyLearner",
        operation=Operation.VERIFY,
        handler=verify_learner,
        read=requests.verify,
        write=answers.verified,
    ),
    serve(
        name="retrieveULNs",
        operation=Operation.RETRIEVE,
        handler=retrieve_ulns,
        read=requests.retrieve,
        write=answers.retrieved,
    ),
    serve(
        name="submitBatchRegistration",
        operation=Operation.SUBMIT_BATCH,
        handler=submit_batch,
        read=batch_requests.submit_registration,
        write=batch_answers.accepted,
    ),
    serve(
        name="getBatchRegistrationOutput",
        operation=Operation.READ_BATCH,
        handler=read_batch,
        read=batch_requests.read_registration,
        write=batch_answers.registration_output,
    ),
    serve(
        name="submitVerifyBatch",
        operation=Operation.SUBMIT_VERIFY_BATCH,
        handler=submit_batch,
        read=batch_requests.submit_verification,
        write=batch_answers.accepted,
    ),
    serve(
        name="getVerifyBatchOutput",
        operation=Operation.READ_VERIFY_BATCH,
        handler=read_batch,
        read=batch_requests.read_verification,
        write=batch_answers.verification_output,
    ),
    serve(
        name="getLearnerRecord",
        operation=Operation.READ_RECORD,
        handler=read_record,
        read=requests.read_record,
        write=answers.record,
    ),
    serve(
        name="getMergedUnmergedULNsReport",
        operation=Operation.REPORT_MERGES,
        handler=report_merges,
        read=requests.report_days,
        write=answers.merges_report,
    ),
    serve(
        name="getDeletedULNsReport",
        operation=Operation.REPORT_DELETIONS,
        handler=report_deletions,
        read=requests.report_days,
        write=answers.deletions_report,
    ),
)


def _operations(
    find: Handler[FindByDemographics, FindOutcome], register: Handler[RegisterLearner, RegistrationOutcome]
) -> tuple[ServedOperation, ...]:
    return (
        serve(
            name="learnerByULN",
            operation=Operation.FIND_BY_ULN,
            handler=find_by_uln,
            read=requests.find_by_uln,
            write=answers.found,
        ),
        serve(
            name="learnerByDemographics",
            operation=Operation.FIND_BY_DEMOGRAPHICS,
            handler=find,
            read=requests.find_by_demographics,
            write=answers.found,
        ),
        serve(
            name="registerSingleLearner",
            operation=Operation.REGISTER,
            handler=register,
            read=requests.register,
            write=answers.registered,
        ),
        *_OTHERS,
    )


OPERATIONS = _operations(find_by_demographics, register_learner)
OPERATIONS_AFTER_A_SEARCH = _operations(find_and_remember, register_after_find)
"""The operations that register only learners who were searched for."""


def _credentials(message: Message) -> Credentials:
    return Credentials(
        ukprn=read_text(message, "UKPRN"),
        reference=read_text(message, "OrganisationRef"),
        password=read_text(message, "OrgPassword"),
        user=read_text(message, "UserName"),
    )


FAMILY = Family(
    style=EnvelopeStyle("soapenv", {MIAP_LEARNER: "ns3"}, write_miap_exception),
    credentials=_credentials,
    operations=OPERATIONS,
    actor="uk.gov.miap.lrs.api.learner.LearnerService",
)
FAMILY_AFTER_A_SEARCH = replace(FAMILY, operations=OPERATIONS_AFTER_A_SEARCH)
