DELETE FROM notices WHERE kind = 'mediation_due';
CREATE TABLE notices_anew (
    id BYTEA PRIMARY KEY NOT NULL,
    person_id BYTEA NOT NULL REFERENCES people (id),
    at BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('new', 'joined', 'dispatched', 'assigned', 'returned', 'escalated', 'asked', 'granted', 'refused', 'resumed', 'reminded', 'yellow_card', 'red_card', 'lifted', 'completed', 'rework', 'closed', 'reopened', 'declined', 'merged', 'remarked', 'overdue', 'part_asked', 'part_done', 'appealed', 'appeal_seconded', 'appeal_upheld', 'appeal_refused', 'digest')),
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
DROP TABLE dispute_numbers;
DROP TABLE dispute_reveals;
DROP TABLE dispute_identities;
DROP TABLE dispute_steps;
DROP TABLE disputes;
