-- Understood by SQLite and PostgreSQL alike.

CREATE TABLE schedules (
    name TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    experiment TEXT NOT NULL,
    experiment_version BIGINT, -- null for the newest
    environment TEXT NOT NULL REFERENCES environments (name),
    labels TEXT NOT NULL, -- JSON
    timing TEXT NOT NULL, -- cron or words
    zone TEXT NOT NULL,
    concurrency TEXT NOT NULL,
    latest BIGINT, -- milliseconds that a missed start may be late; null when it is skipped
    jitter BIGINT NOT NULL, -- milliseconds
    blackouts TEXT NOT NULL, -- JSON
    enabled BIGINT NOT NULL, -- 1 when it is
    author TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    timer TEXT NOT NULL, -- the execution in scheduled_tasks that rings for it; those of earlier versions ring in vain
    due_at BIGINT NOT NULL, -- the next start, before jitter
    planned_at BIGINT NOT NULL -- the same after jitter
);
CREATE INDEX schedules_by_environment ON schedules (environment, name);

-- What became of every start that was due. None is decided twice.
CREATE TABLE schedule_starts (
    schedule TEXT NOT NULL, -- it may be gone
    due_at BIGINT NOT NULL,
    decided_at BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    run TEXT REFERENCES runs (id),
    PRIMARY KEY (schedule, due_at)
);

-- Of db-scheduler, in its own words. Types that SQLite does not know it takes as they come.
CREATE TABLE scheduled_tasks (
    task_name TEXT NOT NULL,
    task_instance TEXT NOT NULL,
    task_data BYTEA,
    execution_time TIMESTAMP WITH TIME ZONE,
    picked BOOLEAN NOT NULL,
    picked_by TEXT,
    last_success TIMESTAMP WITH TIME ZONE,
    last_failure TIMESTAMP WITH TIME ZONE,
    consecutive_failures INT,
    last_heartbeat TIMESTAMP WITH TIME ZONE,
    version BIGINT NOT NULL,
    priority SMALLINT,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_by_time ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_by_heartbeat ON scheduled_tasks (last_heartbeat);
