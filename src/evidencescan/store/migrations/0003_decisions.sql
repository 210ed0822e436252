-- What reviewers decided. Rows are only ever added, whichever program writes.

CREATE TABLE decision (
    id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
    evidence TEXT NOT NULL REFERENCES evidence (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('confirm', 'reject', 'unsure')),
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX decision_evidence ON decision (evidence, at);

CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision BEGIN
    SELECT raise(ABORT, 'decisions are never changed: add a new one');
END;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision BEGIN
    SELECT raise(ABORT, 'decisions are never deleted: add a new one');
END;
-- INSERT OR REPLACE runs delete triggers only where recursive_triggers is on; this one runs for every client.
CREATE TRIGGER decision_no_replace BEFORE INSERT ON decision
WHEN EXISTS (SELECT 1 FROM decision WHERE id = new.id) BEGIN
    SELECT raise(ABORT, 'decisions are never replaced: add a new one');
END;
-- A client that does not enforce foreign keys could take away what was decided on.
CREATE TRIGGER decision_needs_evidence BEFORE INSERT ON decision
WHEN NOT EXISTS (SELECT 1 FROM evidence WHERE id = new.evidence) BEGIN
    SELECT raise(ABORT, 'there is no evidence of this id');
END;
CREATE TRIGGER evidence_decided_no_delete BEFORE DELETE ON evidence
WHEN EXISTS (SELECT 1 FROM decision WHERE evidence = old.id) BEGIN
    SELECT raise(ABORT, 'evidence that was decided on is kept');
END;

-- The latest verdict stands; several of one moment stand in the order in which they came.
CREATE TRIGGER decision_review AFTER INSERT ON decision BEGIN
    UPDATE evidence SET review = (
        SELECT CASE verdict WHEN 'confirm' THEN 'confirmed' WHEN 'reject' THEN 'rejected' ELSE 'unsure' END
        FROM decision WHERE evidence = new.evidence ORDER BY at DESC, id DESC LIMIT 1
    ) WHERE id = new.evidence;
END;
