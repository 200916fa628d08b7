CREATE TABLE people (
    id BYTEA PRIMARY KEY NOT NULL,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    -- The duty phone; also what the person signs in with.
    phone TEXT UNIQUE CHECK (length(phone) BETWEEN 3 AND 20),
    phone_public BOOLEAN NOT NULL DEFAULT FALSE,
    -- When the phone last changed, to tell boards printed before.
    phone_changed_at BIGINT,
    -- Blobs of the portrait, large and small.
    portrait TEXT CHECK (length(portrait) = 64),
    portrait_small TEXT CHECK (length(portrait_small) = 64),
    photo_public BOOLEAN NOT NULL DEFAULT FALSE,
    badge TEXT NOT NULL UNIQUE CHECK (length(badge) = 8),
    version INTEGER NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL
);
CREATE INDEX people_by_name ON people (name, id);

-- Who answers for what, from a day to a day. Kept for ever.
CREATE TABLE appointments (
    id BYTEA PRIMARY KEY NOT NULL,
    person_id BYTEA NOT NULL REFERENCES people (id),
    duty TEXT NOT NULL CHECK (duty IN ('leader', 'full_time', 'part_time', 'instructor', 'village_cadre', 'dispatcher', 'handler', 'assessor', 'administrator')),
    area TEXT NOT NULL CHECK (length(area) IN (9, 12, 15)),
    -- The office or department of a handler.
    unit BYTEA REFERENCES units (id),
    covering_for BYTEA REFERENCES people (id),
    from_day TEXT NOT NULL CHECK (length(from_day) = 10),
    to_day TEXT CHECK (length(to_day) = 10),
    version INTEGER NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL,
    CHECK (to_day IS NULL OR to_day >= from_day),
    CHECK (covering_for IS NULL OR to_day IS NOT NULL),
    CHECK (unit IS NULL OR duty = 'handler')
);
CREATE INDEX appointments_by_area ON appointments (area, from_day);
CREATE INDEX appointments_by_person ON appointments (person_id, from_day);
