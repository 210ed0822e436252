-- For people. Each view gives its first rows without looking at all evidence.

CREATE VIEW evidence_detail AS
SELECT e.id, d.name AS document, d.country, d.title, i.goal_area, e.indicator, i.statement, e.component, e.polarity,
    e.force, e.condition, e.value, e.quote, e.citation, e.heading, e.page, e.score, e.review, e.reason, d.kind,
    d.language, d.sha256, e.document AS document_id, e.passage, e.start, e.stop
FROM evidence AS e
JOIN document AS d ON d.id = e.document
LEFT JOIN indicator AS i ON i.code = e.indicator
WHERE e.current = 1;

-- Evidence that somebody decided on and that the latest analysis no longer finds.
CREATE VIEW evidence_withdrawn AS
SELECT e.id, d.name AS document, d.country, d.title, i.goal_area, e.indicator, i.statement, e.component, e.polarity,
    e.force, e.condition, e.value, e.quote, e.citation, e.heading, e.page, e.score, e.review, e.reason, d.kind,
    d.language, d.sha256, e.document AS document_id, e.passage, e.start, e.stop
FROM evidence AS e
JOIN document AS d ON d.id = e.document
LEFT JOIN indicator AS i ON i.code = e.indicator
WHERE e.current = 0;

-- Contrary evidence first, then what is nearest to the threshold. CROSS JOIN keeps the order of the index.
CREATE VIEW review_queue AS
SELECT e.id, d.name AS document, d.country, d.title, i.goal_area, e.indicator, i.statement, e.component, e.polarity,
    e.force, e.condition, e.value, e.quote, e.citation, e.heading, e.page, e.score, e.review, e.reason, d.kind,
    d.language, d.sha256, e.document AS document_id, e.passage, e.start, e.stop
FROM evidence AS e
CROSS JOIN document AS d ON d.id = e.document
LEFT JOIN indicator AS i ON i.code = e.indicator
WHERE e.current = 1 AND e.review = 'unreviewed'
ORDER BY e.polarity, abs(e.score - 0.5);

CREATE VIEW document_status AS
SELECT p.document, p.country, p.title, p.kind, p.goal_area, p.indicator, p.statement,
    CASE
        WHEN p.supporting > 0 AND p.contrary > 0 THEN 'contested'
        WHEN p.supporting > 0 THEN 'present'
        WHEN p.contrary > 0 THEN 'contrary'
        WHEN EXISTS (SELECT 1 FROM json_each(p.source_documents) WHERE value = p.kind) THEN 'absent'
        ELSE 'not_applicable'
    END AS status,
    p.supporting, p.contrary, p.pages, p.pages_without_text,
    (
        SELECT group_concat(c.name, ', ') FROM analysis AS a JOIN component AS c ON c.id = a.component
        WHERE a.document = p.document_id
    ) AS analysers,
    p.sha256, p.document_id
FROM (
    SELECT d.name AS document, d.country, d.title, d.kind, i.goal_area, i.code AS indicator, i.statement,
        i.source_documents, d.pages, d.pages_without_text, d.sha256, d.id AS document_id,
        (
            SELECT count(*) FROM evidence AS e WHERE e.current = 1 AND e.document = d.id AND e.indicator = i.code
            AND e.polarity = 'supports' AND e.review <> 'rejected'
        ) AS supporting,
        (
            SELECT count(*) FROM evidence AS e WHERE e.current = 1 AND e.document = d.id AND e.indicator = i.code
            AND e.polarity = 'contrary' AND e.review <> 'rejected'
        ) AS contrary
    FROM document AS d CROSS JOIN indicator AS i
    WHERE d.status = 'read' AND i.current = 1
) AS p;

CREATE VIEW coverage AS
SELECT p.country, p.goal_area, p.indicator, p.statement,
    CASE
        WHEN p.supporting > 0 AND p.contrary > 0 THEN 'contested'
        WHEN p.supporting > 0 THEN 'present'
        WHEN p.contrary > 0 THEN 'contrary'
        WHEN p.documents_accepted > 0 THEN 'absent'
        ELSE 'not_applicable'
    END AS status,
    p.supporting, p.contrary, p.documents_accepted, p.text_shows, p.source_documents
FROM (
    SELECT c.country, i.goal_area, i.code AS indicator, i.statement, i.text_shows, i.source_documents,
        (
            SELECT count(*) FROM document AS d CROSS JOIN evidence AS e
            WHERE coalesce(d.country, 'unknown') = c.country AND e.current = 1 AND e.document = d.id
            AND e.indicator = i.code AND e.polarity = 'supports' AND e.review <> 'rejected'
        ) AS supporting,
        (
            SELECT count(*) FROM document AS d CROSS JOIN evidence AS e
            WHERE coalesce(d.country, 'unknown') = c.country AND e.current = 1 AND e.document = d.id
            AND e.indicator = i.code AND e.polarity = 'contrary' AND e.review <> 'rejected'
        ) AS contrary,
        (
            SELECT count(*) FROM document AS d
            WHERE coalesce(d.country, 'unknown') = c.country AND d.status = 'read'
            AND d.kind IN (SELECT value FROM json_each(i.source_documents))
        ) AS documents_accepted
    FROM (SELECT DISTINCT coalesce(country, 'unknown') AS country FROM document WHERE status = 'read') AS c
    CROSS JOIN indicator AS i
    WHERE i.current = 1
) AS p;

-- Where nothing was found in a country, and what was searched for it. `not_applicable`: no document of a kind that
-- could prove it.
CREATE VIEW gap AS
SELECT g.country, g.goal_area, g.indicator, g.statement, g.status, g.documents_accepted AS documents_searched,
    (
        SELECT group_concat(s.value, ', ') FROM json_each(g.source_documents) AS s
        WHERE NOT EXISTS (
            SELECT 1 FROM document AS d
            WHERE coalesce(d.country, 'unknown') = g.country AND d.status = 'read' AND d.kind = s.value
        )
    ) AS kinds_missing,
    (
        SELECT coalesce(sum(d.pages_without_text), 0) FROM document AS d
        WHERE coalesce(d.country, 'unknown') = g.country AND d.status = 'read'
        AND d.kind IN (SELECT value FROM json_each(g.source_documents))
    ) AS pages_unread,
    g.text_shows
FROM coverage AS g
WHERE g.status IN ('absent', 'not_applicable');
