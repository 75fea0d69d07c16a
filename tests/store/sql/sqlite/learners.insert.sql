-- gateway/store/repositories/learners.py _INSERT
-- uln, status, master_uln, version, created_at, updated_at, registered_by, title, given_name, middle_name,
-- family_name, preferred_given_name, previous_family_name, family_name_at_16, school_at_16, address_line1,
-- address_line2, address_town, address_county, address_captured_on, postcode, date_of_birth, place_of_birth,
-- gender, email, telephone, nationality, scottish_candidate_number, verification_type,
-- verification_description, ability_to_share, notes, family_key, given_key, postcode_key, key_number,
-- family_sound, given_sound, former_sound1, former_sound2, initials, birth_year, birth_day
INSERT INTO learner (uln, status, master_uln, version, created_at, updated_at, registered_by, title,
        given_name, middle_name, family_name, preferred_given_name, previous_family_name, family_name_at_16,
        school_at_16, address_line1, address_line2, address_town, address_county, address_captured_on,
        postcode, date_of_birth, place_of_birth, gender, email, telephone, nationality,
        scottish_candidate_number, verification_type, verification_description, ability_to_share, notes,
        family_key, given_key, postcode_key, key_number, family_sound, given_sound, former_sound1,
        former_sound2, initials, birth_year, birth_day)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING
