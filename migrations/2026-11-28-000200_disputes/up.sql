-- The mediation of a case. Its columns are what follows from its steps.
CREATE TABLE disputes (
    case_id BYTEA PRIMARY KEY NOT NULL REFERENCES cases (id),
    number TEXT NOT NULL UNIQUE CHECK (length(number) BETWEEN 9 AND 12),
    grid TEXT NOT NULL REFERENCES grids (code),
    status TEXT NOT NULL CHECK (status IN ('under_way', 'to_sign', 'agreed', 'failed', 'refused')),
    mediator BYTEA NOT NULL REFERENCES people (id),
    steps INTEGER NOT NULL CHECK (steps >= 1),
    opened_at BIGINT NOT NULL,
    -- What is due first, and whether the mediator was reminded of it.
    due TEXT CHECK (length(due) = 10),
    due_kind TEXT CHECK (due_kind IN ('norm', 'promise', 'performance', 'follow_up', 'confirmation')),
    reminded_at BIGINT,
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at BIGINT NOT NULL
);
CREATE INDEX disputes_by_opening ON disputes (opened_at, case_id);
CREATE INDEX disputes_by_grid ON disputes (grid, opened_at, case_id);
CREATE INDEX disputes_by_due ON disputes (due, case_id) WHERE due IS NOT NULL;

-- What was done, in the order it was taken; never changed.
CREATE TABLE dispute_steps (
    id BYTEA PRIMARY KEY NOT NULL,
    case_id BYTEA NOT NULL REFERENCES disputes (case_id),
    position INTEGER NOT NULL CHECK (position >= 1),
    at BIGINT NOT NULL,
    arrived_at BIGINT NOT NULL,
    by_person BYTEA NOT NULL REFERENCES people (id),
    -- JSON, without ID numbers.
    step TEXT NOT NULL,
    UNIQUE (case_id, position)
);

-- ID numbers of parties, encrypted.
CREATE TABLE dispute_identities (
    party BYTEA PRIMARY KEY NOT NULL,
    case_id BYTEA NOT NULL REFERENCES disputes (case_id),
    sealed BYTEA NOT NULL,
    kept_at BIGINT NOT NULL
);

-- Who has read one, and what for.
CREATE TABLE dispute_reveals (
    id BYTEA PRIMARY KEY NOT NULL,
    party BYTEA NOT NULL REFERENCES dispute_identities (party),
    by_person BYTEA NOT NULL REFERENCES people (id),
    at BIGINT NOT NULL,
    purpose TEXT NOT NULL CHECK (length(purpose) BETWEEN 1 AND 200)
);
CREATE INDEX dispute_reveals_by_party ON dispute_reveals (party, id);

-- The last number given to a file of a year.
CREATE TABLE dispute_numbers (
    year TEXT PRIMARY KEY NOT NULL CHECK (length(year) = 4),
    last INTEGER NOT NULL
);

-- One more kind of notice. SQLite changes no CHECK of a table that is there, so it is made anew.
CREATE TABLE notices_anew (
    id BYTEA PRIMARY KEY NOT NULL,
    person_id BYTEA NOT NULL REFERENCES people (id),
    at BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('new', 'joined', 'dispatched', 'assigned', 'returned', 'escalated', 'asked', 'granted', 'refused', 'resumed', 'reminded', 'yellow_card', 'red_card', 'lifted', 'completed', 'rework', 'closed', 'reopened', 'declined', 'merged', 'remarked', 'overdue', 'part_asked', 'part_done', 'appealed', 'appeal_seconded', 'appeal_upheld', 'appeal_refused', 'mediation_due', 'digest')),
    -- NULL for the digest.
    case_id BYTEA REFERENCES cases (id),
    -- What the digest counts.
    todo INTEGER,
    late INTEGER,
    soon INTEGER,
    read_at BIGINT
);
INSERT INTO notices_anew SELECT id, person_id, at, kind, case_id, todo, late, soon, read_at FROM notices;
DROP TABLE notices;
ALTER TABLE notices_anew RENAME TO notices;
CREATE INDEX notices_by_person ON notices (person_id, at, id);
CREATE INDEX notices_unread ON notices (person_id) WHERE read_at IS NULL;
CREATE INDEX notices_read ON notices (read_at) WHERE read_at IS NOT NULL;
CREATE INDEX notices_by_case ON notices (case_id) WHERE case_id IS NOT NULL;
