"""The same operation as a stock Spyne service.

It has no authentication, no audit, and Spyne's own schema.
"""

import logging
import os

from spyne import Application, ComplexModel, Integer, Service, Unicode, rpc
from spyne.protocol.soap import Soap11
from spyne.server.wsgi import WsgiApplication
from sqlalchemy import create_engine, select

import gateway._spyne_compat  # noqa: F401
from gateway.store.tables.learners import learner

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


_engine = create_engine(os.environ["BENCH_DATABASE_URL"], pool_size=8)


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
            row = connection.execute(select(learner).where(learner.c.uln == ULN)).one()
        held = Learner(
            CreatedDate=f"{row.created_at:%Y-%m-%d}",
            LastUpdatedDate=f"{row.updated_at:%Y-%m-%d}",
            ULN=row.uln,
            Title=row.title,
            GivenName=row.given_name,
            MiddleOtherName=row.middle_name,
            FamilyName=row.family_name,
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
            DateOfBirth=f"{row.date_of_birth:%Y-%m-%d}",
            PlaceOfBirth=row.place_of_birth,
            Gender=str(row.gender),
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
        return FindLearnerResponse(
            ResponseCode="WSRC0004", ULN=ULN, FamilyName=FamilyName, GivenName=GivenName, Learner=held
        )


logging.basicConfig(level=logging.ERROR)
application = WsgiApplication(
    Application([Find], NAMESPACE, in_protocol=Soap11(validator="lxml"), out_protocol=Soap11())
)
