-- Offices and platforms of the sub-district and departments of the county: with whom a case can lie beyond grid and village.
CREATE TABLE units (
    id BYTEA PRIMARY KEY NOT NULL,
    name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 60),
    level TEXT NOT NULL CHECK (level IN ('sub_district', 'county')),
    platform TEXT CHECK (platform IN ('governance', 'enforcement', 'emergency', 'services')),
    phone TEXT CHECK (length(phone) BETWEEN 3 AND 20),
    -- The last day; a unit is closed, never deleted.
    closed_on TEXT CHECK (length(closed_on) = 10),
    version INTEGER NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL
);
