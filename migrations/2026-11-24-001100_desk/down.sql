DROP TABLE templates;
DROP TABLE saved_filters;
