"""Loads a COCO file with pycocotools, evaluates it against itself, and prints what it found as JSON."""

import contextlib
import json
import math
import sys

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def refuse(constant):
    raise ValueError(f"{constant} is no JSON")


with open(sys.argv[1], encoding="utf-8") as file:
    data = json.load(file, parse_constant=refuse)
with contextlib.redirect_stdout(sys.stderr):
    truth = COCO(sys.argv[1])
    truth.info()
    annotations = truth.loadAnns(truth.getAnnIds())
    images = truth.getImgIds()
    found = {
        "images": len(images),
        "annotations": len(annotations),
        "integer_ids": all(type(i) is int for i in images),
        "smallest_id": min((a["id"] for a in annotations), default=None),
        "unique_ids": len({a["id"] for a in annotations}) == len(annotations),
        "timestamps": [a["timestamp"] for a in annotations],
        "ap": None,
        "keypoints_ap": None,
    }
    for annotation in annotations:
        x, y, width, height = annotation["bbox"]
        assert annotation["area"] == width * height and annotation["iscrowd"] == 0
        assert annotation["image_id"] in truth.imgs, "an annotation without an image"
        assert annotation["category_id"] in truth.cats, "an annotation without a category"
        assert math.isfinite(annotation["score"])
    ids_of_images = {type(a["image_id"]) for a in annotations}
    # scenes shown to the viewer have text as ids and are evaluated in their other file
    if annotations and (found["integer_ids"] or "keypoints" in annotations[0]):
        assert len(ids_of_images) == 1, "ids of two types"
        kinds = {"ap": "bbox", "keypoints_ap": "keypoints"}
        for name, kind in kinds.items():
            if kind == "keypoints" and "keypoints" not in annotations[0]:
                continue
            result = truth.loadRes([dict(a) for a in annotations])
            evaluation = COCOeval(truth, result, kind)
            evaluation.evaluate()
            evaluation.accumulate()
            evaluation.summarize()
            found[name] = float(evaluation.stats[0])
    for annotation in annotations:
        keypoints = annotation.get("keypoints", [])
        assert {type(v) for v in keypoints[2::3]} <= {int} and set(keypoints[2::3]) <= {0, 2}
        assert annotation.get("num_keypoints", 0) == sum(v > 0 for v in keypoints[2::3])
json.dump(found, sys.stdout)
