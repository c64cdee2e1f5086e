"""Expression and identity of faces from five points each, computed without a line of VideoAnnotator and compared with it.

    python aligned_faces.py SHARED OUTPUT

SHARED is the folder with `models` and `media`; OUTPUT what the golden test of face_analysis prints with `--no-capture`: a
line of JSON for each face, {"image": name, "five": [[x, y], ...], "expression": [...], "identity": [...]}. Prints a table,
without anything that identifies somebody, and fails beyond a cosine of 0.999. Expressions are not judged here but in the golden
test, in the reference's single precision: the last column shows why, the range of the first choice's probability when
the points are moved by up to 0.01 pixels, forty times. The face is laid onto the ArcFace template by the least-squares similarity (Umeyama 1991, without reflection) and
read bilinearly, outside black. Needs requirements-bench.txt. Keep OUTPUT to yourself, it holds biometric data.
"""

import json
import sys
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

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


def main(shared, output):
    session = lambda name: onnxruntime.InferenceSession(shared / "models" / name, providers=["CPUExecutionProvider"])
    expression, identity = session("fer_mobilefacenet_2022july_int8.onnx"), session("mobilefacenet.onnx")
    chance = np.random.default_rng(0)
    wrong = []
    print("| face | cosine | largest difference of the seven | range within 0.01 px |")
    for line in Path(output).read_text().splitlines():
        if not line.startswith("{"):
            continue
        entry = json.loads(line)
        colours = cv2.imread(str(shared / "media" / entry["image"]), cv2.IMREAD_COLOR)
        picture = colours[:, :, ::-1].astype(np.float64)
        five = np.array(entry["five"])

        def read(network, name, five):
            face = (aligned(picture, five) / 127.5 - 1).transpose(2, 0, 1)[None].astype(np.float32)
            return network.run(None, {name: face})[0][0].astype(np.float64)

        def seven(five):
            logits = read(expression, "data", five)
            shares = np.exp(logits - logits.max())
            return shares / shares.sum()

        look, shares = read(identity, "input", five), seven(five)
        same = look @ entry["identity"] / np.linalg.norm(look) / np.linalg.norm(entry["identity"])
        away = np.abs(shares - entry["expression"]).max()
        first = [seven(five + chance.uniform(-0.01, 0.01, five.shape))[shares.argmax()] for _ in range(40)]
        print(f"| {entry['image']} | {same:.6f} | {away:.5f} | {min(first):.3f} to {max(first):.3f} |")
        if same <= 0.999:
            wrong.append(entry["image"])
    if wrong:
        sys.exit(f"not the same: {', '.join(wrong)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
