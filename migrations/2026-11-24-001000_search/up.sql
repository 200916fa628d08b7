-- What queues ask of courses: what is to be decided, and open cases by how often they were returned.
CREATE INDEX case_courses_asked ON case_courses (case_id) WHERE asked IS NOT NULL;
CREATE INDEX case_courses_bounced ON case_courses (bounces, case_id) WHERE stage IS NOT NULL;

-- Open cases are few, however many there have been: lists of them go through these alone. The condition stands word for word in the
-- queries, because a planner must see that it holds.
CREATE INDEX cases_open ON cases (filed_at, id) WHERE status NOT IN ('closed', 'declined', 'merged', 'void');
CREATE INDEX cases_open_by_assignee ON cases (assignee, filed_at, id) WHERE status NOT IN ('closed', 'declined', 'merged', 'void');
CREATE INDEX cases_by_filer ON cases (filed_by, filed_at, id) WHERE filed_by IS NOT NULL;
