DROP TABLE care_visits;
DROP TABLE care_visitors;
DROP TABLE care_records;
