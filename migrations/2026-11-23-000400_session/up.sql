CREATE TABLE accounts (
    person_id BYTEA PRIMARY KEY NOT NULL REFERENCES people (id),
    -- Argon2id in PHC form.
    password TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('initial', 'active', 'disabled')),
    -- When an initial password stops working.
    initial_until BIGINT,
    -- Failed sign-ins in a row, and until when the account waits (a soft lock, never a permanent one).
    failures INTEGER NOT NULL DEFAULT 0,
    wait_until BIGINT,
    updated_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    id BYTEA PRIMARY KEY NOT NULL,
    person_id BYTEA NOT NULL REFERENCES people (id),
    device TEXT CHECK (length(device) BETWEEN 1 AND 100),
    signed_in_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    -- The absolute end; idle ones end earlier.
    expires_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX sessions_by_person ON sessions (person_id, ended_at);

-- Refresh tokens by the SHA-256 of the token. A token is spent when its successor is first used, so that a lost answer locks nobody out.
CREATE TABLE refresh_tokens (
    hash BYTEA PRIMARY KEY NOT NULL,
    session_id BYTEA NOT NULL REFERENCES sessions (id),
    parent BYTEA,
    issued_at BIGINT NOT NULL,
    spent_at BIGINT
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

-- Ed25519 keys that sign access tokens; the newest signs, the others still verify until they retire.
CREATE TABLE signing_keys (
    kid TEXT PRIMARY KEY NOT NULL,
    pkcs8 BYTEA NOT NULL,
    public_key BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    retires_at BIGINT
);

-- Secrets the servers share (the key of cursors and photo addresses), and the hash of the first administrator's code until it is used.
CREATE TABLE secrets (
    name TEXT PRIMARY KEY NOT NULL,
    value BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);

-- Answers kept for repeated requests, written in the transaction of the request itself.
CREATE TABLE idempotency_keys (
    principal TEXT NOT NULL,
    key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    -- SHA-256 of method, path and body.
    request BYTEA NOT NULL,
    status INTEGER NOT NULL,
    answer TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (principal, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
