"""How batch messages call the fields of rows.

Contract 2.8, 2.9.
"""

from gateway.wire.values.learner_members import DETAILS

CLAIM = {
    "MISIdentifier": "mis_identifier",
    "ULN": "uln",
    "FamilyName": "family_name",
    "GivenName": "given_name",
    "DateOfBirth": "date_of_birth",
    "Gender": "gender",
}

LEARNER = {
    **CLAIM,
    **{member: detail.replace(".", "_") for detail, member in DETAILS.items()},
    "LastKnownPostCode": "postcode",
    "DateOfAddressCapture": "address_captured_on",
    "AbilityToShare": "ability_to_share",
    "VerificationType": "verification_type",
    "Notes": "notes",
}
