-- gateway/store/repositories/learners.py replace, built as it runs
-- version = 2, updated_at = datetime.datetime(2026, 9, 1, 12, 0), title = 'Dr', given_name = 'Ann',
-- middle_name = '', family_name = 'Lee', preferred_given_name = 'Annie', previous_family_name = '',
-- family_name_at_16 = '', school_at_16 = 'Cheylesmore School', address_line1 = '1 Quinton Road',
-- address_line2 = '', address_town = 'Coventry', address_county = 'West Midlands', address_captured_on =
-- datetime.date(2024, 9, 2), postcode = 'CV1 2WT', date_of_birth = datetime.date(2004, 3, 9), place_of_birth
-- = 'Coventry', gender = 2, email = 'ann.lee@example.org', telephone = '', nationality = 'GBR',
-- scottish_candidate_number = '', verification_type = 2, verification_description = '', notes = '',
-- family_key = 'LEE', given_key = 'ANN', postcode_key = 'CV12WT', family_sound = 'L000', given_sound =
-- 'A500', former_sound1 = '', former_sound2 = '', initials = 'AL', birth_year = '2004', birth_day = '03-09',
-- uln_1 = '3000000207', version_1 = 1, status_1 = <LearnerStatus.ACTIVE: 'active'>
UPDATE learner
SET version=?, updated_at=?, title=?, given_name=?, middle_name=?, family_name=?, preferred_given_name=?,
        previous_family_name=?, family_name_at_16=?, school_at_16=?, address_line1=?, address_line2=?,
        address_town=?, address_county=?, address_captured_on=?, postcode=?, date_of_birth=?,
        place_of_birth=?, gender=?, email=?, telephone=?, nationality=?, scottish_candidate_number=?,
        verification_type=?, verification_description=?, notes=?, family_key=?, given_key=?, postcode_key=?,
        family_sound=?, given_sound=?, former_sound1=?, former_sound2=?, initials=?, birth_year=?, birth_day=?
WHERE learner.uln = ?
    AND learner.version = ?
    AND learner.status = ?
