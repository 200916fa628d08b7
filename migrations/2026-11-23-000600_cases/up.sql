CREATE TABLE cases (
    id BYTEA PRIMARY KEY NOT NULL,
    number TEXT NOT NULL UNIQUE CHECK (length(number) BETWEEN 13 AND 16),
    status TEXT NOT NULL CHECK (status IN ('filed', 'accepted', 'completed', 'closed', 'declined')),
    category TEXT NOT NULL CHECK (length(category) = 4),
    restricted BOOLEAN NOT NULL,
    summary TEXT NOT NULL CHECK (length(summary) BETWEEN 1 AND 120),
    grid TEXT NOT NULL REFERENCES grids (code),
    lon DOUBLE PRECISION,
    lat DOUBLE PRECISION,
    accuracy_m DOUBLE PRECISION,
    place_source TEXT CHECK (place_source IN ('gps', 'manual', 'photo', 'grid')),
    place_text TEXT CHECK (length(place_text) BETWEEN 1 AND 120),
    assignee BYTEA REFERENCES people (id),
    -- Responsible on the day it was filed.
    leader BYTEA REFERENCES people (id),
    full_time BYTEA REFERENCES people (id),
    -- The member who entered the first report.
    filed_by BYTEA REFERENCES people (id),
    -- What was done or why it was declined, in words the reporter reads.
    result TEXT CHECK (length(result) BETWEEN 1 AND 500),
    filed_at BIGINT NOT NULL,
    closed_at BIGINT,
    version INTEGER NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL
);
CREATE INDEX cases_by_age ON cases (filed_at, id);
CREATE INDEX cases_by_grid ON cases (grid, filed_at, id);
CREATE INDEX cases_by_status ON cases (status, filed_at, id);
CREATE INDEX cases_by_assignee ON cases (assignee, filed_at, id);
CREATE INDEX cases_closed ON cases (grid, closed_at) WHERE closed_at IS NOT NULL;

-- The running number of each day.
CREATE TABLE case_numbers (
    day TEXT PRIMARY KEY NOT NULL CHECK (length(day) = 8),
    last INTEGER NOT NULL
);

-- The timeline; rows are added, never changed.
CREATE TABLE case_events (
    id BYTEA PRIMARY KEY NOT NULL,
    case_id BYTEA NOT NULL REFERENCES cases (id),
    at BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('filed', 'joined', 'moved', 'photo_added')),
    by_move TEXT,
    by_person BYTEA REFERENCES people (id),
    status TEXT NOT NULL,
    assignee BYTEA REFERENCES people (id),
    reason TEXT CHECK (length(reason) BETWEEN 1 AND 500),
    note TEXT CHECK (length(note) BETWEEN 1 AND 1000)
);
CREATE INDEX case_events_by_case ON case_events (case_id, id);
