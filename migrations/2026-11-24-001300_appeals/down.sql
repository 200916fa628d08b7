DROP TABLE appeal_reviews;
DROP TABLE appeal_photos;
DROP TABLE appeals;
