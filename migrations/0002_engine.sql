-- What the queue has to remember between two runs of the program, and what makes long lists quick.

-- Retention leaves pinned and lately opened jobs alone.
ALTER TABLE job ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1));
ALTER TABLE job ADD COLUMN opened_at INTEGER;

-- Which of the two limits the job counts against, and its share of the cores: given at its first start
-- and kept, because a damaged recording decodes differently with another number of threads.
ALTER TABLE job ADD COLUMN device TEXT NOT NULL DEFAULT 'cpu' CHECK (device IN ('cpu', 'gpu'));
ALTER TABLE job ADD COLUMN threads INTEGER CHECK (threads > 0);

-- Tries that failed since the job last got further, and when the next one is due.
ALTER TABLE job ADD COLUMN crashes INTEGER NOT NULL DEFAULT 0 CHECK (crashes >= 0);
ALTER TABLE job ADD COLUMN next_try_at INTEGER;

-- The word of `job_status`, written by the triggers below and by nobody else, so that lists can use an index.
ALTER TABLE job ADD COLUMN status TEXT NOT NULL DEFAULT 'pending'
    CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled'));
UPDATE job SET status = (SELECT status FROM job_status WHERE job_id = job.id);
CREATE TRIGGER job_added AFTER INSERT ON job BEGIN
    UPDATE job SET status = (SELECT status FROM job_status WHERE job_id = NEW.id) WHERE id = NEW.id;
END;
CREATE TRIGGER step_added AFTER INSERT ON step BEGIN
    UPDATE job SET status = (SELECT status FROM job_status WHERE job_id = NEW.job_id) WHERE id = NEW.job_id;
END;
CREATE TRIGGER step_moved AFTER UPDATE OF state ON step BEGIN
    UPDATE job SET status = (SELECT status FROM job_status WHERE job_id = NEW.job_id) WHERE id = NEW.job_id;
END;
CREATE INDEX job_of_status ON job (status, created_at DESC, id DESC);
CREATE INDEX job_ended ON job (completed_at) WHERE completed_at IS NOT NULL;

-- How far a step had got when it was cut off.
ALTER TABLE step ADD COLUMN done_ms INTEGER CHECK (done_ms >= 0);
ALTER TABLE step ADD COLUMN total_ms INTEGER CHECK (total_ms >= 0);

-- Speeds of finished steps, for estimates.
CREATE INDEX step_measured ON step (pipeline, finished_at DESC) WHERE state = 'succeeded';

-- Where an imported job comes from; empty for our own.
ALTER TABLE job ADD COLUMN origin TEXT CHECK (json_type(origin) = 'object');

-- What the user has to be told once.
CREATE TABLE notice (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    code    TEXT    NOT NULL CHECK (code <> ''),
    message TEXT    NOT NULL CHECK (message <> ''),
    hint    TEXT
) STRICT;
