-- The results of one job: tracks, their items, and how far each pipeline got. Every item keeps the tick
-- (PTS) of the stream it was read from, with milliseconds on the container's clock beside it.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE track (
    id            INTEGER PRIMARY KEY,
    key           TEXT    NOT NULL UNIQUE CHECK (key <> ''),
    pipeline      TEXT    NOT NULL,
    title         TEXT    NOT NULL,
    kind          TEXT    NOT NULL CHECK (kind IN ('segments', 'curve')),
    channels      TEXT    NOT NULL CHECK (json_type(channels) = 'array'),
    time_base_num INTEGER NOT NULL CHECK (time_base_num > 0),
    time_base_den INTEGER NOT NULL CHECK (time_base_den > 0)
) STRICT;

CREATE TABLE segment (
    track_id  INTEGER NOT NULL REFERENCES track (id) ON DELETE CASCADE,
    id        INTEGER NOT NULL,
    start_pts INTEGER NOT NULL,
    end_pts   INTEGER NOT NULL,
    start_ms  INTEGER NOT NULL,
    end_ms    INTEGER NOT NULL,
    label     TEXT    NOT NULL,
    score     REAL,
    data      TEXT    NOT NULL CHECK (json_type(data) = 'object'),
    PRIMARY KEY (track_id, id),
    CHECK (end_pts >= start_pts AND end_ms >= start_ms)
) STRICT, WITHOUT ROWID;

CREATE INDEX segment_time ON segment (track_id, start_ms, id);

-- `vals` holds one little-endian f32 a channel; NaN where nothing was measured.
CREATE TABLE sample (
    track_id INTEGER NOT NULL REFERENCES track (id) ON DELETE CASCADE,
    pts      INTEGER NOT NULL,
    time_ms  INTEGER NOT NULL,
    vals     BLOB    NOT NULL CHECK (length(vals) % 4 = 0),
    PRIMARY KEY (track_id, pts)
) STRICT, WITHOUT ROWID;

CREATE INDEX sample_time ON sample (track_id, time_ms);

-- `finished` is 1 when the pipeline has nothing left to do; a failed one may go on from its position.
CREATE TABLE checkpoint (
    pipeline TEXT    PRIMARY KEY NOT NULL,
    position INTEGER,
    time_ms  INTEGER,
    state    TEXT    CHECK (json_valid(state)),
    finished INTEGER NOT NULL DEFAULT 0 CHECK (finished IN (0, 1)),
    took_ms  INTEGER NOT NULL DEFAULT 0 CHECK (took_ms >= 0),
    outcome  TEXT    CHECK (json_valid(outcome)),
    CHECK ((position IS NULL) = (time_ms IS NULL) AND (position IS NULL) = (state IS NULL)),
    CHECK (finished = 0 OR outcome IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- The display tick of every frame in ascending order, in runs of little-endian i64.
CREATE TABLE frame_times (
    first_index INTEGER PRIMARY KEY CHECK (first_index >= 0),
    pts         BLOB    NOT NULL CHECK (length(pts) % 8 = 0)
) STRICT;
