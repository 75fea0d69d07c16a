"""How ExternalService calls the fields of an achievement (contract 2.15)."""

FIELDS = {
    "AchievementAwardDate": "awarded_on",
    "Action": "action",
    "ActionDate": "acted_on",
    "ActionReason": "reason",
    "DateofBirth": "date_of_birth",
    "FamilyName": "family_name",
    "Gender": "gender",
    "GivenName": "given_name",
    "Grade": "grade",
    "LanguageForAssessment": "language",
    "LearnerPostcode": "postcode",
    "MisIdentifier": "identifier",
    "ProviderUkprn": "provider_ukprn",
    "Uln": "uln",
    "UnitOrQualificationReferenceNumber": "reference",
}
MEMBERS = {field: member for member, field in FIELDS.items()}
