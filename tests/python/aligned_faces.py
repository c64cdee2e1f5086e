"""Expression and identity of faces from five points each, computed without a line of VideoAnnotator.

    python aligned_faces.py SHARED POINTS > src-tauri/crates/va-pipelines/src/face_analysis/tests/aligned_faces.json

SHARED is the folder with `models` and `media`; POINTS has a line of JSON for each picture, {"image": name,
"five": [[[x, y], ...], ...]}, as the golden test of face_analysis prints them (`--no-capture`). Needs numpy, Pillow
and onnxruntime. The face is laid onto the ArcFace template by the least-squares similarity (Umeyama 1991, without
reflection) and read bilinearly, outside black.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image

TEMPLATE = np.array([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]])


def similarity(source, target):
    """2 x 3 matrix that maps `source` to `target`, both n x 2, with rotation, scale and shift."""
    middle, wanted = source.mean(0), target.mean(0)
    a, b = source - middle, target - wanted
    square = (a * a).sum()
    cos = (a * b).sum() / square
    sin = (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum() / square
    turn = np.array([[cos, -sin], [sin, cos]])
    return np.hstack([turn, (wanted - turn @ middle)[:, None]])


def aligned(picture, five):
    """The face on the template: 112 x 112 x 3, values 0 to 255."""
    back = np.linalg.inv(np.vstack([similarity(np.array(five), TEMPLATE), [0, 0, 1]]))
    y, x = np.mgrid[0:112, 0:112]
    place = back @ np.stack([x.ravel(), y.ravel(), np.ones(x.size)])
    left, top = np.floor(place[0]).astype(int), np.floor(place[1]).astype(int)
    across, down = (place[0] - left)[:, None], (place[1] - top)[:, None]

    def tap(dx, dy):
        px, py = left + dx, top + dy
        inside = (px >= 0) & (py >= 0) & (px < picture.shape[1]) & (py < picture.shape[0])
        values = picture[np.clip(py, 0, picture.shape[0] - 1), np.clip(px, 0, picture.shape[1] - 1)]
        return values * inside[:, None]

    upper = tap(0, 0) * (1 - across) + tap(1, 0) * across
    lower = tap(0, 1) * (1 - across) + tap(1, 1) * across
    return (upper * (1 - down) + lower * down).reshape(112, 112, 3)


def main(shared, points):
    session = lambda name: onnxruntime.InferenceSession(shared / "models" / name, providers=["CPUExecutionProvider"])
    expression, identity = session("fer_mobilefacenet_2022july_int8.onnx"), session("mobilefacenet.onnx")
    found = {}
    for line in Path(points).read_text().splitlines():
        entry = json.loads(line)
        picture = np.asarray(Image.open(shared / "media" / entry["image"]).convert("RGB"), dtype=np.float64)
        faces = found[entry["image"]] = []
        for five in entry["five"]:
            face = (aligned(picture, five) / 127.5 - 1).transpose(2, 0, 1)[None].astype(np.float32)
            logits = expression.run(None, {"data": face})[0][0].astype(np.float64)
            shares = np.exp(logits - logits.max())
            values = identity.run(None, {"input": face})[0][0].astype(np.float64)
            faces.append({
                "five": [[round(x, 3), round(y, 3)] for x, y in five],
                "expression": [round(share, 5) for share in shares / shares.sum()],
                "identity": [round(value, 5) for value in values / np.linalg.norm(values)],
            })
    lines = [f"{json.dumps(name)}: {json.dumps(faces)}" for name, faces in found.items()]
    print("{\n" + ",\n".join(lines) + "\n}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
