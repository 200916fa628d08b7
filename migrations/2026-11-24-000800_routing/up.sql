-- By which a new case finds its way: the first that fits counts.
CREATE TABLE routing_rules (
    id BYTEA PRIMARY KEY NOT NULL,
    -- Their order, from 1.
    position INTEGER NOT NULL CHECK (position >= 1),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    -- What it is for; a category or a group of them, and all where neither is named.
    category TEXT CHECK (length(category) = 4),
    category_group TEXT CHECK (length(category_group) = 2),
    area TEXT CHECK (length(area) IN (9, 12, 15)),
    hours TEXT CHECK (hours IN ('working', 'outside')),
    -- Names of weekdays with commas between; empty means all.
    weekdays TEXT NOT NULL DEFAULT '',
    from_time TEXT CHECK (length(from_time) = 5),
    to_time TEXT CHECK (length(to_time) = 5),
    -- Where to: a level, and a unit of it; or who holds a duty in the grid.
    level TEXT CHECK (level IN ('grid', 'village', 'instructor', 'sub_district', 'county')),
    unit BYTEA REFERENCES units (id),
    duty TEXT CHECK (duty IN ('leader', 'full_time', 'part_time', 'instructor')),
    auto TEXT NOT NULL CHECK (auto IN ('suggest', 'dispatch')),
    late TEXT NOT NULL CHECK (late IN ('nothing', 'escalate')),
    version INTEGER NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL,
    CHECK ((level IS NULL) <> (duty IS NULL)),
    CHECK (category IS NULL OR category_group IS NULL),
    CHECK ((from_time IS NULL) = (to_time IS NULL))
);
CREATE INDEX routing_rules_in_order ON routing_rules (position, id);

-- The due moment whose passing stands on the timeline, so that several servers tell it once.
ALTER TABLE cases ADD COLUMN told_due BIGINT;
