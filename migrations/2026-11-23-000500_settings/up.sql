-- One row: what the sub-district sets once for all its grids.
CREATE TABLE settings (
    id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    sub_district TEXT REFERENCES divisions (code),
    supervision_phone TEXT,
    service_promise TEXT CHECK (length(service_promise) BETWEEN 1 AND 300),
    version INTEGER NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL
);
INSERT INTO settings (id, updated_at) VALUES (1, 0);

-- What was changed, by whom and when: the history of every record that is not a case, and later the feed that others follow.
CREATE TABLE changes (
    id BYTEA PRIMARY KEY NOT NULL,
    -- The noun: division, grid, person, appointment, account, settings, board, import.
    noun TEXT NOT NULL,
    -- The record's code or id.
    record TEXT NOT NULL,
    action TEXT NOT NULL,
    by_person BYTEA REFERENCES people (id),
    at BIGINT NOT NULL,
    -- JSON: the members that changed. No secrets, and phones masked.
    detail TEXT NOT NULL
);
CREATE INDEX changes_by_record ON changes (noun, record, id);
