-- Divisions by statistical code: 9 digits for a sub-district or town, 12 for a village or community.
CREATE TABLE divisions (
    code TEXT PRIMARY KEY NOT NULL CHECK (length(code) IN (9, 12)),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    level TEXT NOT NULL CHECK (level IN ('sub_district', 'village')),
    version INTEGER NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL
);
CREATE INDEX divisions_by_level ON divisions (level, code);

-- Since when, and until when, a village (12 digits) or grid (15) is of an assessment class. Periods of one area never overlap.
CREATE TABLE class_periods (
    area TEXT NOT NULL CHECK (length(area) IN (12, 15)),
    class TEXT NOT NULL CHECK (class IN ('key', 'ordinary')),
    from_day TEXT NOT NULL CHECK (length(from_day) = 10),
    to_day TEXT CHECK (length(to_day) = 10),
    PRIMARY KEY (area, from_day)
);
