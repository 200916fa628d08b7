DROP TABLE upload_pieces;
DROP TABLE uploads;
DROP TABLE client_ops;
DROP TABLE feed_clock;
DROP TABLE feed;
