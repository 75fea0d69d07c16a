-- gateway/store/database/clock.py _SELECT_NOW
-- timezone_1 = 'UTC'
SELECT timezone(%(timezone_1)s::VARCHAR, clock_timestamp()) AS at
