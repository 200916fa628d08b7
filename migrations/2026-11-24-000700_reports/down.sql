DROP TABLE photos;
DROP TABLE reports;
