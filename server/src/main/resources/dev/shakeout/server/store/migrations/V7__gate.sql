-- Understood by SQLite and PostgreSQL alike.

-- All that can change a gate's answer, so that it does not take longer with every run: of each experiment, for each set of services
-- that it was about, the last run of each bucket. Once for its environment and version, and once for all of either and of both.
CREATE TABLE last_evidence (
    environment TEXT NOT NULL,
    any_environment BIGINT NOT NULL, -- 1 for all of them; then it is empty
    version TEXT NOT NULL,
    any_version BIGINT NOT NULL, -- 1 for all of them; then it is empty
    title TEXT NOT NULL,
    about TEXT NOT NULL, -- JSON: names of services, sorted
    bucket BIGINT NOT NULL, -- 1: not carried out, 2: passed and shows nothing, 3: shows something
    run TEXT NOT NULL REFERENCES evidence (run),
    ended_at BIGINT NOT NULL,
    PRIMARY KEY (any_environment, environment, any_version, version, title, about, bucket)
);

INSERT INTO last_evidence
    SELECT environment, any_environment, version, any_version, title, about, bucket, run, ended_at FROM (
        SELECT scoped.*, ROW_NUMBER() OVER (
            PARTITION BY any_environment, environment, any_version, version, title, about, bucket
            ORDER BY ended_at DESC, run) AS place
        FROM (
            SELECT CASE e.wide WHEN 1 THEN '' ELSE b.environment END AS environment, e.wide AS any_environment,
                CASE v.wide WHEN 1 THEN '' ELSE b.version END AS version, v.wide AS any_version,
                b.title, b.about, b.run, b.ended_at,
                CASE WHEN b.verdict IN ('aborted', 'refused') THEN 1
                     WHEN b.verdict = 'passed' AND b.tried = 0 THEN 2
                     ELSE 3 END AS bucket
            FROM evidence b
                CROSS JOIN (SELECT 0 AS wide UNION ALL SELECT 1) e
                CROSS JOIN (SELECT 0 AS wide UNION ALL SELECT 1) v) scoped) ranked
    WHERE place = 1;
