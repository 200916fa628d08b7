-- What the office has set instead of the default limits of a category's stages. Without amount and unit the default holds again.
CREATE TABLE sla_limits (
    category TEXT NOT NULL CHECK (length(category) = 4),
    stage TEXT NOT NULL CHECK (stage IN ('accept', 'dispatch', 'handle', 'verify')),
    amount INTEGER CHECK (amount BETWEEN 0 AND 1000),
    unit TEXT CHECK (unit IN ('urgent_minute', 'urgent_hour', 'urgent_day', 'working_hour', 'working_day', 'natural_day', 'at_once')),
    version INTEGER NOT NULL DEFAULT 1,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (category, stage),
    CHECK ((amount IS NULL) = (unit IS NULL))
);
