-- Understood by SQLite and PostgreSQL alike.

-- A schedule and a channel may be moved, and one of the same name may be made elsewhere. Whoever has it then is not to see, or to
-- replace, what belongs to the environment of before.

ALTER TABLE schedule_starts ADD COLUMN environment TEXT NOT NULL DEFAULT ''; -- empty where that was not kept and is not known
UPDATE schedule_starts SET environment = COALESCE(
    (SELECT r.environment FROM runs r WHERE r.id = schedule_starts.run),
    (SELECT s.environment FROM schedules s WHERE s.name = schedule_starts.schedule),
    '');

ALTER TABLE messages ADD COLUMN environment TEXT NOT NULL DEFAULT ''; -- empty for what concerns all of them
UPDATE messages SET environment = COALESCE(
    (SELECT r.environment FROM runs r WHERE r.id = messages.run),
    CASE WHEN line LIKE 'halt of environment %' THEN SUBSTR(line, LENGTH('halt of environment ') + 1) END,
    '');
