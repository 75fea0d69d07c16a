"""The same operations as a stock Spyne service.

It has no authentication, no audit, no scores, and Spyne's own schema. A search finds who has exactly these details.
Registrations go to a table of their own with the columns and indexes of the register's.
"""

import logging
import os
import random
from datetime import date

import gateway._spyne_compat  # noqa: F401  (must come before Spyne on Python 3.12 and later)

# isort: split

from spyne import Application, Array, ComplexModel, Integer, Service, Unicode, rpc
from spyne.protocol.soap import Soap11
from spyne.server.wsgi import WsgiApplication
from sqlalchemy import create_engine, insert, select

import gateway._spyne_compat  # noqa: F401
from gateway.store.tables.events import learning_event
from gateway.store.tables.learners import learner
from tests.bench.inserts import COPY, new_row

NAMESPACE = "urn:stock"
_NAMES = [
    "CreatedDate",
    "LastUpdatedDate",
    "ULN",
    "MasterSubstituted",
    "Title",
    "GivenName",
    "MiddleOtherName",
    "FamilyName",
    "PreferredGivenName",
    "PreviousFamilyName",
    "FamilyNameAtAge16",
    "SchoolAtAge16",
    "LastKnownAddressLine1",
    "LastKnownAddressLine2",
    "LastKnownAddressTown",
    "LastKnownAddressCountyOrCity",
    "LastKnownPostCode",
    "DateOfAddressCapture",
    "DateOfBirth",
    "PlaceOfBirth",
    "Gender",
    "EmailAddress",
    "Nationality",
    "ScottishCandidateNumber",
    "VerificationType",
    "OtherVerificationDescription",
    "TierLevel",
    "AbilityToShare",
    "LearnerStatus",
    "Notes",
]

Learner = type(
    "Learner",
    (ComplexModel,),
    {"__namespace__": NAMESPACE, "_type_info": [(name, Unicode) for name in _NAMES] + [("VersionNumber", Integer)]},
)


class FindLearnerResponse(ComplexModel):
    __namespace__ = NAMESPACE
    _type_info = [
        ("ResponseCode", Unicode),
        ("ULN", Unicode),
        ("FamilyName", Unicode),
        ("GivenName", Unicode),
        ("Learner", Learner),
    ]


_REGISTERED = [
    "Title", "GivenName", "MiddleOtherName", "FamilyName", "LastKnownPostCode", "DateOfBirth", "PlaceOfBirth",
    "Gender", "EmailAddress", "Nationality", "VerificationType", "AbilityToShare",
]  # fmt: skip


def _model(name, members):
    return type(name, (ComplexModel,), {"__namespace__": NAMESPACE, "_type_info": members})


_CLAIM = [
    "OrganisationRef", "UKPRN", "OrgPassword", "UserName", "ULN", "FamilyName", "GivenName", "DateOfBirth", "Gender",
]  # fmt: skip
Registered = _model("Registered", [(name, Unicode) for name in _REGISTERED])
RegisterLearnerResponse = _model("RegisterLearnerAnswer", [("ResponseCode", Unicode), ("ULN", Unicode)])
_VERIFIED = [(name, Unicode) for name in ("ResponseCode", "ULN", "FamilyName", "GivenName", "DateOfBirth", "Gender")]
VerifyLearnerResponse = _model("VerifiedLearner", _VERIFIED)
RetrievedULN = _model("RetrievedULN", _VERIFIED)
_EVENT = [
    "Source", "Subject", "SubjectCode", "AwardedOn", "ProviderUkprn", "ProviderName", "AwardingUkprn", "AwardingName",
    "CollectionType", "LoadedAt", "Grade", "StartedOn", "EndedOn", "QualificationType", "Restriction", "ReturnNumber",
    "Status",
]  # fmt: skip
LearningEvent = _model("LearningEvent", [("ID", Integer), ("Credits", Integer)] + [(name, Unicode) for name in _EVENT])
RecordResponse = _model(
    "LearningRecord", [("ResponseCode", Unicode), ("ULN", Unicode), ("LearningEvents", Array(LearningEvent))]
)


