"""Reads a WebVTT file with webvtt-py in strict mode and prints its cues as JSON."""

import html
import json
import sys

import webvtt

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    first = file.readline()
if first != "WEBVTT\n":
    sys.exit(f"the first line is {first!r}, not exactly WEBVTT")
captions = webvtt.read(sys.argv[1], strict=True)
json.dump(
    [
        {
            "id": caption.identifier,
            "start": caption.start,
            "end": caption.end,
            "text": html.unescape(caption.raw_text),
        }
        for caption in captions
    ],
    sys.stdout,
)
