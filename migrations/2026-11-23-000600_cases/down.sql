DROP TABLE case_events;
DROP TABLE case_numbers;
DROP TABLE cases;
