-- Which reporter wrote a line of a timeline: a remark, or that it is not solved. Nobody else reads it on a receipt.
CREATE TABLE reporter_lines (
    event_id BYTEA PRIMARY KEY NOT NULL REFERENCES case_events (id),
    report_id BYTEA NOT NULL REFERENCES reports (id)
);
CREATE INDEX reporter_lines_by_report ON reporter_lines (report_id, event_id);

-- Proofs of work that were used, until they expire by themselves.
CREATE TABLE spent_challenges (
    salt TEXT PRIMARY KEY NOT NULL CHECK (length(salt) = 32),
    expires_at BIGINT NOT NULL
);
CREATE INDEX spent_challenges_by_age ON spent_challenges (expires_at);
