-- What is looked for, and what was found.

CREATE TABLE indicator (
    code TEXT PRIMARY KEY,
    statement TEXT NOT NULL,
    goal_area TEXT NOT NULL,
    expected_result TEXT NOT NULL,
    measure TEXT NOT NULL,
    components TEXT NOT NULL,       -- JSON list
    source_documents TEXT NOT NULL, -- JSON list: the kinds of document that may prove it
    verification TEXT NOT NULL,     -- JSON list
    assumption TEXT NOT NULL,
    text_shows INTEGER NOT NULL CHECK (text_shows IN (0, 1)),
    catalogue TEXT NOT NULL,
    current INTEGER NOT NULL CHECK (current IN (0, 1)) -- 0: no catalogue in use has it
) STRICT;

CREATE TABLE model (
    name TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    manifest TEXT NOT NULL          -- JSON object
) STRICT;

CREATE TABLE analysis (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    component INTEGER NOT NULL REFERENCES component (id),
    scan INTEGER NOT NULL REFERENCES scan (id),
    at TEXT NOT NULL,
    UNIQUE (document, component)
) STRICT;

-- What each analyser found, before merging: kept so that one analyser can run again without the others.
CREATE TABLE finding (
    id INTEGER PRIMARY KEY,
    analysis INTEGER NOT NULL REFERENCES analysis (id) ON DELETE CASCADE,
    indicator TEXT,
    component TEXT NOT NULL,
    polarity TEXT NOT NULL,
    force TEXT NOT NULL,
    condition TEXT,
    passage INTEGER NOT NULL,       -- seq
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    quote TEXT NOT NULL,
    score REAL NOT NULL,
    score_kind TEXT NOT NULL,
    reasons TEXT NOT NULL,          -- JSON list of [kind, name, [word, ...], weight]
    "values" TEXT NOT NULL,         -- JSON list
    accepts TEXT                    -- JSON list of the components that the indicator may show
) STRICT;
CREATE INDEX finding_analysis ON finding (analysis);

-- What a person would call one piece of evidence. Its place is copied here, so that a piece that somebody decided
-- on can be read when the passages have changed.
CREATE TABLE evidence (
    id TEXT PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document (id),
    indicator TEXT REFERENCES indicator (code),
    component TEXT NOT NULL CHECK (component IN ('human_rights', 'gender', 'child_protection')),
    polarity TEXT NOT NULL CHECK (polarity IN ('supports', 'contrary')),
    force TEXT NOT NULL,
    condition TEXT,
    value TEXT,                     -- the values in words
    quote TEXT NOT NULL,
    citation TEXT NOT NULL,
    heading TEXT NOT NULL,          -- the last two headings above it
    page INTEGER,
    score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
    score_kind TEXT NOT NULL,
    reason TEXT NOT NULL,           -- one sentence
    reasons TEXT NOT NULL,          -- JSON list of [kind, name, [word, ...], weight]
    occurrence INTEGER NOT NULL,    -- among equal quotes for the same indicator and component, from 0
    passage INTEGER NOT NULL,       -- seq
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    review TEXT NOT NULL DEFAULT 'unreviewed' CHECK (review IN ('unreviewed', 'confirmed', 'rejected', 'unsure')),
    current INTEGER NOT NULL DEFAULT 1 CHECK (current IN (0, 1)) -- 0: decided on, but no longer found
) STRICT;
CREATE INDEX evidence_place ON evidence (document, start);
CREATE INDEX evidence_status ON evidence (document, indicator, polarity, review) WHERE current = 1;
CREATE INDEX evidence_indicator ON evidence (indicator, polarity, review, current);
CREATE INDEX evidence_past ON evidence (document) WHERE current = 0;
CREATE INDEX evidence_queue ON evidence (polarity, abs(score - 0.5)) WHERE current = 1 AND review = 'unreviewed';

CREATE TABLE value (
    id INTEGER PRIMARY KEY,
    evidence TEXT NOT NULL REFERENCES evidence (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    number REAL,
    until REAL,                     -- last year of a period
    bound TEXT,
    unit TEXT NOT NULL,
    text TEXT NOT NULL,
    start INTEGER NOT NULL,
    breakdown TEXT NOT NULL         -- JSON list of [by, group, number]
) STRICT;
CREATE INDEX value_evidence ON value (evidence);
