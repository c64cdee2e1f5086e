"""Reads a result archive or folder as the existing viewer does: recognises each file by its rules, in their order,
and holds its fields to what the viewer demands. Prints what would be shown as JSON; `wrong` is empty when all is well."""

import json
import re
import sys
import zipfile
from pathlib import Path

VIDEO = re.compile(r"\.(mp4|mov|avi|mkv|webm)$", re.I)
STAMP = re.compile(r"^(\d{2}):(\d{2}):(\d{2})\.(\d{3}) --> (\d{2}):(\d{2}):(\d{2})\.(\d{3})")
SMALL = 10_000
# Named like a file of a kind and without its items: verified to do no harm once that kind is shown.
BESIDE = "_person_tracks.json"


def parsed(data):
    try:
        return json.loads(data)
    except ValueError:
        return None


def first_annotation(root):
    items = root.get("annotations") if isinstance(root, dict) else root
    return items[0] if isinstance(items, list) and items and isinstance(items[0], dict) else {}


def holds(head, *words):
    return all(f'"{word}"'.encode() in head for word in words)


def small_root(data):
    return parsed(data) if len(data) < SMALL else None


def listed(root, *keys):
    return isinstance(root, dict) and any(isinstance(root.get(key), list) for key in keys)


def kind(name, data):
    """What the viewer takes a file for; the first rule that fits wins."""
    lower = name.lower()
    if re.search(r"\.(mp4|webm|avi|mov)$", lower):
        return "video"
    if re.search(r"\.(wav|mp3|aac|ogg)$", lower):
        return "audio"
    if lower.endswith(".vtt") or "speech_recognition" in lower:
        return "speech"
    if lower.endswith(".rttm") or "speaker_diarization" in lower:
        return "speakers"
    if not lower.endswith(".json"):
        return "unknown"
    whole = parsed(data)
    wanted = ("video_path", "pipeline_results", "config", "start_time")
    truthy = isinstance(whole, dict) and all(whole.get(key) not in (None, "", 0, False) for key in wanted)
    if truthy and "total_duration" in whole:
        return "complete_results"
    return face(lower, data) or openface(lower, data) or person(data) or scenes(data) or named(lower)


def face(lower, data):
    head, root = data[:8000], small_root(data)
    if any(holds(head, word) for word in ("face_id", "attributes", "emotions")):
        return "face"
    if "face" in lower and holds(head, "bbox", "score"):
        return "face"
    return "face" if root is not None and "face_id" in first_annotation(root) else None


def openface(lower, data):
    head, root = data[:12_000], small_root(data)
    if holds(head, "metadata", "faces", "pipeline", "model_info") and listed(parsed(head), "faces"):
        return "openface"
    if ("openface" in lower or "of3" in lower) and listed(root, "faces"):
        return "openface"
    head = data[:15_000]
    if holds(head, "info", "images", "annotations", "openface3") and b"VideoAnnotator" in head:
        return "openface" if parsed(head) is not None else None
    return "openface" if "openface3_analysis" in lower or "openface3_detailed" in lower else None


def person(data):
    if holds(data[:10_000], "keypoints", "bbox"):
        return "person"
    root = small_root(data)
    if root is None:
        return None
    coco = isinstance(root, dict) and "COCO" in str(root.get("info", {}).get("description", ""))
    if coco and not any(holds(data, word) for word in ("scene_type", "start_time", "end_time")):
        return "person"
    return "person" if not coco and (isinstance(root, list) or listed(root, "annotations", "results")) else None


def scenes(data):
    if any(holds(data[:5000], word) for word in ("scene_type", "start_time", "end_time")):
        return "scenes"
    return "scenes" if listed(small_root(data), "results", "scenes") else None


def named(lower):
    for words, found in (
        (("complete_results",), "complete_results"),
        (("face_annotations", "laion_face", "face_analysis"), "face"),
        (("person", "tracking", "pose", "keypoints"), "person"),
        (("scene",), "scenes"),
    ):
        if any(word in lower for word in words):
            return found
    return "unknown"


def items(root, *keys):
    if isinstance(root, list):
        return root
    for key in keys:
        if isinstance(root, dict) and isinstance(root.get(key), list):
            return root[key]
    raise ValueError(f"expected an array or one of {', '.join(keys)}")


def number(value):
    return type(value) in (int, float)


def numbers(value, count):
    return isinstance(value, list) and len(value) == count and all(number(one) for one in value)


PERSON = {
    "id": number,
    "image_id": lambda v: isinstance(v, str),
    "category_id": number,
    "keypoints": lambda v: numbers(v, 51),
    "num_keypoints": lambda v: number(v) and 0 <= v <= 17,
    "bbox": lambda v: numbers(v, 4),
    "area": lambda v: number(v) and v >= 0,
    "iscrowd": lambda v: v in (0, 1),
    "score": lambda v: number(v) and 0 <= v <= 1,
    "timestamp": lambda v: number(v) and v >= 0,
    "frame_number": lambda v: number(v) and v >= 0,
    "person_id": lambda v: isinstance(v, str),
    "person_label": lambda v: isinstance(v, str),
    "label_confidence": number,
    "labeling_method": lambda v: isinstance(v, str),
}
SCENE = {
    "id": number,
    "image_id": lambda v: isinstance(v, str),
    "bbox": lambda v: numbers(v, 4),
    "score": lambda v: number(v) and 0 <= v <= 1,
    "start_time": lambda v: number(v) and v >= 0,
    "end_time": lambda v: number(v) and v >= 0,
    "duration": lambda v: number(v) and v > 0,
    "scene_type": lambda v: isinstance(v, str),
    "all_scores": lambda v: isinstance(v, dict) and all(number(one) for one in v.values()),
}


