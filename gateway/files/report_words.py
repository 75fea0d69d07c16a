"""Words for names and numbers in subject access reports."""

_LABELS = {
    "ability_to_share": "sharing",
    "accessed": "opened",
    "address_captured_on": "address recorded on",
    "at": "when",
    "awarded_on": "awarded on",
    "awarding_name": "awarding organisation",
    "awarding_ukprn": "UKPRN of the awarding organisation",
    "birth_day": "search key: day of birth",
    "birth_year": "search key: year of birth",
    "call": "reference of the call",
    "change": "what happened",
    "code": "return code",
    "email": "e-mail address",
    "family_key": "search key: family name",
    "family_name_at_16": "family name at 16",
    "family_sound": "search key: sound of the family name",
    "former_sound1": "search key: sound of the former family name",
    "former_sound2": "search key: sound of the family name at 16",
    "given": "what the row says",
    "given_key": "search key: given name",
    "given_sound": "search key: sound of the given name",
    "guid": "number of the snapshot",
    "identity": "fingerprint of the event",
    "initials": "search key: initials",
    "key_number": "number among learners with the same details",
    "kind": "type",
    "linked_ulns": "linked ULNs",
    "loaded_at": "loaded at",
    "looked": "what the organisation did",
    "master_uln": "ULN of the master",
    "missed_at": "last wrong attempt",
    "misses": "wrong attempts",
    "opt_out_lifted_by": "opt-out lifted by",
    "original": "as the record says",
    "other_uln": "ULN of the other learner",
    "position": "row",
    "postcode_key": "search key: postcode",
    "provider_name": "provider",
    "provider_ukprn": "UKPRN of the provider",
    "result": "meaning",
    "school_at_16": "school at 16",
    "supplied": "as it should be",
    "uln": "ULN",
    "user_name": "user",
    "version": "version of the record",
}
_VALUES = {
    "gender": {"0": "not known", "1": "male", "2": "female", "9": "not specified"},
    "ability_to_share": {"0": "privacy notice not seen", "1": "shares the record", "2": "does not share the record"},
    "verification_type": {
        "0": "not provided",
        "1": "relationship with school",
        "2": "passport",
        "3": "driving licence",
        "4": "identity card",
        "5": "National Insurance card",
        "6": "certificate of entitlement to funding",
        "7": "bank card",
        "999": "other",
    },
}


def label(name: str) -> str:
    """Return the label of a member."""
    return _LABELS.get(name, name.replace("_", " "))


def in_words(name: str, value: object) -> object:
    """Return a value in words, or as it is."""
    if name == "field":
        return label(str(value))
    return _VALUES.get(name, {}).get(str(value), value)
