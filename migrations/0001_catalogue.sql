-- The catalogue: which videos there are, which jobs ran on them, and how far each step is.
-- Times are milliseconds since 1970-01-01 in UTC. A job's status is not stored: it follows from its steps.

CREATE TABLE video (
    id         INTEGER PRIMARY KEY,
    path       TEXT    NOT NULL UNIQUE CHECK (path <> ''),
    size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
    facts      TEXT    CHECK (json_valid(facts)),
    added_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX video_added ON video (added_at DESC, id DESC);

CREATE TABLE job (
    id           TEXT    PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    video_id     INTEGER NOT NULL REFERENCES video (id) ON DELETE RESTRICT,
    config       TEXT    NOT NULL CHECK (json_valid(config)),
    requested    TEXT    CHECK (json_type(requested) = 'array'),
    folder       TEXT    NOT NULL CHECK (folder <> ''),
    position     INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    queued_at    INTEGER NOT NULL,
    started_at   INTEGER,
    completed_at INTEGER,
    cancelled_at INTEGER,
    updated_at   INTEGER NOT NULL,
    failure      TEXT    CHECK (json_valid(failure)),
    warnings     TEXT    NOT NULL DEFAULT '[]' CHECK (json_type(warnings) = 'array'),
    retry_count  INTEGER NOT NULL DEFAULT 0 CHECK (retry_count >= 0),
    CHECK (cancelled_at IS NULL OR completed_at IS NOT NULL)
) STRICT;

CREATE INDEX job_created ON job (created_at DESC, id DESC);
CREATE INDEX job_of_video ON job (video_id, created_at DESC, id DESC);
CREATE INDEX job_position ON job (position, id);

CREATE TABLE step (
    job_id          TEXT    NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    ordinal         INTEGER NOT NULL CHECK (ordinal >= 0),
    pipeline        TEXT    NOT NULL CHECK (pipeline <> ''),
    settings        TEXT    NOT NULL CHECK (json_type(settings) = 'object'),
    needed_by       TEXT,
    state           TEXT    NOT NULL DEFAULT 'queued'
                    CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled', 'skipped')),
    started_at      INTEGER,
    finished_at     INTEGER,
    took_ms         INTEGER,
    resumed_from_ms INTEGER,
    counts          TEXT    NOT NULL DEFAULT '{}' CHECK (json_type(counts) = 'object'),
    failure         TEXT    CHECK (json_valid(failure)),
    attempts        INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    PRIMARY KEY (job_id, pipeline),
    CHECK ((finished_at IS NOT NULL) = (state IN ('succeeded', 'failed', 'cancelled', 'skipped')))
) STRICT, WITHOUT ROWID;

CREATE INDEX step_of_job ON step (job_id, state);
CREATE INDEX step_unfinished ON step (state, job_id) WHERE state IN ('queued', 'running');

-- The rule of `JobStatus::of`, for queries that filter by status; a test compares the two.
CREATE VIEW job_status (job_id, status) AS
SELECT id,
       CASE
           WHEN EXISTS (SELECT 1 FROM step WHERE job_id = job.id AND state = 'running') THEN 'running'
           WHEN EXISTS (SELECT 1 FROM step WHERE job_id = job.id AND state = 'queued') THEN 'pending'
           WHEN EXISTS (SELECT 1 FROM step WHERE job_id = job.id AND state = 'cancelled') THEN 'cancelled'
           WHEN EXISTS (SELECT 1 FROM step WHERE job_id = job.id AND state = 'failed')
                AND NOT EXISTS (SELECT 1 FROM step WHERE job_id = job.id AND state = 'succeeded') THEN 'failed'
           ELSE 'completed'
       END
FROM job;

-- What happened, in order. Events outlive the job that they are about.
CREATE TABLE event (
    seq    INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    job_id TEXT,
    kind   TEXT    NOT NULL CHECK (kind IN ('job_created', 'job_changed', 'job_removed', 'step_changed')),
    data   TEXT    NOT NULL CHECK (json_type(data) = 'object')
) STRICT;

CREATE TABLE setting (
    key        TEXT    PRIMARY KEY NOT NULL CHECK (key <> ''),
    value      TEXT    NOT NULL CHECK (json_valid(value)),
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
