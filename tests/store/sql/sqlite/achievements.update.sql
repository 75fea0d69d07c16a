-- gateway/store/repositories/achievements.py _UPDATE
-- new_awarded_on, new_provider, new_provider_name, now, new_grade, new_language, new_status,
-- new_withdrawn_on, new_reason, new_version, id_, version_
UPDATE learning_event
SET awarded_on=?, provider_ukprn=?, provider_name=?, loaded_at=?, grade=?, language=?, status=?,
        withdrawn_on=?, reason=?, version=?
WHERE learning_event.id = ?
    AND learning_event.version = ?
