-- gateway/store/repositories/learners.py _INSERT
INSERT INTO learner (uln, status, master_uln, version, created_at, updated_at, registered_by, title,
        given_name, middle_name, family_name, preferred_given_name, previous_family_name, family_name_at_16,
        school_at_16, address_line1, address_line2, address_town, address_county, address_captured_on,
        postcode, date_of_birth, place_of_birth, gender, email, telephone, nationality,
        scottish_candidate_number, verification_type, verification_description, ability_to_share, notes,
        family_key, given_key, postcode_key, key_number, family_sound, given_sound, former_sound1,
        former_sound2, initials, birth_year, birth_day)
VALUES (%(uln)s::VARCHAR, %(status)s::VARCHAR, %(master_uln)s::VARCHAR, %(version)s::INTEGER,
        %(created_at)s::TIMESTAMP WITHOUT TIME ZONE, %(updated_at)s::TIMESTAMP WITHOUT TIME ZONE,
        %(registered_by)s::VARCHAR, %(title)s::VARCHAR, %(given_name)s::VARCHAR, %(middle_name)s::VARCHAR,
        %(family_name)s::VARCHAR, %(preferred_given_name)s::VARCHAR, %(previous_family_name)s::VARCHAR,
        %(family_name_at_16)s::VARCHAR, %(school_at_16)s::VARCHAR, %(address_line1)s::VARCHAR,
        %(address_line2)s::VARCHAR, %(address_town)s::VARCHAR, %(address_county)s::VARCHAR,
        %(address_captured_on)s::DATE, %(postcode)s::VARCHAR, %(date_of_birth)s::DATE,
        %(place_of_birth)s::VARCHAR, %(gender)s::SMALLINT, %(email)s::VARCHAR, %(telephone)s::VARCHAR,
        %(nationality)s::VARCHAR, %(scottish_candidate_number)s::VARCHAR, %(verification_type)s::SMALLINT,
        %(verification_description)s::VARCHAR, %(ability_to_share)s::SMALLINT, %(notes)s::VARCHAR,
        %(family_key)s::VARCHAR, %(given_key)s::VARCHAR, %(postcode_key)s::VARCHAR, %(key_number)s::SMALLINT,
        %(family_sound)s::VARCHAR, %(given_sound)s::VARCHAR, %(former_sound1)s::VARCHAR,
        %(former_sound2)s::VARCHAR, %(initials)s::VARCHAR, %(birth_year)s::VARCHAR, %(birth_day)s::VARCHAR)
ON CONFLICT DO NOTHING
