DROP TABLE leave_covers;
DROP TABLE leaves;
