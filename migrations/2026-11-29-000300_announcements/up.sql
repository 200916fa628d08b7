-- Announcements (通知公告), publicity tasks (宣传任务) and news for residents (便民信息).
CREATE TABLE announcements (
    id BYTEA PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('notice', 'publicity', 'news')),
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 60),
    text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
    link TEXT CHECK (length(link) BETWEEN 1 AND 300),
    -- Duties with commas around each, so that one is found in it; empty for all.
    duties TEXT NOT NULL,
    due_on TEXT CHECK (length(due_on) = 10),
    until TEXT NOT NULL CHECK (length(until) = 10),
    published_at BIGINT NOT NULL,
    by_person BYTEA NOT NULL REFERENCES people (id),
    version INTEGER NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL
);
CREATE INDEX announcements_by_publication ON announcements (published_at, id);

-- Where it is for: grids, villages, sub-districts.
CREATE TABLE announcement_areas (
    announcement BYTEA NOT NULL REFERENCES announcements (id),
    area TEXT NOT NULL CHECK (length(area) IN (9, 12, 15)),
    PRIMARY KEY (announcement, area)
);
CREATE INDEX announcement_areas_by_area ON announcement_areas (area, announcement);

-- That somebody has read it, and what came of it. Rows are added, never changed.
CREATE TABLE announcement_answers (
    id BYTEA PRIMARY KEY NOT NULL,
    announcement BYTEA NOT NULL REFERENCES announcements (id),
    person_id BYTEA NOT NULL REFERENCES people (id),
    at BIGINT NOT NULL,
    result TEXT CHECK (length(result) BETWEEN 1 AND 500),
    received_at BIGINT NOT NULL
);
CREATE INDEX announcement_answers_by_announcement ON announcement_answers (announcement, person_id, at);
