-- What was read. Every file that was scanned has its document and work row, also one that could not be read.

CREATE TABLE scan (
    id INTEGER PRIMARY KEY,
    started TEXT NOT NULL,
    finished TEXT,
    software TEXT NOT NULL,
    arguments TEXT NOT NULL,  -- JSON object
    counts TEXT               -- JSON object
) STRICT;

CREATE TABLE component (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('reader', 'analyser')),
    name TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    version TEXT NOT NULL DEFAULT '',
    UNIQUE (kind, name, fingerprint)
) STRICT;

CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,          -- file name without its folder
    sha256 TEXT NOT NULL UNIQUE, -- of the file's bytes; "uri:..." where not even these could be had
    status TEXT NOT NULL CHECK (status IN ('read', 'failed')),
    country TEXT,
    title TEXT,
    kind TEXT,
    language TEXT,
    date TEXT,
    period TEXT,
    pages INTEGER,
    pages_without_text INTEGER NOT NULL DEFAULT 0,
    uri TEXT NOT NULL,
    size INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    profile TEXT NOT NULL DEFAULT '{}', -- JSON object: trait -> [value, basis, origin]
    failed_fingerprint TEXT             -- of the software that last failed to read it
) STRICT;
CREATE INDEX document_name ON document (name);
CREATE INDEX document_country ON document (coalesce(country, 'unknown'));

CREATE TABLE location (
    uri TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    sha256 TEXT                  -- no foreign key: a file is hashed before it is read
) STRICT;
CREATE INDEX location_sha256 ON location (sha256, uri);

CREATE TABLE extraction (
    document INTEGER PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    component INTEGER NOT NULL REFERENCES component (id),
    overrides TEXT NOT NULL,     -- hash of the traits that the user set
    scan INTEGER NOT NULL REFERENCES scan (id)
) STRICT;

CREATE TABLE passage (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    citation TEXT NOT NULL,
    text TEXT NOT NULL,
    page INTEGER,
    headings TEXT NOT NULL,      -- JSON list, outermost first
    label TEXT,
    lead INTEGER,                -- seq of the passage that introduces a list item
    language TEXT,
    confidence REAL NOT NULL,
    inert TEXT,
    columns TEXT,                -- JSON list
    start INTEGER NOT NULL,      -- in characters of the document's text
    stop INTEGER NOT NULL,
    xml_id TEXT,
    boxes TEXT,                  -- JSON list of [page, x0, top, x1, bottom] in points from the top left
    spans TEXT,                  -- JSON list of [at, length, page, start]
    UNIQUE (document, seq)
) STRICT;

CREATE VIRTUAL TABLE "passage_fts" USING FTS5 (
    "text",
    tokenize='unicode61 remove_diacritics 2',
    content="passage"
);
CREATE TRIGGER "passage_ai" AFTER INSERT ON "passage" BEGIN
  INSERT INTO "passage_fts" (rowid, "text") VALUES (new.rowid, new."text");
END;
CREATE TRIGGER "passage_ad" AFTER DELETE ON "passage" BEGIN
  INSERT INTO "passage_fts" ("passage_fts", rowid, "text") VALUES('delete', old.rowid, old."text");
END;
CREATE TRIGGER "passage_au" AFTER UPDATE ON "passage" BEGIN
  INSERT INTO "passage_fts" ("passage_fts", rowid, "text") VALUES('delete', old.rowid, old."text");
  INSERT INTO "passage_fts" (rowid, "text") VALUES (new.rowid, new."text");
END;

CREATE TABLE work (
    id INTEGER PRIMARY KEY,
    scan INTEGER NOT NULL REFERENCES scan (id),
    document INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('done', 'failed')),
    reader TEXT,
    seconds REAL NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (scan, document)
) STRICT;
CREATE INDEX work_document ON work (document);

CREATE TABLE problem (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    scan INTEGER NOT NULL REFERENCES scan (id),
    stage TEXT NOT NULL CHECK (stage IN ('reading', 'work')), -- part of the document, or of the work on it
    category TEXT NOT NULL,
    component TEXT NOT NULL,
    message TEXT NOT NULL,
    page INTEGER
) STRICT;
CREATE INDEX problem_document ON problem (document);
CREATE INDEX problem_scan ON problem (scan);
