CREATE TABLE cases (
    id BYTEA PRIMARY KEY NOT NULL,
    number TEXT NOT NULL UNIQUE CHECK (length(number) BETWEEN 13 AND 16),
    status TEXT NOT NULL CHECK (status IN ('filed', 'accepted', 'dispatched', 'handling', 'waiting', 'suspended', 'completed', 'verified', 'closed', 'declined', 'merged', 'void')),
    category TEXT NOT NULL CHECK (length(category) = 4),
    restricted BOOLEAN NOT NULL,
    summary TEXT NOT NULL CHECK (length(summary) BETWEEN 1 AND 120),
    grid TEXT NOT NULL REFERENCES grids (code),
    lon DOUBLE PRECISION,
    lat DOUBLE PRECISION,
    accuracy_m DOUBLE PRECISION,
    place_source TEXT CHECK (place_source IN ('gps', 'manual', 'photo', 'grid')),
    place_text TEXT CHECK (length(place_text) BETWEEN 1 AND 120),
    -- With whom it lies: a level of the chain, and at the sub-district and the county an office or department.
    level TEXT NOT NULL DEFAULT 'grid' CHECK (level IN ('grid', 'village', 'instructor', 'sub_district', 'county')),
    unit BYTEA REFERENCES units (id),
    assignee BYTEA REFERENCES people (id),
    -- When the limit of the present stage is used up, and when four fifths of it are; NULL while the clock stands still.
    due_at BIGINT,
    warn_at BIGINT,
    -- When waiting or suspension ends by itself.
    resume_at BIGINT,
    degree TEXT NOT NULL DEFAULT 'none' CHECK (degree IN ('none', 'reminded', 'yellow', 'red')),
    -- The first limit that was missed; the fact stays.
    late_since BIGINT,
    merged_into BYTEA REFERENCES cases (id),
    -- The case it was split from.
    parent BYTEA REFERENCES cases (id),
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
CREATE INDEX cases_by_grid_status ON cases (grid, status, filed_at, id);
CREATE INDEX cases_by_unit ON cases (unit, filed_at, id) WHERE unit IS NOT NULL;
CREATE INDEX cases_by_due ON cases (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX cases_to_resume ON cases (resume_at) WHERE resume_at IS NOT NULL;
CREATE INDEX cases_merged ON cases (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX cases_split ON cases (parent) WHERE parent IS NOT NULL;
CREATE INDEX cases_closed ON cases (grid, closed_at) WHERE closed_at IS NOT NULL;

-- The course of each case beyond what lists ask for: its clock, what was asked for, how often what happened. One row a case.
CREATE TABLE case_courses (
    case_id BYTEA PRIMARY KEY NOT NULL REFERENCES cases (id),
    standard TEXT CHECK (length(standard) = 6),
    -- The clock of the present stage, in milliseconds of its unit's time; NULL once the case has ended.
    stage TEXT CHECK (stage IN ('accept', 'dispatch', 'handle', 'verify')),
    clock_unit TEXT,
    allotted BIGINT,
    used BIGINT,
    -- Since when it runs; NULL while it stands still.
    since BIGINT,
    -- What a holder who let go of the case had used of the handling time.
    parked_level TEXT,
    parked_unit BYTEA REFERENCES units (id),
    parked_clock_unit TEXT,
    parked_allotted BIGINT,
    parked_used BIGINT,
    asked TEXT CHECK (asked IN ('extension', 'suspension')),
    asked_until BIGINT,
    bounces INTEGER NOT NULL DEFAULT 0,
    extensions INTEGER NOT NULL DEFAULT 0 CHECK (extensions BETWEEN 0 AND 2),
    suspensions INTEGER NOT NULL DEFAULT 0 CHECK (suspensions BETWEEN 0 AND 1),
    reworks INTEGER NOT NULL DEFAULT 0,
    reopenings INTEGER NOT NULL DEFAULT 0,
    completed_by BYTEA REFERENCES people (id),
    -- What the reporter said of the result.
    solved BOOLEAN,
    rating INTEGER CHECK (rating BETWEEN 1 AND 5),
    -- An appeal against the lateness was upheld: statistics leave it out.
    exempt BOOLEAN NOT NULL DEFAULT FALSE
);

-- What other units were asked to do in a case (协办).
CREATE TABLE case_parts (
    id BYTEA PRIMARY KEY NOT NULL,
    case_id BYTEA NOT NULL REFERENCES cases (id),
    unit BYTEA NOT NULL REFERENCES units (id),
    task TEXT NOT NULL CHECK (length(task) BETWEEN 1 AND 500),
    asked_by BYTEA REFERENCES people (id),
    asked_at BIGINT NOT NULL,
    done_by BYTEA REFERENCES people (id),
    done_at BIGINT,
    result TEXT CHECK (length(result) BETWEEN 1 AND 500)
);
CREATE INDEX case_parts_by_case ON case_parts (case_id, id);
CREATE INDEX case_parts_by_unit ON case_parts (unit, case_id);

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
    kind TEXT NOT NULL CHECK (kind IN ('filed', 'joined', 'moved', 'photo_added', 'remarked', 'overdue', 'split', 'absorbed', 'part_asked', 'part_done', 'appealed')),
    by_move TEXT,
    by_person BYTEA REFERENCES people (id),
    status TEXT NOT NULL,
    level TEXT NOT NULL,
    unit BYTEA REFERENCES units (id),
    assignee BYTEA REFERENCES people (id),
    -- The other case of a merge or split.
    other BYTEA REFERENCES cases (id),
    until BIGINT,
    reason TEXT CHECK (length(reason) BETWEEN 1 AND 500),
    note TEXT CHECK (length(note) BETWEEN 1 AND 1000)
);
CREATE INDEX case_events_by_case ON case_events (case_id, id);
