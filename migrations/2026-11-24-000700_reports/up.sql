-- What somebody saw; never changed.
CREATE TABLE reports (
    id BYTEA PRIMARY KEY NOT NULL,
    case_id BYTEA NOT NULL REFERENCES cases (id),
    receipt TEXT NOT NULL UNIQUE CHECK (length(receipt) = 12),
    category TEXT NOT NULL CHECK (length(category) = 4),
    text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 2000),
    grid TEXT NOT NULL REFERENCES grids (code),
    lon DOUBLE PRECISION,
    lat DOUBLE PRECISION,
    accuracy_m DOUBLE PRECISION,
    place_source TEXT CHECK (place_source IN ('gps', 'manual', 'photo', 'grid')),
    place_text TEXT CHECK (length(place_text) BETWEEN 1 AND 120),
    channel TEXT NOT NULL CHECK (channel IN ('app', 'board', 'phone', 'chat_group', 'visit', 'api')),
    filed_by BYTEA REFERENCES people (id),
    reporter_name TEXT CHECK (length(reporter_name) BETWEEN 1 AND 40),
    reporter_phone TEXT CHECK (length(reporter_phone) BETWEEN 3 AND 20),
    captured_at BIGINT,
    received_at BIGINT NOT NULL,
    photo_count INTEGER NOT NULL DEFAULT 0 CHECK (photo_count BETWEEN 0 AND 9)
);
CREATE INDEX reports_by_case ON reports (case_id, id);

-- Photos of reports (what was seen) and of cases (before and after the work). The pictures themselves are blobs.
CREATE TABLE photos (
    id BYTEA PRIMARY KEY NOT NULL,
    case_id BYTEA NOT NULL REFERENCES cases (id),
    report_id BYTEA REFERENCES reports (id),
    kind TEXT NOT NULL CHECK (kind IN ('scene', 'before', 'after')),
    -- SHA-256 of the file as it came, which is not kept.
    original TEXT NOT NULL CHECK (length(original) = 64),
    large TEXT NOT NULL CHECK (length(large) = 64),
    small TEXT NOT NULL CHECK (length(small) = 64),
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    taken_at BIGINT,
    lon DOUBLE PRECISION,
    lat DOUBLE PRECISION,
    added_by BYTEA REFERENCES people (id),
    received_at BIGINT NOT NULL
);
CREATE INDEX photos_by_case ON photos (case_id, id);
CREATE INDEX photos_by_report ON photos (report_id, id);
