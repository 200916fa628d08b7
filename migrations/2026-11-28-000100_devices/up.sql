-- The phones and browsers somebody uses the app on, each under the id it has chosen itself.
CREATE TABLE devices (
    person_id BYTEA NOT NULL REFERENCES people (id),
    id BYTEA NOT NULL,
    -- What it calls itself.
    name TEXT CHECK (length(name) BETWEEN 1 AND 100),
    first_contact_at BIGINT NOT NULL,
    last_contact_at BIGINT NOT NULL,
    -- The app's version and how much was unsent, as it told last.
    app TEXT CHECK (length(app) BETWEEN 5 AND 14),
    unsent INTEGER CHECK (unsent >= 0),
    -- From then on it is told to delete everything.
    lost_at BIGINT,
    lost_by BYTEA REFERENCES people (id),
    -- When it told that it has.
    wiped_at BIGINT,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX devices_by_contact ON devices (last_contact_at);

-- The device a session is on, where that is known.
ALTER TABLE sessions ADD COLUMN device_id BYTEA;

-- What lost phones sent, as it came: honest work is not lost with the phone. The office decides.
CREATE TABLE held_ops (
    id BYTEA PRIMARY KEY NOT NULL,
    person_id BYTEA NOT NULL REFERENCES people (id),
    device BYTEA NOT NULL,
    -- The whole operation, JSON.
    op TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    arrived_at BIGINT NOT NULL,
    decision TEXT CHECK (decision IN ('applied', 'discarded')),
    decided_at BIGINT,
    decided_by BYTEA REFERENCES people (id),
    reason TEXT CHECK (length(reason) BETWEEN 1 AND 500)
);
CREATE INDEX held_ops_waiting ON held_ops (arrived_at, id) WHERE decision IS NULL;
CREATE INDEX held_ops_by_device ON held_ops (person_id, device);
