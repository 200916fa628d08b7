-- Material of announcements: leaflets as PDF, pictures. A file comes before its announcement, under the id it will have.
CREATE TABLE announcement_files (
    announcement BYTEA NOT NULL,
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 12),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    media_type TEXT NOT NULL CHECK (media_type IN ('application/pdf', 'image/jpeg')),
    bytes INTEGER NOT NULL,
    blob TEXT NOT NULL CHECK (length(blob) = 64),
    by_person BYTEA NOT NULL REFERENCES people (id),
    received_at BIGINT NOT NULL,
    PRIMARY KEY (announcement, position)
);