def _identity(row):
    return {
        "ULN": row.uln,
        "FamilyName": row.family_name,
        "GivenName": row.given_name,
        "DateOfBirth": f"{row.date_of_birth:%Y-%m-%d}",
        "Gender": str(row.gender),
    }


def _learner(row):
    return Learner(
        CreatedDate=f"{row.created_at:%Y-%m-%d}",
        LastUpdatedDate=f"{row.updated_at:%Y-%m-%d}",
        **_identity(row),
        Title=row.title,
        MiddleOtherName=row.middle_name,
        PreferredGivenName=row.preferred_given_name,
        PreviousFamilyName=row.previous_family_name,
        FamilyNameAtAge16=row.family_name_at_16,
        SchoolAtAge16=row.school_at_16,
        LastKnownAddressLine1=row.address_line1,
        LastKnownAddressLine2=row.address_line2,
        LastKnownAddressTown=row.address_town,
        LastKnownAddressCountyOrCity=row.address_county,
        LastKnownPostCode=row.postcode,
        DateOfAddressCapture=f"{row.address_captured_on:%Y-%m-%d}",
        PlaceOfBirth=row.place_of_birth,
        EmailAddress=row.email,
        Nationality=row.nationality,
        ScottishCandidateNumber=row.scottish_candidate_number,
        VerificationType=str(row.verification_type),
        OtherVerificationDescription=row.verification_description,
        TierLevel="0",
        AbilityToShare=str(row.ability_to_share),
        LearnerStatus="1",
        Notes=row.notes,
        VersionNumber=row.version,
    )


_engine = create_engine(os.environ["BENCH_DATABASE_URL"], pool_size=8)


def _learner_row(connection, uln):
    return connection.execute(select(learner).where(learner.c.uln == uln)).one()


