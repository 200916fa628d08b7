DROP TABLE holiday_version;
DROP TABLE holidays;
