DROP TABLE class_periods;
DROP TABLE divisions;
