-- Property that was found and handed over before witnesses, once a case and never changed.
CREATE TABLE witnessed_handovers (
    id BYTEA PRIMARY KEY NOT NULL,
    case_id BYTEA NOT NULL UNIQUE REFERENCES cases (id),
    by_person BYTEA NOT NULL REFERENCES people (id),
    at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    cash_fen BIGINT NOT NULL CHECK (cash_fen >= 0),
    -- The whole of it, JSON.
    handover TEXT NOT NULL
);
