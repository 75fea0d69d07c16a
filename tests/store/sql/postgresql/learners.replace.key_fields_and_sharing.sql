-- gateway/store/repositories/learners.py replace, built as it runs: key fields and sharing
-- version = 2, updated_at = datetime.datetime(2026, 9, 1, 12, 0), title = 'Ms', given_name = 'Ann',
-- middle_name = '', family_name = 'Marsh', preferred_given_name = 'Annie', previous_family_name = '',
-- family_name_at_16 = '', school_at_16 = 'Cheylesmore School', address_line1 = '1 Quinton Road',
-- address_line2 = '', address_town = 'Coventry', address_county = 'West Midlands', address_captured_on =
-- datetime.date(2024, 9, 2), postcode = 'CV1 2WT', date_of_birth = datetime.date(2004, 3, 9), place_of_birth
-- = 'Coventry', gender = 2, email = 'ann.lee@example.org', telephone = '', nationality = 'GBR',
-- scottish_candidate_number = '', verification_type = 2, verification_description = '', ability_to_share = 2,
-- notes = '', family_key = 'MARSH', given_key = 'ANN', postcode_key = 'CV12WT', key_number = 0, family_sound
-- = 'M620', given_sound = 'A500', former_sound1 = '', former_sound2 = '', initials = 'AM', birth_year =
-- '2004', birth_day = '03-09', uln_1 = '3000000207', version_1 = 1, status_1 = <LearnerStatus.ACTIVE:
-- 'active'>
UPDATE learner
SET version=%(version)s::INTEGER, updated_at=%(updated_at)s::TIMESTAMP WITHOUT TIME ZONE,
        title=%(title)s::VARCHAR, given_name=%(given_name)s::VARCHAR, middle_name=%(middle_name)s::VARCHAR,
        family_name=%(family_name)s::VARCHAR, preferred_given_name=%(preferred_given_name)s::VARCHAR,
        previous_family_name=%(previous_family_name)s::VARCHAR,
        family_name_at_16=%(family_name_at_16)s::VARCHAR, school_at_16=%(school_at_16)s::VARCHAR,
        address_line1=%(address_line1)s::VARCHAR, address_line2=%(address_line2)s::VARCHAR,
        address_town=%(address_town)s::VARCHAR, address_county=%(address_county)s::VARCHAR,
        address_captured_on=%(address_captured_on)s::DATE, postcode=%(postcode)s::VARCHAR,
        date_of_birth=%(date_of_birth)s::DATE, place_of_birth=%(place_of_birth)s::VARCHAR,
        gender=%(gender)s::SMALLINT, email=%(email)s::VARCHAR, telephone=%(telephone)s::VARCHAR,
        nationality=%(nationality)s::VARCHAR,
        scottish_candidate_number=%(scottish_candidate_number)s::VARCHAR,
        verification_type=%(verification_type)s::SMALLINT,
        verification_description=%(verification_description)s::VARCHAR,
        ability_to_share=%(ability_to_share)s::SMALLINT, notes=%(notes)s::VARCHAR,
        family_key=%(family_key)s::VARCHAR, given_key=%(given_key)s::VARCHAR,
        postcode_key=%(postcode_key)s::VARCHAR, key_number=%(key_number)s::SMALLINT,
        family_sound=%(family_sound)s::VARCHAR, given_sound=%(given_sound)s::VARCHAR,
        former_sound1=%(former_sound1)s::VARCHAR, former_sound2=%(former_sound2)s::VARCHAR,
        initials=%(initials)s::VARCHAR, birth_year=%(birth_year)s::VARCHAR, birth_day=%(birth_day)s::VARCHAR
WHERE learner.uln = %(uln_1)s::VARCHAR
    AND learner.version = %(version_1)s::INTEGER
    AND learner.status = %(status_1)s::VARCHAR
