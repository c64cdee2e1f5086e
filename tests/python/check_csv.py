"""Reads a CSV file with pandas and its defaults, and prints columns, types and cells as JSON."""

import json
import sys

import pandas

with open(sys.argv[1], "rb") as file:
    data = file.read()
if data.startswith(b"\xef\xbb\xbf"):
    sys.exit("the file begins with a byte order mark")
# only the type of the label column is given: a label `1` is text
table = pandas.read_csv(sys.argv[1], dtype={"label": str})
cells = table.astype(object).where(table.notna(), None)
json.dump(
    {
        "columns": list(table.columns),
        "types": {name: str(kind) for name, kind in table.dtypes.items()},
        "rows": [
            [value.item() if hasattr(value, "item") else value for value in row]
            for row in cells.values.tolist()
        ],
    },
    sys.stdout,
)