class Find(Service):
    @rpc(
        Unicode(pattern="FUL|CHK"),
        Unicode,
        Unicode(pattern="[0-9a-zA-Z]{8}"),
        Unicode(min_len=16, max_len=16),
        Unicode(min_len=1, max_len=35),
        Unicode(pattern="[1-9][0-9]{9}"),
        Unicode(min_len=1, max_len=35),
        Unicode(min_len=1, max_len=35),
        _returns=FindLearnerResponse,
        _in_variable_names={},
    )
    def FindLearnerByULN(  # noqa: N802
        ctx,
        FindType,
        OrganisationRef,
        UKPRN,
        OrgPassword,
        UserName,
        ULN,
        FamilyName,
        GivenName,  # noqa: N803
    ):
        with _engine.connect() as connection:
            row = _learner_row(connection, ULN)
        return FindLearnerResponse(
            ResponseCode="WSRC0004", ULN=ULN, FamilyName=FamilyName, GivenName=GivenName, Learner=_learner(row)
        )

    @rpc(
        Unicode(pattern="FUL|CHK"),
        Unicode,
        Unicode(pattern="[0-9a-zA-Z]{8}"),
        Unicode(min_len=16, max_len=16),
        Unicode(min_len=1, max_len=35),
        Unicode(min_len=1, max_len=35),
        Unicode(min_len=1, max_len=35),
        Unicode(pattern="[0-9]{4}-[0-9]{2}-[0-9]{2}"),
        Integer,
        Unicode(max_len=9),
        _returns=FindLearnerResponse,
    )
    def FindLearnerByDemographics(  # noqa: N802
        ctx,
        FindType,
        OrganisationRef,
        UKPRN,
        OrgPassword,
        UserName,
        FamilyName,
        GivenName,
        DateOfBirth,
        Gender,
        LastKnownPostCode,
    ):
        conditions = (
            learner.c.date_of_birth == date.fromisoformat(DateOfBirth),
            learner.c.family_name == FamilyName,
            learner.c.given_name == GivenName,
            learner.c.gender == int(Gender),
            learner.c.postcode == LastKnownPostCode,
        )
        with _engine.connect() as connection:
            row = connection.execute(select(learner).where(*conditions)).one()
        return FindLearnerResponse(
            ResponseCode="WSRC0004", FamilyName=FamilyName, GivenName=GivenName, Learner=_learner(row)
        )

    @rpc(Unicode, Unicode, Unicode, Unicode, Registered, _returns=RegisterLearnerResponse)
    def RegisterLearner(ctx, OrganisationRef, UKPRN, OrgPassword, UserName, Learner):  # noqa: N802, N803
        uln = str(random.randrange(10**9, 10**10))
        with _engine.begin() as connection:
            row = new_row(uln, {name: getattr(Learner, name) for name in _REGISTERED})
            connection.execute(insert(COPY).values(row))
        return RegisterLearnerResponse(ResponseCode="WSRC0005", ULN=uln)

    @rpc(
        *[Unicode] * 8,
        Integer,
        _returns=VerifyLearnerResponse,
        _args=_CLAIM,
    )
    def VerifyLearner(ctx, *claim):  # noqa: N802
        with _engine.connect() as connection:
            row = _learner_row(connection, claim[4])
        agrees = [row.family_name, row.given_name, f"{row.date_of_birth:%Y-%m-%d}", row.gender] == [
            *claim[5:8],
            int(claim[8]),
        ]
        return VerifyLearnerResponse(ResponseCode="WSVRC001" if agrees else "WSVRC005", **_identity(row))

    @rpc(Unicode, Unicode, Unicode, Unicode, Array(Unicode), _returns=Array(RetrievedULN))
    def RetrieveULNs(ctx, OrganisationRef, UKPRN, OrgPassword, UserName, ULNs):  # noqa: N802, N803
        with _engine.connect() as connection:
            rows = connection.execute(select(learner).where(learner.c.uln.in_(ULNs))).all()
        return [RetrievedULN(ResponseCode="WSRC0004", **_identity(row)) for row in rows]

    @rpc(
        *[Unicode] * 8,
        Integer,
        _returns=RecordResponse,
        _args=_CLAIM,
    )
    def GetLearnerLearningEvents(ctx, *claim):  # noqa: N802
        with _engine.connect() as connection:
            person = _learner_row(connection, claim[4])
            rows = connection.execute(
                select(learning_event).where(learning_event.c.uln == person.uln).order_by(learning_event.c.id)
            ).all()
        return RecordResponse(
            ResponseCode="WSRC0004",
            ULN=person.uln,
            LearningEvents=[
                LearningEvent(
                    ID=row.id,
                    Source=row.source,
                    Subject=row.subject,
                    SubjectCode=row.subject_code,
                    AwardedOn=f"{row.awarded_on:%Y-%m-%d}",
                    ProviderUkprn=row.provider_ukprn,
                    ProviderName=row.provider_name,
                    AwardingUkprn=row.awarding_ukprn,
                    AwardingName=row.awarding_name,
                    CollectionType=row.collection_type,
                    Credits=row.credits,
                    LoadedAt=f"{row.loaded_at:%Y-%m-%dT%H:%M:%S}",
                    Grade=row.grade,
                    StartedOn=f"{row.started_on:%Y-%m-%d}",
                    EndedOn=f"{row.ended_on:%Y-%m-%d}",
                    QualificationType=row.qualification_type,
                    Restriction=row.restriction,
                    ReturnNumber=row.return_number,
                    Status=row.status,
                )
                for row in rows
            ],
        )


logging.basicConfig(level=logging.ERROR)
application = WsgiApplication(
    Application([Find], NAMESPACE, in_protocol=Soap11(validator="lxml"), out_protocol=Soap11())
)
