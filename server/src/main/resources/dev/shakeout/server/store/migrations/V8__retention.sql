-- Understood by SQLite and PostgreSQL alike.

-- By which runs that may be forgotten are found, and what names them.
CREATE INDEX runs_by_end ON runs (ended_at);
CREATE INDEX last_evidence_by_run ON last_evidence (run);
CREATE INDEX schedule_starts_by_run ON schedule_starts (run);
CREATE INDEX rollout_stages_by_run ON rollout_stages (run);
