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
    }
    for annotation in annotations:
        x, y, width, height = annotation["bbox"]
        assert annotation["area"] == width * height and annotation["iscrowd"] == 0
        assert annotation["image_id"] in truth.imgs, "an annotation without an image"
        assert annotation["category_id"] in truth.cats, "an annotation without a category"
        assert math.isfinite(annotation["score"])
    if annotations and found["integer_ids"]:
        evaluation = COCOeval(truth, truth.loadRes([dict(a) for a in annotations]), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
        found["ap"] = float(evaluation.stats[0])
json.dump(found, sys.stdout)
