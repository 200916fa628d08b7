-- What was there before these tables.
DROP TABLE IF EXISTS search_grams;
DROP TABLE IF EXISTS search_cases;
-- What each case can be found by. `seq` grows in the order of filing, so that the newest are found first without sorting.
CREATE TABLE IF NOT EXISTS search_documents (
    seq INTEGER PRIMARY KEY NOT NULL,
    case_id BYTEA NOT NULL UNIQUE REFERENCES cases (id) ON DELETE CASCADE,
    number TEXT NOT NULL,
    body TEXT NOT NULL,
    -- Who the reporters are: for those alone who may see it.
    private TEXT NOT NULL
);
-- The grams and marks of each, by `seq`. Which gram stands where is not kept: the text itself is looked at before a case counts as found.
CREATE VIRTUAL TABLE IF NOT EXISTS search_terms USING fts5 (
    terms, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
