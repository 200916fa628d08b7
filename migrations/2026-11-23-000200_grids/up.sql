CREATE TABLE grids (
    code TEXT PRIMARY KEY NOT NULL CHECK (length(code) = 15),
    short_code TEXT NOT NULL UNIQUE CHECK (length(short_code) BETWEEN 6 AND 15),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    kind TEXT NOT NULL CHECK (kind IN ('base', 'dedicated')),
    village TEXT NOT NULL REFERENCES divisions (code),
    households INTEGER CHECK (households >= 0),
    population INTEGER CHECK (population >= 0),
    -- A GeoJSON Polygon or MultiPolygon in WGS-84.
    boundary TEXT,
    area_m2 DOUBLE PRECISION CHECK (area_m2 >= 0),
    opened_on TEXT NOT NULL CHECK (length(opened_on) = 10),
    closed_on TEXT CHECK (length(closed_on) = 10),
    checked_at BIGINT,
    checked_by BYTEA,
    version INTEGER NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL
);
CREATE INDEX grids_by_village ON grids (village, code);

-- Which grid took over from which: codes are retired, never reused.
CREATE TABLE grid_successions (
    old_code TEXT NOT NULL REFERENCES grids (code),
    new_code TEXT NOT NULL REFERENCES grids (code),
    PRIMARY KEY (new_code, old_code)
);

-- One row: raised by every change of a boundary or of the set of open grids, so that servers know when their map in memory is old.
CREATE TABLE boundary_version (
    id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    version BIGINT NOT NULL
);
INSERT INTO boundary_version (id, version) VALUES (1, 1);
