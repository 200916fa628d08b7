ALTER TABLE cases DROP COLUMN told_due;
DROP TABLE routing_rules;
