-- gateway/store/repositories/achievements.py _UPDATE
UPDATE learning_event
SET awarded_on=%(new_awarded_on)s::DATE, provider_ukprn=%(new_provider)s::VARCHAR,
        provider_name=%(new_provider_name)s::VARCHAR, loaded_at=%(now)s::TIMESTAMP WITHOUT TIME ZONE,
        grade=%(new_grade)s::VARCHAR, language=%(new_language)s::VARCHAR, status=%(new_status)s::VARCHAR,
        withdrawn_on=%(new_withdrawn_on)s::DATE, reason=%(new_reason)s::VARCHAR,
        version=%(new_version)s::INTEGER
WHERE learning_event.id = %(id_)s::INTEGER
    AND learning_event.version = %(version_)s::INTEGER
