-- Emergencies (应急), opened by the office for some grids.
CREATE TABLE emergencies (
    id BYTEA PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('flood', 'typhoon', 'landslide', 'fire', 'frost', 'other')),
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 60),
    -- Names of places, a JSON list.
    shelters TEXT NOT NULL,
    public TEXT CHECK (length(public) BETWEEN 1 AND 200),
    opened_at BIGINT NOT NULL,
    opened_by BYTEA NOT NULL REFERENCES people (id),
    closed_at BIGINT,
    closing TEXT CHECK (length(closing) BETWEEN 1 AND 1000),
    -- Who the people were is erased some time after the end.
    erased_at BIGINT,
    version INTEGER NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL,
    CHECK ((closed_at IS NULL) = (closing IS NULL))
);
CREATE INDEX emergencies_by_opening ON emergencies (opened_at, id);

CREATE TABLE emergency_grids (
    emergency BYTEA NOT NULL REFERENCES emergencies (id),
    grid TEXT NOT NULL REFERENCES grids (code),
    PRIMARY KEY (emergency, grid)
);
CREATE INDEX emergency_grids_by_grid ON emergency_grids (grid);

-- Messages to everybody on duty, and who has read them.
CREATE TABLE emergency_notices (
    id BYTEA PRIMARY KEY NOT NULL,
    emergency BYTEA NOT NULL REFERENCES emergencies (id),
    text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 500),
    at BIGINT NOT NULL,
    by_person BYTEA NOT NULL REFERENCES people (id)
);
CREATE INDEX emergency_notices_by_emergency ON emergency_notices (emergency, at);
CREATE TABLE emergency_receipts (
    notice BYTEA NOT NULL REFERENCES emergency_notices (id),
    person_id BYTEA NOT NULL REFERENCES people (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (notice, person_id)
);

-- Households on the relocation list (转移清单), and the people of each as they stand; what was done lies in the steps.
CREATE TABLE emergency_households (
    id BYTEA PRIMARY KEY NOT NULL,
    emergency BYTEA NOT NULL REFERENCES emergencies (id),
    grid TEXT NOT NULL REFERENCES grids (code),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    address TEXT CHECK (length(address) BETWEEN 1 AND 120),
    phone TEXT,
    note TEXT CHECK (length(note) BETWEEN 1 AND 200),
    updated_at BIGINT NOT NULL
);
CREATE INDEX emergency_households_by_grid ON emergency_households (emergency, grid, id);
CREATE TABLE emergency_evacuees (
    id BYTEA PRIMARY KEY NOT NULL,
    household BYTEA NOT NULL REFERENCES emergency_households (id),
    emergency BYTEA NOT NULL REFERENCES emergencies (id),
    grid TEXT NOT NULL REFERENCES grids (code),
    position INTEGER NOT NULL,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    needs_help BOOLEAN NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'moved', 'present', 'missing', 'returned')),
    shelter TEXT CHECK (length(shelter) BETWEEN 1 AND 60)
);
CREATE INDEX emergency_evacuees_by_household ON emergency_evacuees (household, position);
CREATE INDEX emergency_evacuees_standing ON emergency_evacuees (emergency, grid, state, needs_help);
CREATE INDEX emergency_evacuees_by_shelter ON emergency_evacuees (emergency, shelter, state);

-- What was done. Rows are added, never changed.
CREATE TABLE emergency_steps (
    id BYTEA PRIMARY KEY NOT NULL,
    emergency BYTEA NOT NULL REFERENCES emergencies (id),
    household BYTEA REFERENCES emergency_households (id),
    by_person BYTEA NOT NULL REFERENCES people (id),
    at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    -- The whole of it, JSON; of a household that was added nothing but its id.
    step TEXT NOT NULL
);
CREATE INDEX emergency_steps_by_household ON emergency_steps (household, at, id);
CREATE INDEX emergency_steps_by_emergency ON emergency_steps (emergency, at, id);
