-- Understood by SQLite and PostgreSQL alike.

-- A run whose server is gone is begun again by another one: how often it was begun, and how many events it had told by then.
ALTER TABLE runs ADD COLUMN attempt BIGINT NOT NULL DEFAULT 1;
ALTER TABLE runs ADD COLUMN told BIGINT NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN left_over TEXT NOT NULL DEFAULT '[]'; -- JSON: what earlier attempts have not taken back

-- Who carries out runs. What counts is that the number changes, and not by whose clock it was when.
CREATE TABLE servers (
    identity TEXT NOT NULL PRIMARY KEY,
    beat BIGINT NOT NULL,
    seen_at BIGINT NOT NULL -- by its own clock
);

-- Of an experiment that passes, those that did not are as soon found as the newest.
CREATE INDEX runs_by_verdict ON runs (experiment, verdict, requested_at, id);
