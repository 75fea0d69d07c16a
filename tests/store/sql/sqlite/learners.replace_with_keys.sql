-- gateway/store/repositories/learners.py _REPLACE_WITH_KEYS
-- updated_at, title, given_name, middle_name, family_name, preferred_given_name, previous_family_name,
-- family_name_at_16, school_at_16, address_line1, address_line2, address_town, address_county,
-- address_captured_on, postcode, date_of_birth, place_of_birth, gender, email, telephone, nationality,
-- scottish_candidate_number, verification_type, verification_description, ability_to_share, notes,
-- family_key, given_key, postcode_key, family_sound, given_sound, former_sound1, former_sound2, initials,
-- birth_year, birth_day, uln_, version_, status_
UPDATE learner
SET version=(learner.version + 1), updated_at=?, title=?, given_name=?, middle_name=?, family_name=?,
        preferred_given_name=?, previous_family_name=?, family_name_at_16=?, school_at_16=?, address_line1=?,
        address_line2=?, address_town=?, address_county=?, address_captured_on=?, postcode=?, date_of_birth=?,
        place_of_birth=?, gender=?, email=?, telephone=?, nationality=?, scottish_candidate_number=?,
        verification_type=?, verification_description=?, ability_to_share=coalesce(?,
        learner.ability_to_share), notes=?, family_key=?, given_key=?, postcode_key=?, key_number=0,
        family_sound=?, given_sound=?, former_sound1=?, former_sound2=?, initials=?, birth_year=?, birth_day=?
WHERE learner.uln = ?
    AND learner.version = ?
    AND learner.status = ?
