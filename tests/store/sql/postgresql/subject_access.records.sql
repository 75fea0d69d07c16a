-- gateway/store/repositories/subject_access.py records, built as it runs
-- uln_1_1 = '3000000207', uln_1_2 = '3000000401'
SELECT learner.uln, learner.status, learner.master_uln, learner.version, learner.created_at,
        learner.updated_at, learner.registered_by, learner.title, learner.given_name, learner.middle_name,
        learner.family_name, learner.preferred_given_name, learner.previous_family_name,
        learner.family_name_at_16, learner.school_at_16, learner.address_line1, learner.address_line2,
        learner.address_town, learner.address_county, learner.address_captured_on, learner.postcode,
        learner.date_of_birth, learner.place_of_birth, learner.gender, learner.email, learner.telephone,
        learner.nationality, learner.scottish_candidate_number, learner.verification_type,
        learner.verification_description, learner.ability_to_share, learner.notes, learner.opt_out_lifted_by,
        learner.family_key, learner.given_key, learner.postcode_key, learner.key_number, learner.family_sound,
        learner.given_sound, learner.former_sound1, learner.former_sound2, learner.initials,
        learner.birth_year, learner.birth_day
FROM learner
WHERE learner.uln IN (%(uln_1_1)s::VARCHAR, %(uln_1_2)s::VARCHAR)
ORDER BY learner.uln