def fields(entries, rules, mandatory):
    for at, entry in enumerate(entries):
        for key, good in rules.items():
            if key not in entry and not mandatory:
                continue
            if key not in entry or not good(entry[key]):
                raise ValueError(f"item {at}: `{key}` is {entry.get(key)!r}")
    return len(entries)


def read_person(data):
    entries = items(json.loads(data), "annotations", "results")
    for at, entry in enumerate(entries):
        if not (entry.get("track_id") is None or number(entry["track_id"])):
            raise ValueError(f"item {at}: `track_id` is {entry['track_id']!r}")
    return fields(entries, PERSON, True)


def read_scenes(data):
    return fields(items(json.loads(data), "results", "scenes"), SCENE, False)


def read_face(data):
    root = json.loads(data)
    try:
        entries = items(root, "annotations", "results")
    except ValueError:
        return 0
    for at, entry in enumerate(entries):
        emotions = entry.get("attributes", {}).get("emotions", {})
        known = isinstance(emotions, dict) and all({"score", "rank"} <= set(one) for one in emotions.values())
        if not (numbers(entry.get("bbox"), 4) and number(entry.get("timestamp")) and known):
            raise ValueError(f"item {at}: a face without box, time or readable emotions")
    return len(entries)


def read_openface(data):
    if any(holds(data[:8000], word) for word in ("emotions", "face_id", "attributes")):
        raise ValueError("a word of the other kind of faces stands in the first 8 kB")
    entries = items(json.loads(data), "faces")
    for at, entry in enumerate(entries):
        features = entry["features"]
        points = features.get("landmarks_2d", [])
        units = features.get("action_units", {})
        good = numbers(entry["bbox"], 4) and number(entry["timestamp"])
        good = good and all(number(p["x"]) and number(p["y"]) for p in points)
        good = good and all(number(u["intensity"]) and type(u["presence"]) is bool for u in units.values())
        if not good:
            raise ValueError(f"item {at}: {json.dumps(entry)[:200]}")
    return len(entries)


def read_speech(data):
    lines = data.decode("utf-8").replace("\r\n", "\n").split("\n")
    if lines[0] != "WEBVTT":
        raise ValueError(f"the first line is `{lines[0]}`")
    cues = 0
    for line in lines:
        if "-->" not in line:
            continue
        found = STAMP.match(line)
        if not found:
            raise ValueError(f"`{line}` is dropped")
        h, m, s, ms, h2, m2, s2, ms2 = map(int, found.groups())
        if ((h2 * 60 + m2) * 60 + s2) * 1000 + ms2 <= ((h * 60 + m) * 60 + s) * 1000 + ms:
            raise ValueError(f"`{line}` ends before it begins")
        cues += 1
    return cues


def read_speakers(data):
    turns = 0
    for line in data.decode("utf-8").splitlines():
        parts = line.split()
        if not parts:
            continue
        good = len(parts) >= 9 and parts[0] == "SPEAKER" and float(parts[3]) >= 0 and float(parts[4]) > 0
        if not good or (len(parts) > 8 and parts[8] != "<NA>" and not 0 <= float(parts[8]) <= 1):
            raise ValueError(f"`{line}`")
        turns += 1
    return turns


READ = {
    "person": read_person,
    "scenes": read_scenes,
    "face": read_face,
    "openface": read_openface,
    "speech": read_speech,
    "speakers": read_speakers,
}


def entries(path):
    """Names and bytes in the order in which the viewer meets them."""
    if path.is_dir():
        return [(file.name, file.read_bytes()) for file in sorted(path.iterdir()) if file.is_file()]
    with zipfile.ZipFile(path) as archive:
        if archive.testzip() is not None:
            raise SystemExit("a checksum is wrong")
        return [(entry.filename, archive.read(entry)) for entry in archive.infolist() if not entry.is_dir()]


def look(path):
    seen = {"files": [], "shown": {}, "wrong": [], "video": None, "videos": 0}
    for name, data in entries(path):
        if VIDEO.search(name):
            seen["video"], seen["videos"] = name, seen["videos"] + 1
            continue
        found = kind(name, data)
        entry = {"name": name, "kind": found, "items": None}
        seen["files"].append(entry)
        if found not in READ:
            continue
        try:
            entry["items"] = READ[found](data)
        except (ValueError, KeyError, TypeError) as error:
            if not (name.endswith(BESIDE) and found in seen["shown"]):
                seen["wrong"].append(f"{name} as {found}: {error}")
            continue
        last_wins = found in ("speech", "speakers")
        if last_wins or (entry["items"] and found not in seen["shown"]):
            seen["shown"][found] = {"name": name, "items": entry["items"]}
    for found, most in (("speech", 1), ("speakers", 1)):
        names = [file["name"] for file in seen["files"] if file["kind"] == found]
        if len(names) > most:
            seen["wrong"].append(f"the last of {names} replaces the others")
    return seen


if __name__ == "__main__":
    print(json.dumps(look(Path(sys.argv[1]))))
