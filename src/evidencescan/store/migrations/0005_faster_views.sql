-- The same rows, sooner: for databases of a million pieces of evidence.

-- Best score first. Of all rows: one of those with current = 1 alone would be taken for questions without any order.
CREATE INDEX evidence_score ON evidence (score);

-- DISTINCT takes nothing away: with it SQLite counts once a row, without it wherever a count is named.
DROP VIEW gap;
DROP VIEW coverage;
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
    SELECT DISTINCT c.country, i.goal_area, i.code AS indicator, i.statement, i.text_shows, i.source_documents,
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
-- could prove it. Whether there is any evidence is asked first: nothing is counted where there is.
CREATE VIEW gap AS
SELECT g.country, g.goal_area, g.indicator, g.statement,
    CASE WHEN g.documents_searched > 0 THEN 'absent' ELSE 'not_applicable' END AS status,
    g.documents_searched,
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
FROM (
    SELECT DISTINCT c.country, i.goal_area, i.code AS indicator, i.statement, i.text_shows, i.source_documents,
        (
            SELECT count(*) FROM document AS d
            WHERE coalesce(d.country, 'unknown') = c.country AND d.status = 'read'
            AND d.kind IN (SELECT value FROM json_each(i.source_documents))
        ) AS documents_searched
    FROM (SELECT DISTINCT coalesce(country, 'unknown') AS country FROM document WHERE status = 'read') AS c
    CROSS JOIN indicator AS i
    WHERE i.current = 1 AND NOT EXISTS (
        SELECT 1 FROM document AS d CROSS JOIN evidence AS e
        WHERE coalesce(d.country, 'unknown') = c.country AND e.current = 1 AND e.document = d.id
        AND e.indicator = i.code AND e.review <> 'rejected'
    )
) AS g;
