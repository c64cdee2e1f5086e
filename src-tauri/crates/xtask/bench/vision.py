"""People and faces as a straightforward script does it: OpenCV decodes, ONNX Runtime infers, one pass over
the recording for each pipeline. Same models, same rate, same thresholds as ours.

Called by peers.py; must not be called by the product or by its tests.
"""

import math
import os
import time

import cv2
import numpy
import onnxruntime

onnxruntime.set_default_logger_severity(3)

FACE_112 = numpy.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
)
# the points of the mesh that the blendshapes are made of
MESH_146 = """0 1 4 5 6 7 8 10 13 14 17 21 33 37 39 40 46 52 53 54 55 58 61 63 65 66 67 70 78 80 81 82 84 87 88
91 93 95 103 105 107 109 127 132 133 136 144 145 146 148 149 150 152 153 154 155 157 158 159 160 161 162 163 168
172 173 176 178 181 185 191 195 197 234 246 249 251 263 267 269 270 276 282 283 284 285 288 291 293 295 296 297
300 308 310 311 312 314 317 318 321 323 324 332 334 336 338 356 361 362 365 373 374 375 377 378 379 380 381 382
384 385 386 387 388 389 390 397 398 400 402 405 409 415 454 466 468 469 470 471 472 473 474 475 476 477"""
MESH_146 = [int(word) for word in MESH_146.split()]


def opened(folder, file, threads=0):
    options = onnxruntime.SessionOptions()
    if threads:
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
    path = os.path.join(folder, file)
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def samples(video, rate):
    """The first frame of each interval of 1 / rate seconds; every frame is decoded."""
    capture = cv2.VideoCapture(video)
    before = -1
    while True:
        ok, frame = capture.read()
        if not ok:
            return
        cell = math.floor(capture.get(cv2.CAP_PROP_POS_MSEC) * rate / 1000)
        if cell > before:
            before = cell
            yield frame


def letterbox(frame, side, pad):
    height, width = frame.shape[:2]
    scale = min(side / width, side / height)
    small = cv2.resize(frame, (int(width * scale), int(height * scale)), interpolation=cv2.INTER_LINEAR)
    square = numpy.full((side, side, 3), pad, numpy.uint8)
    square[: small.shape[0], : small.shape[1]] = small
    return numpy.ascontiguousarray(square.transpose(2, 0, 1)[None].astype(numpy.float32)), scale


def kept(boxes, scores, threshold, overlap):
    sizes = numpy.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], 1)
    return list(cv2.dnn.NMSBoxes(sizes.tolist(), scores.tolist(), threshold, overlap))


