"""Writes tracks into a job's results file, for tests of what the window makes of them. Reads JSON from standard input:
{"database": path, "tracks": [{key, title, kind, channels, rows}], "many": [{key, kind, title, items, objects, duration_ms}]}

A row of segments is [start_ms, end_ms, label, score or null, data], of a curve [time_ms, [value, ...]], of objects
[time_ms, object, score or null, [value, ...]]; null among values means not measured. `many` makes items by itself.
"""

import json
import sqlite3
import struct
import sys


def values(row):
    return struct.pack(f"<{len(row)}f", *(float("nan") if value is None else value for value in row))


def declare(database, track):
    database.execute("DELETE FROM track WHERE key = ?", [track["key"]])
    channels = [{"key": key, "title": key.replace("_", " ").capitalize(), "unit": ""} for key in track.get("channels", [])]
    done = database.execute(
        "INSERT INTO track (key, pipeline, title, kind, channels, time_base_num, time_base_den) VALUES (?, ?, ?, ?, ?, 1, 1000)",
        [track["key"], track["key"].split(".")[0], track["title"], track["kind"], json.dumps(channels)],
    )
    return done.lastrowid


SEGMENT = "INSERT INTO segment (track_id, id, start_pts, end_pts, start_ms, end_ms, label, score, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
SAMPLE = "INSERT INTO sample (track_id, pts, time_ms, vals) VALUES (?, ?, ?, ?)"
OBSERVATION = "INSERT INTO observation (track_id, pts, object, time_ms, score, vals) VALUES (?, ?, ?, ?, ?, ?)"


def write(database, track):
    number = declare(database, track)
    rows = track["rows"]
    if track["kind"] == "segments":
        database.executemany(SEGMENT, ((number, i, s, e, s, e, label, score, json.dumps(data)) for i, (s, e, label, score, data) in enumerate(rows)))
    elif track["kind"] == "curve":
        database.executemany(SAMPLE, ((number, ms, ms, values(row)) for ms, row in rows))
    else:
        database.executemany(OBSERVATION, ((number, ms, who, ms, score, values(row)) for ms, who, score, row in rows))


def noise(seed):
    """Numbers from 0 to 1 that are the same on every computer."""
    while True:
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        yield seed / 0x7FFFFFFF


def many(database, wish):
    """A track of `items`, even over the recording, with a little noise."""
    number = declare(database, {"channels": ["value"] if wish["kind"] != "segments" else [], **wish})
    step = wish["duration_ms"] / wish["items"]
    random = noise(wish["items"] + len(wish["key"]))
    label = wish.get("label", wish["key"].split(".")[-1])

    def segments():
        for i in range(wish["items"]):
            start = int(i * step)
            end = start + max(1, int(step * (0.3 + 0.6 * next(random))))
            yield number, i, start, end, start, end, label, None, "{}"

    def samples():
        for i in range(wish["items"]):
            yield number, int(i * step), int(i * step), values([next(random)])

    def observations():
        each = wish["objects"]
        for i in range(wish["items"]):
            ms = int(i // each * step * each)
            yield number, ms, i % each + 1, ms, 0.9, values([next(random)])

    kinds = {"segments": (SEGMENT, segments), "curve": (SAMPLE, samples), "objects": (OBSERVATION, observations)}
    statement, rows = kinds[wish["kind"]]
    database.executemany(statement, rows())


def main():
    plan = json.load(sys.stdin)
    database = sqlite3.connect(plan["database"], timeout=30)
    database.execute("PRAGMA foreign_keys = ON")
    with database:
        for track in plan.get("tracks", []):
            write(database, track)
        for wish in plan.get("many", []):
            many(database, wish)
    database.close()


main()
