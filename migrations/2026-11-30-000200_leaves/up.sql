-- Leave (请假): who is away from which day to which, and by which appointments colleagues cover.
CREATE TABLE leaves (
    id BYTEA PRIMARY KEY NOT NULL,
    person_id BYTEA NOT NULL REFERENCES people (id),
    from_day TEXT NOT NULL CHECK (length(from_day) = 10),
    to_day TEXT NOT NULL CHECK (length(to_day) = 10 AND to_day >= from_day),
    note TEXT CHECK (length(note) BETWEEN 1 AND 1000),
    state TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'declined', 'withdrawn')),
    asked_at BIGINT NOT NULL,
    decided_by BYTEA REFERENCES people (id),
    decided_at BIGINT,
    reason TEXT CHECK (length(reason) BETWEEN 1 AND 500),
    version INTEGER NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL
);
CREATE INDEX leaves_by_day ON leaves (from_day, id);
CREATE INDEX leaves_by_person ON leaves (person_id, from_day);
CREATE INDEX leaves_asked ON leaves (from_day, id) WHERE state = 'asked';

CREATE TABLE leave_covers (
    leave_id BYTEA NOT NULL REFERENCES leaves (id),
    appointment BYTEA NOT NULL REFERENCES appointments (id),
    -- Whether what was begun for whoever was away has gone back, once the covering has ended.
    handed_back BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (leave_id, appointment)
);
CREATE INDEX leave_covers_by_appointment ON leave_covers (appointment);
CREATE INDEX leave_covers_to_hand_back ON leave_covers (leave_id) WHERE NOT handed_back;
