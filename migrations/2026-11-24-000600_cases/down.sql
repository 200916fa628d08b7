DROP TABLE case_events;
DROP TABLE case_numbers;
DROP TABLE case_parts;
DROP TABLE case_courses;
DROP TABLE cases;
