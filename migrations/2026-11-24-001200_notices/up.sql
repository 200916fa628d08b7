-- What people are told in the app. Read ones are forgotten after a while.
CREATE TABLE notices (
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
CREATE INDEX notices_by_person ON notices (person_id, at, id);
CREATE INDEX notices_unread ON notices (person_id) WHERE read_at IS NULL;
CREATE INDEX notices_read ON notices (read_at) WHERE read_at IS NOT NULL;
CREATE INDEX notices_by_case ON notices (case_id) WHERE case_id IS NOT NULL;

-- The days whose digest was written, so that several servers write it once.
CREATE TABLE digests (
    day TEXT PRIMARY KEY NOT NULL CHECK (length(day) = 10),
    at BIGINT NOT NULL
);

-- The hour of the day, in China, at which the digest is written.
ALTER TABLE settings ADD COLUMN digest_hour INTEGER NOT NULL DEFAULT 8 CHECK (digest_hour BETWEEN 0 AND 23);

-- Where notices go outside the app. Nothing is sent through one that is off.
CREATE TABLE channels (
    id BYTEA PRIMARY KEY NOT NULL,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    adapter TEXT NOT NULL CHECK (adapter IN ('wecom', 'dingtalk', 'sms')),
    host TEXT NOT NULL,
    -- Address, secrets and template, encrypted: nothing reads them but the sender.
    target BYTEA NOT NULL,
    enabled BOOLEAN NOT NULL DEFAULT FALSE,
    -- Names of kinds of notices, with a comma after each.
    kinds TEXT NOT NULL,
    -- Only of cases in this area, or with this unit.
    area TEXT CHECK (length(area) IN (9, 12, 15)),
    unit BYTEA REFERENCES units (id),
    version INTEGER NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL
);

-- Messages on their way out, written in the transaction of what they tell.
CREATE TABLE outbox (
    id BYTEA PRIMARY KEY NOT NULL,
    channel BYTEA NOT NULL REFERENCES channels (id),
    kind TEXT NOT NULL,
    case_id BYTEA REFERENCES cases (id),
    -- Whom a short message goes to.
    phone TEXT CHECK (length(phone) BETWEEN 3 AND 20),
    body TEXT NOT NULL CHECK (length(body) BETWEEN 1 AND 500),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    tries INTEGER NOT NULL DEFAULT 0,
    -- While a server sends it, when another one may take it over; NULL when nothing is left to try.
    next_try_at BIGINT,
    sent_at BIGINT,
    fault TEXT,
    detail TEXT CHECK (length(detail) BETWEEN 1 AND 200),
    at BIGINT NOT NULL
);
CREATE INDEX outbox_due ON outbox (next_try_at, id) WHERE next_try_at IS NOT NULL;
CREATE INDEX outbox_by_channel ON outbox (channel, state, id);
CREATE INDEX outbox_by_age ON outbox (at, id);
