-- gateway/store/repositories/learners.py _REPLACE_WITH_KEYS
UPDATE learner
SET version=(learner.version + 1), updated_at=%(updated_at)s::TIMESTAMP WITHOUT TIME ZONE,
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
        ability_to_share=coalesce(%(ability_to_share)s::SMALLINT, learner.ability_to_share),
        notes=%(notes)s::VARCHAR, family_key=%(family_key)s::VARCHAR, given_key=%(given_key)s::VARCHAR,
        postcode_key=%(postcode_key)s::VARCHAR, key_number=0, family_sound=%(family_sound)s::VARCHAR,
        given_sound=%(given_sound)s::VARCHAR, former_sound1=%(former_sound1)s::VARCHAR,
        former_sound2=%(former_sound2)s::VARCHAR, initials=%(initials)s::VARCHAR,
        birth_year=%(birth_year)s::VARCHAR, birth_day=%(birth_day)s::VARCHAR
WHERE learner.uln = %(uln_)s::VARCHAR
    AND learner.version = %(version_)s::INTEGER
    AND learner.status = %(status_)s::VARCHAR
