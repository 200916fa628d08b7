DROP TABLE outbox;
DROP TABLE channels;
ALTER TABLE settings DROP COLUMN digest_hour;
DROP TABLE digests;
DROP TABLE notices;
