-- Duty rosters (值班表): one an area and week, replaced as a whole.
CREATE TABLE rosters (
    area TEXT NOT NULL CHECK (length(area) IN (9, 12, 15)),
    -- A Monday.
    week TEXT NOT NULL CHECK (length(week) = 10),
    version INTEGER NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (week, area)
);
CREATE INDEX rosters_by_area ON rosters (area, week);

CREATE TABLE roster_entries (
    area TEXT NOT NULL,
    week TEXT NOT NULL,
    day TEXT NOT NULL CHECK (length(day) = 10),
    shift TEXT NOT NULL CHECK (shift IN ('day', 'night', 'whole_day')),
    person_id BYTEA NOT NULL REFERENCES people (id),
    role TEXT NOT NULL CHECK (role IN ('lead', 'member')),
    PRIMARY KEY (day, area, shift, person_id),
    FOREIGN KEY (week, area) REFERENCES rosters (week, area)
);
CREATE INDEX roster_entries_by_week ON roster_entries (week, area);
CREATE INDEX roster_entries_by_person ON roster_entries (person_id, day);
