"""The members of the batch messages and what we call them, in both directions (contract 2.8, 2.9)."""

LEARNER = {
    "ULN": "uln",
    "MISIdentifier": "mis_identifier",
    "Title": "title",
    "GivenName": "given_name",
    "PreferredGivenName": "preferred_given_name",
    "MiddleOtherName": "middle_name",
    "FamilyName": "family_name",
    "PreviousFamilyName": "previous_family_name",
    "FamilyNameAtAge16": "family_name_at_16",
    "SchoolAtAge16": "school_at_16",
    "LastKnownAddressLine1": "address_line1",
    "LastKnownAddressLine2": "address_line2",
    "LastKnownAddressTown": "address_town",
    "LastKnownAddressCountyOrCity": "address_county",
    "LastKnownPostCode": "postcode",
    "DateOfAddressCapture": "address_captured_on",
    "DateOfBirth": "date_of_birth",
    "PlaceOfBirth": "place_of_birth",
    "EmailAddress": "email",
    "Gender": "gender",
    "Nationality": "nationality",
    "ScottishCandidateNumber": "scottish_candidate_number",
    "AbilityToShare": "ability_to_share",
    "VerificationType": "verification_type",
    "OtherVerificationDescription": "verification_description",
    "Notes": "notes",
}

CLAIM = {
    "MISIdentifier": "mis_identifier",
    "ULN": "uln",
    "FamilyName": "family_name",
    "GivenName": "given_name",
    "DateOfBirth": "date_of_birth",
    "Gender": "gender",
}
