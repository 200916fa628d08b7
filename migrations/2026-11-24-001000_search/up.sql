-- What queues ask of courses: what is to be decided, and open cases by how often they were returned.
CREATE INDEX case_courses_asked ON case_courses (case_id) WHERE asked IS NOT NULL;
CREATE INDEX case_courses_bounced ON case_courses (bounces, case_id) WHERE stage IS NOT NULL;
