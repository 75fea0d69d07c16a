"""LearnerServiceR9 as it was in 2017 (contract 2.16).

It has operations that today's contract still has, and others that it lacks.
"""

from gateway.domain.access import Operation
from gateway.handlers.challenges.create_challenge import create_challenge
from gateway.handlers.challenges.list_challenges import list_challenges
from gateway.handlers.challenges.withdraw_challenge import withdraw_challenge
from gateway.handlers.learners.find_by_key import find_by_key
from gateway.handlers.learners.remove_learner_key import remove_learner_key
from gateway.handlers.learners.store_learner_key import store_learner_key
from gateway.handlers.learners.update_learner import update_by_key, update_learner
from gateway.handlers.records.read_own_record import read_own_record
from gateway.handlers.records.read_record import read_record
from gateway.handlers.sharing.delete_snapshot import delete_snapshot
from gateway.handlers.sharing.keep_snapshot import keep_snapshot
from gateway.handlers.sharing.list_snapshots import list_snapshots
from gateway.handlers.sharing.read_notification import read_notification
from gateway.handlers.sharing.set_notification import set_notification
from gateway.wire.learner_service_r9.callers import PREFIXES, credentials
from gateway.wire.learner_service_r9.operations import shared_operations
from gateway.wire.learner_service_r9.year_2017 import (
    answers,
    challenges,
    key_answers,
    key_requests,
    notifications,
    record,
    snapshots,
    updates,
)
from gateway.wire.namespaces import QCF_SERVICES
from gateway.wire.soap.domain_fault import write_domain_fault
from gateway.wire.soap.envelope import EnvelopeStyle
from gateway.wire.soap.family import Family, serve

_SHARED = shared_operations(write_found=answers.found, write_organisation=answers.organisation)
_KEYS = (
    serve(
        name="StoreLearnerKey",
        operation=Operation.STORE_KEY,
        handler=store_learner_key,
        read=key_requests.store_key,
        write=answers.only_code("StoreLearnerKeyResult"),
        refuse=answers.only_code("StoreLearnerKeyResult"),
    ),
    serve(
        name="RemoveLearnerKey",
        operation=Operation.REMOVE_KEY,
        handler=remove_learner_key,
        read=key_requests.remove_key,
        write=answers.only_code("RemoveLearnerKeyResult"),
        refuse=answers.only_code("RemoveLearnerKeyResult"),
    ),
    serve(
        name="FindLearnerByUlnKey",
        operation=Operation.FIND_BY_KEY,
        handler=find_by_key,
        read=key_requests.find_by_key,
        write=key_answers.found,
        refuse=key_answers.find_refused,
    ),
    serve(
        name="GetMyLearningEvents",
        operation=Operation.READ_RECORD,
        handler=read_own_record,
        read=key_requests.read_own_record,
        write=key_answers.own_record,
        refuse=key_answers.own_record_refused,
    ),
)
_UPDATES = (
    serve(
        name="UpdateLearner",
        operation=Operation.UPDATE,
        handler=update_learner,
        read=updates.update,
        write=updates.updated,
        refuse=updates.update_refused,
    ),
    serve(
        name="UpdateLearnerByUlnKey",
        operation=Operation.UPDATE,
        handler=update_by_key,
        read=updates.update_by_key,
        write=updates.updated_by_key,
        refuse=updates.update_by_key_refused,
    ),
)
_RECORD = serve(
    name="GetLearnerRecord",
    operation=Operation.READ_RECORD,
    handler=read_record,
    read=record.read_record,
    write=record.record,
    refuse=record.record_refused,
)
_NOTIFICATIONS = (
    serve(
        name="SetNotification",
        operation=Operation.SET_NOTIFICATION,
        handler=set_notification,
        read=notifications.set_notification,
        write=notifications.was_set,
        refuse=notifications.was_set,
    ),
    serve(
        name="ListNotificationStatus",
        operation=Operation.READ_NOTIFICATION,
        handler=read_notification,
        read=notifications.read_notification,
        write=notifications.status,
        refuse=answers.only_code("ListNotificationStatusResult"),
    ),
)
_SNAPSHOTS = (
    serve(
        name="CreateOrModifySnapshot",
        operation=Operation.KEEP_SNAPSHOT,
        handler=keep_snapshot,
        read=snapshots.keep_snapshot,
        write=snapshots.kept,
        refuse=answers.only_code("CreateOrModifySnapshotResult"),
    ),
    serve(
        name="ListSnapshots",
        operation=Operation.LIST_SNAPSHOTS,
        handler=list_snapshots,
        read=snapshots.list_snapshots,
        write=snapshots.listed,
        refuse=snapshots.list_refused,
    ),
    serve(
        name="DeleteSnapshot",
        operation=Operation.DELETE_SNAPSHOT,
        handler=delete_snapshot,
        read=snapshots.delete_snapshot,
        write=answers.only_code("DeleteSnapshotResult"),
        refuse=answers.only_code("DeleteSnapshotResult"),
    ),
)
_CHALLENGES = (
    serve(
        name="CreateDataChallenge",
        operation=Operation.CREATE_CHALLENGE,
        handler=create_challenge,
        read=challenges.create_challenge,
        write=challenges.raised,
        refuse=challenges.create_refused,
    ),
    serve(
        name="ListDataChallenge",
        operation=Operation.LIST_CHALLENGES,
        handler=list_challenges,
        read=challenges.list_challenges,
        write=challenges.listed,
        refuse=challenges.list_refused,
    ),
    serve(
        name="DeleteDataChallenge",
        operation=Operation.DELETE_CHALLENGE,
        handler=withdraw_challenge,
        read=challenges.delete_challenge,
        write=answers.only_code("DeleteDataChallengeResult"),
        refuse=answers.only_code("DeleteDataChallengeResult"),
    ),
)

OPERATIONS = (*_SHARED, *_KEYS, *_UPDATES, _RECORD, *_NOTIFICATIONS, *_SNAPSHOTS, *_CHALLENGES)

FAMILY = Family(
    style=EnvelopeStyle("s", PREFIXES | {QCF_SERVICES: "d"}, write_domain_fault, blames_clients=True),
    credentials=credentials,
    operations=OPERATIONS,
    actor="LearnerServiceR9",
)
