-- Appeals against lateness: one a case.
CREATE TABLE appeals (
    id BYTEA PRIMARY KEY NOT NULL,
    case_id BYTEA NOT NULL UNIQUE REFERENCES cases (id),
    appellant BYTEA NOT NULL REFERENCES people (id),
    reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    state TEXT NOT NULL CHECK (state IN ('filed', 'seconded', 'upheld', 'refused')),
    filed_at BIGINT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL
);
CREATE INDEX appeals_by_state ON appeals (state, filed_at, id);
CREATE INDEX appeals_by_appellant ON appeals (appellant, filed_at, id);

-- The photos of the case an appeal points to.
CREATE TABLE appeal_photos (
    appeal BYTEA NOT NULL REFERENCES appeals (id),
    photo BYTEA NOT NULL REFERENCES photos (id),
    PRIMARY KEY (appeal, photo)
);

-- What the two reviewers said; nobody reviews an appeal twice.
CREATE TABLE appeal_reviews (
    appeal BYTEA NOT NULL REFERENCES appeals (id),
    stage TEXT NOT NULL CHECK (stage IN ('first', 'second')),
    reviewer BYTEA NOT NULL REFERENCES people (id),
    uphold BOOLEAN NOT NULL,
    reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    at BIGINT NOT NULL,
    PRIMARY KEY (appeal, stage),
    UNIQUE (appeal, reviewer)
);
