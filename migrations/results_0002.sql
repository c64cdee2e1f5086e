-- Tracks of objects: boxes, points and other measurements of several objects a frame.

-- A CHECK can't be changed in place. Segments and samples keep pointing at `track` while it is replaced: the
-- program updates with foreign keys off and checks all of them before it commits.
CREATE TABLE track_with_objects (
    id            INTEGER PRIMARY KEY,
    key           TEXT    NOT NULL UNIQUE CHECK (key <> ''),
    pipeline      TEXT    NOT NULL,
    title         TEXT    NOT NULL,
    kind          TEXT    NOT NULL CHECK (kind IN ('segments', 'curve', 'objects')),
    channels      TEXT    NOT NULL CHECK (json_type(channels) = 'array'),
    time_base_num INTEGER NOT NULL CHECK (time_base_num > 0),
    time_base_den INTEGER NOT NULL CHECK (time_base_den > 0)
) STRICT;
INSERT INTO track_with_objects (id, key, pipeline, title, kind, channels, time_base_num, time_base_den)
    SELECT id, key, pipeline, title, kind, channels, time_base_num, time_base_den FROM track;
DROP TABLE track;
ALTER TABLE track_with_objects RENAME TO track;

-- One row for what was measured of one object at one tick. `vals` is as in `sample`. Objects have numbers
-- of 32 bits; larger ones stand in the table only inside the transaction that renumbers.
CREATE TABLE observation (
    track_id INTEGER NOT NULL REFERENCES track (id) ON DELETE CASCADE,
    pts      INTEGER NOT NULL,
    object   INTEGER NOT NULL CHECK (object >= 0),
    time_ms  INTEGER NOT NULL,
    score    REAL,
    vals     BLOB    NOT NULL CHECK (length(vals) % 4 = 0),
    PRIMARY KEY (track_id, pts, object)
) STRICT, WITHOUT ROWID;

-- Windows of time, and the time line of one object. Both answer how much there is without touching `vals`.
CREATE INDEX observation_time ON observation (track_id, time_ms);
CREATE INDEX observation_object ON observation (track_id, object, time_ms);
