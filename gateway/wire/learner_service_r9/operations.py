"""The operations that all years have (contract 2.14)."""

from collections.abc import Callable

from gateway.domain.access import Operation
from gateway.handlers.find_organisation import FoundOrganisation, find_organisation
from gateway.handlers.learners.find_by_uln import find_by_uln
from gateway.handlers.learners.find_outcome import FindOutcome
from gateway.handlers.learners.update_learner import update_contact
from gateway.handlers.records.read_record import read_record
from gateway.handlers.records.view_access_log import view_access_log
from gateway.wire.learner_service_r9 import answers, requests
from gateway.wire.soap.family import ServedOperation, serve
from gateway.wire.values.message import Message


def shared_operations(
    *,
    write_found: Callable[[Message, FindOutcome], Message],
    write_organisation: Callable[[Message, FoundOrganisation], Message],
) -> tuple[ServedOperation, ...]:
    """Return the operations, with the writers of one year.

    Only two answers differ by year.
    """
    return (
        serve(
            name="LearnerByUln",
            operation=Operation.FIND_BY_ULN,
            handler=find_by_uln,
            read=requests.find_by_uln,
            write=write_found,
            refuse=answers.found_refused,
        ),
        serve(
            name="GetLearnerLearningEvents",
            operation=Operation.READ_RECORD,
            handler=read_record,
            read=requests.read_record,
            write=answers.record,
            refuse=answers.record_refused,
        ),
        serve(
            name="UpdateLearnerSubsetFields",
            operation=Operation.UPDATE_CONTACT,
            handler=update_contact,
            read=requests.update_contact,
            write=answers.updated,
            refuse=answers.update_refused,
        ),
        serve(
            name="ViewAudit",  # its answer has no code, so a refusal is a fault
            operation=Operation.VIEW_AUDIT,
            handler=view_access_log,
            read=requests.view_audit,
            write=answers.audit,
        ),
        serve(
            name="GetOrganisation",
            operation=Operation.FIND_ORGANISATION,
            handler=find_organisation,
            read=requests.find_organisation,
            write=write_organisation,
            refuse=answers.organisation_refused,
        ),
    )
