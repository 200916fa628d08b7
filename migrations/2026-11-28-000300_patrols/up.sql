-- Places to patrol (重点部位). They are retired, not deleted.
CREATE TABLE patrol_places (
    id BYTEA PRIMARY KEY NOT NULL,
    grid TEXT NOT NULL REFERENCES grids (code),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    kind TEXT NOT NULL CHECK (kind IN ('school', 'gathering', 'shop', 'workshop', 'rental', 'old_house', 'building', 'fire', 'water', 'slope',
        'forest', 'road', 'waste', 'land', 'other')),
    class TEXT NOT NULL CHECK (class IN ('key', 'ordinary')),
    lon DOUBLE PRECISION,
    lat DOUBLE PRECISION,
    -- Of this place alone; otherwise the plans say.
    every_days INTEGER CHECK (every_days BETWEEN 1 AND 366),
    since TEXT NOT NULL CHECK (length(since) = 10),
    retired_on TEXT CHECK (length(retired_on) = 10),
    -- The day of the last patrol that saw it, kept here for lists.
    last_day TEXT CHECK (length(last_day) = 10),
    version INTEGER NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL
);
CREATE INDEX patrol_places_by_grid ON patrol_places (grid, id);

-- What the office has set of the plans. While `patrol_plan_version` says 0, those that come with the program hold and this is empty.
CREATE TABLE patrol_plans (
    position INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    area TEXT CHECK (area IN ('key', 'ordinary')),
    place TEXT CHECK (place IN ('key', 'ordinary')),
    kind TEXT CHECK (kind IN ('school', 'gathering', 'shop', 'workshop', 'rental', 'old_house', 'building', 'fire', 'water', 'slope',
        'forest', 'road', 'waste', 'land', 'other')),
    season_from TEXT CHECK (length(season_from) = 5),
    season_to TEXT CHECK (length(season_to) = 5),
    every_days INTEGER NOT NULL CHECK (every_days BETWEEN 1 AND 366),
    CHECK ((season_from IS NULL) = (season_to IS NULL))
);
CREATE TABLE patrol_plan_version (
    id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    version INTEGER NOT NULL,
    updated_at BIGINT NOT NULL
);
INSERT INTO patrol_plan_version (id, version, updated_at) VALUES (1, 0, 0);

-- Patrols. Rows are added, never changed; where somebody walked in between is not kept.
CREATE TABLE patrols (
    id BYTEA PRIMARY KEY NOT NULL,
    grid TEXT NOT NULL REFERENCES grids (code),
    person_id BYTEA NOT NULL REFERENCES people (id),
    day TEXT NOT NULL CHECK (length(day) = 10),
    started_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    -- How many places it saw and how many reports came of it.
    places INTEGER NOT NULL CHECK (places >= 0),
    findings INTEGER NOT NULL CHECK (findings >= 0),
    -- Whether the code on the grid's board was entered.
    board BOOLEAN NOT NULL,
    companions TEXT CHECK (length(companions) BETWEEN 1 AND 80),
    weather TEXT CHECK (weather IN ('clear', 'cloudy', 'rain', 'storm', 'snow', 'fog')),
    note TEXT CHECK (length(note) BETWEEN 1 AND 1000),
    received_at BIGINT NOT NULL,
    CHECK (ended_at >= started_at)
);
CREATE INDEX patrols_by_grid ON patrols (grid, started_at, id);
CREATE INDEX patrols_by_start ON patrols (started_at, id);

CREATE TABLE patrol_seen (
    patrol BYTEA NOT NULL REFERENCES patrols (id),
    place BYTEA NOT NULL REFERENCES patrol_places (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (patrol, place)
);
CREATE INDEX patrol_seen_by_place ON patrol_seen (place, at);

-- The reports that came of a patrol. They may be on their way still, so nothing is referenced.
CREATE TABLE patrol_findings (
    patrol BYTEA NOT NULL REFERENCES patrols (id),
    report BYTEA NOT NULL,
    place BYTEA REFERENCES patrol_places (id),
    PRIMARY KEY (patrol, report)
);
CREATE INDEX patrol_findings_by_report ON patrol_findings (report);

-- Daily safety feedback (平安通). Rows are added, never changed; the last of a grid and day counts.
CREATE TABLE safety_feedback (
    id BYTEA PRIMARY KEY NOT NULL,
    grid TEXT NOT NULL REFERENCES grids (code),
    day TEXT NOT NULL CHECK (length(day) = 10),
    person_id BYTEA NOT NULL REFERENCES people (id),
    -- NULL: all is well.
    trouble TEXT CHECK (length(trouble) BETWEEN 1 AND 300),
    -- May be on its way still.
    report BYTEA,
    said_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL
);
CREATE INDEX safety_feedback_by_grid ON safety_feedback (grid, said_at);
CREATE INDEX safety_feedback_by_day ON safety_feedback (day, grid);
