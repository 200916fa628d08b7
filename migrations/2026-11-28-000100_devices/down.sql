DROP TABLE held_ops;
ALTER TABLE sessions DROP COLUMN device_id;
DROP TABLE devices;