def grid(side, strides=(8, 16, 32)):
    cells, steps = [], []
    for stride in strides:
        x, y = numpy.meshgrid(numpy.arange(side // stride), numpy.arange(side // stride))
        cells.append(numpy.stack([x.ravel(), y.ravel()], 1))
        steps.append(numpy.full((x.size, 1), stride))
    return numpy.concatenate(cells), numpy.concatenate(steps)


def person_tracking(folder, video, rate):
    detector, pose = opened(folder, "yolox_nano.onnx"), opened(folder, "conv_movenet_lightning_int8.onnx")
    cells, steps = grid(416)
    tracks, given, rows = {}, 0, 0
    for frame in samples(video, rate):
        image, scale = letterbox(frame, 416, 114)
        raw = detector.run(None, {"images": image})[0][0]
        centre, size = (raw[:, :2] + cells) * steps, numpy.exp(raw[:, 2:4]) * steps
        boxes = numpy.concatenate([centre - size / 2, centre + size / 2], 1) / scale
        scores = raw[:, 4] * raw[:, 5]
        found = scores >= 0.3
        boxes, scores = boxes[found], scores[found]
        now = {}
        for i in kept(boxes, scores, 0.3, 0.45) if len(boxes) else []:
            x1, y1, x2, y2 = boxes[i]
            side = 1.25 * max(x2 - x1, y2 - y1)
            left, top = (x1 + x2) / 2 - side / 2, (y1 + y2) / 2 - side / 2
            turn = numpy.array([[192 / side, 0, -left * 192 / side], [0, 192 / side, -top * 192 / side]])
            crop = cv2.cvtColor(cv2.warpAffine(frame, turn, (192, 192)), cv2.COLOR_BGR2RGB)
            pose.run(None, {"input": crop[None]})
            # the track with the largest overlap goes on
            best, who = 0.3, None
            for number, other in tracks.items():
                w = min(x2, other[2]) - max(x1, other[0])
                h = min(y2, other[3]) - max(y1, other[1])
                both = max(w, 0) * max(h, 0)
                area = (x2 - x1) * (y2 - y1) + (other[2] - other[0]) * (other[3] - other[1]) - both
                if number not in now and both / area > best:
                    best, who = both / area, number
            if who is None:
                given += 1
                who = given
            now[who] = boxes[i]
            rows += 1
        tracks = now
    return rows


def aligned(frame, points, target, side):
    turn, _ = cv2.estimateAffinePartial2D(points, target, method=cv2.LMEDS)
    return None if turn is None else cv2.warpAffine(frame, turn, (side, side))


def face_analysis(folder, video, rate):
    detector = opened(folder, "yunet_n_dynamic.onnx")
    mesh = opened(folder, "conv_mediapipe_face_landmarks_478.onnx")
    shapes = opened(folder, "conv_mediapipe_face_blendshapes.onnx")
    poses = [opened(folder, file) for file in ("fsanet_1x1.onnx", "fsanet_var.onnx")]
    expression = opened(folder, "fer_mobilefacenet_2022july_int8.onnx")
    identity = opened(folder, "mobilefacenet.onnx")
    names = [output.name for output in detector.get_outputs()]
    cells, steps = grid(640)
    rows = 0
    for frame in samples(video, rate):
        image, scale = letterbox(frame, 640, 0)
        raw = dict(zip(names, detector.run(None, {"input": image})))
        of = lambda kind: numpy.concatenate([raw[f"{kind}_{stride}"][0] for stride in (8, 16, 32)])
        scores = numpy.sqrt(numpy.clip(of("cls")[:, 0], 0, 1) * numpy.clip(of("obj")[:, 0], 0, 1))
        box, corners = of("bbox"), of("kps")
        centre, size = (cells + box[:, :2]) * steps, numpy.exp(box[:, 2:]) * steps
        boxes = numpy.concatenate([centre - size / 2, centre + size / 2], 1) / scale
        points = (corners.reshape(-1, 5, 2) + cells[:, None]) * steps[:, None] / scale
        found = scores >= 0.6
        boxes, scores, points = boxes[found], scores[found], points[found]
        for i in kept(boxes, scores, 0.6, 0.3) if len(boxes) else []:
            x1, y1, x2, y2 = boxes[i]
            five = points[i]
            angle = math.atan2(five[1][1] - five[0][1], five[1][0] - five[0][0])
            size = 1.3 * max(x2 - x1, y2 - y1) / 256
            a, b = math.cos(angle) * size, math.sin(angle) * size
            x, y = (x1 + x2) / 2, (y1 + y2) / 2
            turn = numpy.array([[a, -b, x - 127.5 * a + 127.5 * b], [b, a, y - 127.5 * b - 127.5 * a]])
            crop = cv2.warpAffine(frame, turn, (256, 256), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
            crop = cv2.cvtColor(crop, cv2.COLOR_BGR2RGB).astype(numpy.float32)[None] / 255
            landmarks, presence, _ = mesh.run(None, {"input": crop})
            if presence.ravel()[0] < 0:
                continue
            flat = landmarks.reshape(478, 3)[:, :2]
            flat = flat @ turn[:, :2].T + turn[:, 2]
            shapes.run(None, {"input_points": flat[MESH_146][None].astype(numpy.float32)})
            grown = 0.3 * (x2 - x1), 0.3 * (y2 - y1)
            left, top = max(0, int(x1 - grown[0])), max(0, int(y1 - grown[1]))
            head = cv2.resize(frame[top : int(y2 + grown[1]), left : int(x2 + grown[0])], (64, 64))
            head = numpy.ascontiguousarray(((head.astype(numpy.float32) - 127.5) / 128).transpose(2, 0, 1)[None])
            for pose in poses:
                pose.run(None, {"input": head})
            face = aligned(frame, five, FACE_112, 112)
            if face is not None:
                face = cv2.cvtColor(face, cv2.COLOR_BGR2RGB).astype(numpy.float32).transpose(2, 0, 1)[None]
                expression.run(None, {"data": numpy.ascontiguousarray((face / 255 - 0.5) / 0.5)})
                identity.run(None, {"input": numpy.ascontiguousarray((face - 127.5) / 127.5)})
            rows += 1
    return rows


def motion_energy(folder, video, rate):
    capture = cv2.VideoCapture(video)
    before, rows = None, 0
    while True:
        ok, frame = capture.read()
        if not ok:
            return rows
        grey = cv2.cvtColor(cv2.resize(frame, (640, 360)), cv2.COLOR_BGR2GRAY)
        if before is not None:
            numpy.count_nonzero(cv2.absdiff(grey, before) > 10)
            rows += 1
        before = grey


def scene_detection(folder, video, rate):
    from scenedetect import ContentDetector, detect

    return len(detect(video, ContentDetector()))


PASSES = {
    "scene_detection": scene_detection,
    "motion_energy": motion_energy,
    "person_tracking": person_tracking,
    "face_analysis": face_analysis,
}


def loop(video, folder, names, rate="5"):
    """Seconds and results of one pass for each of the named pipelines."""
    passes = {}
    for name in names.split(","):
        start = time.perf_counter()
        rows = PASSES[name](folder, video, int(rate))
        passes[name] = {"seconds": time.perf_counter() - start, "rows": rows}
    return passes


def bare(folder, threads):
    """Milliseconds of `session.run` alone for the two models of person_tracking, the median of many."""
    inputs = {
        "yolox_nano.onnx": {"images": numpy.random.default_rng(1).random((1, 3, 416, 416), numpy.float32) * 255},
        "conv_movenet_lightning_int8.onnx": {"input": numpy.zeros((1, 192, 192, 3), numpy.uint8)},
    }
    found = {}
    for file, feeds in inputs.items():
        session = opened(folder, file, int(threads))
        times = []
        for _ in range(60):
            start = time.perf_counter()
            session.run(None, feeds)
            times.append((time.perf_counter() - start) * 1000)
        found[file] = float(numpy.median(times[10:]))
    return {"detector": found["yolox_nano.onnx"], "pose": found["conv_movenet_lightning_int8.onnx"]}
