-- The change feed: which record lies in which bucket, and when it changed last. One row a record and bucket; what left a bucket stays as
-- a tombstone for a while. Buckets: `config`, `grid:CODE`, `restricted:CODE`, `person:ID`.
CREATE TABLE feed (
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
    record TEXT NOT NULL CHECK (length(record) BETWEEN 1 AND 64),
    bucket TEXT NOT NULL CHECK (length(bucket) BETWEEN 2 AND 48),
    -- Its place in the order in which changes became visible: see backend/src/feed/order.rs.
    seq BIGINT NOT NULL,
    gone BOOLEAN NOT NULL DEFAULT FALSE,
    at BIGINT NOT NULL,
    -- When it leaves the phones by itself.
    leaves_at BIGINT,
    PRIMARY KEY (kind, record, bucket)
);
CREATE INDEX feed_by_bucket ON feed (bucket, seq);
CREATE INDEX feed_leaving ON feed (leaves_at) WHERE leaves_at IS NOT NULL;
CREATE INDEX feed_tombstones ON feed (at) WHERE gone;

-- One row. SQLite counts in `last`; PostgreSQL counts its transactions, from `base` on. Tombstones up to `forgotten` are gone for good.
CREATE TABLE feed_clock (
    id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    last BIGINT NOT NULL,
    base BIGINT NOT NULL,
    forgotten BIGINT NOT NULL
);
INSERT INTO feed_clock (id, last, base, forgotten) VALUES (1, 4, 0, 0);
INSERT INTO feed (kind, record, bucket, seq, at) VALUES
    ('limits', '*', 'config', 1, 0), ('holidays', '*', 'config', 2, 0), ('settings', '*', 'config', 3, 0), ('templates', '*', 'config', 4, 0);

-- Operations that phones sent and the server has done; each once.
CREATE TABLE client_ops (
    id BYTEA PRIMARY KEY NOT NULL,
    person_id BYTEA NOT NULL REFERENCES people (id),
    device BYTEA NOT NULL,
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
    -- SHA-256 of the body.
    request BYTEA NOT NULL,
    -- By the phone's clock, put right.
    captured_at BIGINT NOT NULL,
    arrived_at BIGINT NOT NULL,
    -- JSON of what was answered; NULL while it is being done.
    answer TEXT
);
CREATE INDEX client_ops_by_age ON client_ops (arrived_at);

-- Files that come in pieces.
CREATE TABLE uploads (
    id BYTEA PRIMARY KEY NOT NULL,
    person_id BYTEA NOT NULL REFERENCES people (id),
    report_id BYTEA REFERENCES reports (id),
    case_id BYTEA REFERENCES cases (id),
    kind TEXT NOT NULL CHECK (kind IN ('scene', 'before', 'after')),
    bytes BIGINT NOT NULL CHECK (bytes BETWEEN 1 AND 10485760),
    received BIGINT NOT NULL DEFAULT 0,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    keep_place BOOLEAN NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'refused')),
    photo_id BYTEA REFERENCES photos (id),
    announced_at BIGINT NOT NULL
);
CREATE INDEX uploads_by_age ON uploads (announced_at);

-- The pieces that have come, as blobs, until the file is whole.
CREATE TABLE upload_pieces (
    upload BYTEA NOT NULL REFERENCES uploads (id),
    from_byte BIGINT NOT NULL,
    blob TEXT NOT NULL CHECK (length(blob) = 64),
    bytes BIGINT NOT NULL,
    PRIMARY KEY (upload, from_byte)
);
CREATE INDEX upload_pieces_by_blob ON upload_pieces (blob);
