-- People to look after (关爱对象). Who it is and why is sealed: only those who visit read it. Half a year after the end it is erased.
CREATE TABLE care_records (
    id BYTEA PRIMARY KEY NOT NULL,
    grid TEXT NOT NULL REFERENCES grids (code),
    -- NULL: nobody any more; it waits to be handed over.
    visitor BYTEA REFERENCES people (id),
    second BYTEA REFERENCES people (id),
    level TEXT NOT NULL CHECK (level IN ('close', 'regular', 'light')),
    every_days INTEGER CHECK (every_days BETWEEN 1 AND 366),
    basis TEXT NOT NULL CHECK (basis IN ('consent', 'guardian', 'duty')),
    basis_day TEXT NOT NULL CHECK (length(basis_day) = 10),
    since TEXT NOT NULL CHECK (length(since) = 10),
    met_on TEXT CHECK (length(met_on) = 10),
    last_day TEXT CHECK (length(last_day) = 10),
    last_result TEXT CHECK (last_result IN ('well', 'needs', 'not_met', 'declined', 'moved')),
    -- As the rest of the row has it; kept for counting.
    due_on TEXT NOT NULL CHECK (length(due_on) = 10),
    late_from TEXT NOT NULL CHECK (length(late_from) = 10),
    ended_on TEXT CHECK (length(ended_on) = 10),
    end_reason TEXT CHECK (end_reason IN ('no_need', 'declined', 'moved', 'died', 'mistake')),
    person BYTEA,
    version INTEGER NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL,
    CHECK ((last_day IS NULL) = (last_result IS NULL)),
    CHECK ((ended_on IS NULL) = (end_reason IS NULL))
);
CREATE INDEX care_records_by_grid ON care_records (grid, id);
CREATE INDEX care_records_standing ON care_records (grid, due_on, late_from, visitor) WHERE ended_on IS NULL;
CREATE INDEX care_records_by_visitor ON care_records (visitor, grid) WHERE visitor IS NOT NULL;
CREATE INDEX care_records_by_second ON care_records (second, grid) WHERE second IS NOT NULL;
CREATE INDEX care_records_by_end ON care_records (ended_on) WHERE ended_on IS NOT NULL AND person IS NOT NULL;

-- Who visited from when to when: a visit counts for whoever was asked to make it when it was made.
CREATE TABLE care_visitors (
    record BYTEA NOT NULL REFERENCES care_records (id),
    person_id BYTEA NOT NULL REFERENCES people (id),
    from_at BIGINT NOT NULL,
    to_at BIGINT,
    PRIMARY KEY (record, person_id, from_at)
);

-- Visits. Rows are added, never changed; notes are erased with the record's person.
CREATE TABLE care_visits (
    id BYTEA PRIMARY KEY NOT NULL,
    record BYTEA NOT NULL REFERENCES care_records (id),
    grid TEXT NOT NULL REFERENCES grids (code),
    person_id BYTEA NOT NULL REFERENCES people (id),
    day TEXT NOT NULL CHECK (length(day) = 10),
    at BIGINT NOT NULL,
    way TEXT NOT NULL CHECK (way IN ('home', 'phone')),
    result TEXT NOT NULL CHECK (result IN ('well', 'needs', 'not_met', 'declined', 'moved')),
    note BYTEA,
    -- May be on its way still.
    report BYTEA,
    received_at BIGINT NOT NULL
);
CREATE INDEX care_visits_by_record ON care_visits (record, at, id);
CREATE INDEX care_visits_met ON care_visits (grid, day) WHERE result IN ('well', 'needs');
