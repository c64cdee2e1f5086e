"""Reads an RTTM file with pyannote.database and prints {recording: [[start, end, label], ...]} as JSON."""

import json
import sys

from pyannote.core import Annotation
from pyannote.database.util import load_rttm

with open(sys.argv[1], encoding="utf-8") as file:
    lines = file.read().split("\n")[:-1]
for line in lines:
    if len(line.split()) != 10:
        sys.exit(f"not 10 fields: {line!r}")
# pandas refuses a file without a line; readers treat it as no recording
loaded = load_rttm(sys.argv[1]) if lines else {}
assert all(isinstance(annotation, Annotation) for annotation in loaded.values())
json.dump(
    {
        uri: [
            [segment.start, segment.end, label]
            for segment, _, label in annotation.itertracks(yield_label=True)
        ]
        for uri, annotation in loaded.items()
    },
    sys.stdout,
)
