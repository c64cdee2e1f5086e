#!/usr/bin/env python3
"""Build the model pack: a zip with the models that their makers offer as TensorFlow Lite only.

What for: `videoannotator models import model-pack.zip` installs them. Called by a person who makes a
release. It takes the official TFLite files (downloaded, or from a folder with --sources), converts them to
ONNX with pinned versions (requirements.txt), and packs a result only if its SHA-256 is the catalogue's:
a conversion that comes out otherwise is shown and refused, never shipped. With --prebuilt it packs files
that were converted before, by the same check. It never changes the catalogue.
"""

import argparse
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.request
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CATALOG = ROOT / "src-tauri/crates/va-models/catalog.json"
OPSET = 13
# Times in the archive: the same files make the same archive.
EPOCH = (2020, 1, 1, 0, 0, 0)

FACE_TASK = {
    "url": "https://storage.googleapis.com/mediapipe-models/face_landmarker/face_landmarker/float16/1/face_landmarker.task",
    "sha256": "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff",
    "name": "face_landmarker.task",
}
MOVENET = {
    "url": "https://raw.githubusercontent.com/Kazuhito00/MoveNet-Python-Example/515743a113e49b4f31677b1f6252c0041f237e30/tflite/lite-model_movenet_singlepose_lightning_tflite_int8_4.tflite",
    # No checksum was published; the commit in the address and the hash of the conversion fix it.
    "sha256": None,
    "name": "movenet_singlepose_lightning_int8_4.tflite",
}
# The catalogue's id, the official file, and the member of it if it is an archive.
RECIPES = [
    ("movenet-lightning", MOVENET, None),
    ("face-mesh-478", FACE_TASK, "face_landmarks_detector.tflite"),
    ("face-blendshapes", FACE_TASK, "face_blendshapes.tflite"),
]


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def fail(words):
    sys.exit(f"error: {words}")


def official(source, folder, scratch):
    """The bytes of an official file, checked where a checksum is known."""
    path = (folder or scratch) / source["name"]
    if not path.is_file():
        if folder:
            fail(f"{path} is not there")
        print(f"downloading {source['url']}")
        with urllib.request.urlopen(source["url"], timeout=60) as answer:
            path.write_bytes(answer.read())
    data = path.read_bytes()
    if source["sha256"] and sha256(data) != source["sha256"]:
        fail(f"{path.name}: SHA-256 is {sha256(data)} instead of {source['sha256']}")
    return path, data


def convert(source, member, folder, scratch, name):
    """One official file as ONNX."""
    path, _ = official(source, folder, scratch)
    if member:
        with zipfile.ZipFile(path) as task:
            path = scratch / member
            path.write_bytes(task.read(member))
    made = scratch / name
    command = [sys.executable, "-m", "tf2onnx.convert", "--opset", str(OPSET)]
    subprocess.run(command + ["--tflite", str(path), "--output", str(made)], check=True)
    return made.read_bytes()


def entry(archive, name, data):
    """Adds a file that is the same on every computer."""
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, data)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=pathlib.Path, help="the zip file to write")
    parser.add_argument("--sources", type=pathlib.Path, help="folder with the official files")
    parser.add_argument("--prebuilt", type=pathlib.Path, help="folder with converted files")
    options = parser.parse_args()
    catalog = {model["id"]: model for model in json.loads(CATALOG.read_text("utf-8"))}
    packed = {key for key, model in catalog.items() if not model["urls"]}
    if packed != {key for key, _, _ in RECIPES}:
        fail(f"the catalogue expects {sorted(packed)} in the pack")
    files, listed, wrong = {}, [], []
    with tempfile.TemporaryDirectory() as scratch:
        for key, source, member in RECIPES:
            model = catalog[key]
            if options.prebuilt:
                data = (options.prebuilt / model["file"]).read_bytes()
            else:
                work = pathlib.Path(scratch)
                data = convert(source, member, options.sources, work, model["file"])
            if (sha256(data), len(data)) != (model["sha256"], model["bytes"]):
                wrong.append(f"{key}: {len(data)} bytes, SHA-256 {sha256(data)}")
                continue
            files[model["file"]] = data
            kept = ["id", "title", "file", "sha256", "bytes", "licence", "copyright", "source", "page"]
            listed.append({name: model[name] for name in kept} | {"official": source["url"]})
    if wrong:
        fail("not what the catalogue names, so not packed:\n  " + "\n  ".join(wrong))
    with zipfile.ZipFile(options.out, "w") as archive:
        entry(archive, "models.json", json.dumps(listed, indent=2).encode() + b"\n")
        for name, data in sorted(files.items()):
            entry(archive, f"models/{name}", data)
    data = options.out.read_bytes()
    print(f"{options.out}: {len(files)} models, {len(data)} bytes, SHA-256 {sha256(data)}")


if __name__ == "__main__":
    main()
