-- Filters of the case list that somebody keeps.
CREATE TABLE saved_filters (
    id BYTEA PRIMARY KEY NOT NULL,
    person_id BYTEA NOT NULL REFERENCES people (id),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 30),
    -- The query of the list.
    filter TEXT NOT NULL CHECK (length(filter) BETWEEN 1 AND 500),
    saved_at BIGINT NOT NULL,
    UNIQUE (person_id, name)
);

-- Words to choose when a move needs a reason. Retired, never deleted. The first ones come from the server, which makes ids.
CREATE TABLE templates (
    id BYTEA PRIMARY KEY NOT NULL,
    by_move TEXT NOT NULL,
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 30),
    text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 500),
    retired BOOLEAN NOT NULL DEFAULT FALSE,
    version INTEGER NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL,
    UNIQUE (by_move, title)
);
