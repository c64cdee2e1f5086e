"""The programs that the benchmark compares with, and the comparison of results.

Called by `cargo xtask bench` in a Python environment of its own; prints one JSON object. It must not
be called by the product or by its tests.

    peers.py cuts VIDEO                 cuts of PySceneDetect's ContentDetector and the seconds it took
    peers.py session MODEL SOUND        the speech model's bare inference time, single thread
    peers.py silero SOUND               the same windows through Silero VAD's own package
    peers.py shots FILE                 cuts in a scene list of ours
    peers.py vision_loop VIDEO MODELS PIPELINES   a pass for each of the pipelines, with OpenCV and ONNX Runtime
    peers.py vision_bare MODELS THREADS           bare inference time of the models that see people
"""

import json
import subprocess
import sys
import time


def cuts(video):
    from scenedetect import ContentDetector, detect

    start = time.perf_counter()
    scenes = detect(video, ContentDetector())
    seconds = time.perf_counter() - start
    # The first scene opens the video; it is no cut.
    return {"seconds": seconds, "cuts": [round(scene[0].seconds * 1000) for scene in scenes[1:]]}


def session(model, sound):
    import numpy
    import onnxruntime

    pcm = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", sound, "-ac", "1", "-ar", "16000", "-f", "f32le", "-"],
        capture_output=True,
        check=True,
    ).stdout
    samples = numpy.frombuffer(pcm, numpy.float32)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    run = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"]).run
    state, context, rate = numpy.zeros((2, 1, 128), numpy.float32), numpy.zeros(64, numpy.float32), numpy.array(16000)
    seconds, windows = 0.0, 0
    for first in range(0, len(samples) - 511, 512):
        window = samples[first : first + 512]
        inputs = {"input": numpy.concatenate([context, window])[None], "state": state, "sr": rate}
        start = time.perf_counter()
        _, state = run(None, inputs)
        seconds += time.perf_counter() - start
        context, windows = window[-64:], windows + 1
    return {"seconds": seconds, "windows": windows}


def silero(sound):
    import torch
    from silero_vad import get_speech_timestamps, load_silero_vad

    torch.set_num_threads(1)
    pcm = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", sound, "-ac", "1", "-ar", "16000", "-f", "f32le", "-"],
        capture_output=True,
        check=True,
    ).stdout
    samples = torch.frombuffer(bytearray(pcm), dtype=torch.float32)
    model = load_silero_vad()
    start = time.perf_counter()
    get_speech_timestamps(samples, model, sampling_rate=16000)
    return {"seconds": time.perf_counter() - start, "windows": len(samples) // 512}


def shots(file):
    scenes = json.load(open(file))["scenes"]
    return {"cuts": [round(scene["start_time"] * 1000) for scene in scenes[1:]]}


def vision_loop(video, models, names):
    import vision

    return vision.loop(video, models, names)


def vision_bare(models, threads):
    import vision

    return vision.bare(models, threads)


COMMANDS = {
    "cuts": cuts,
    "session": session,
    "silero": silero,
    "shots": shots,
    "vision_loop": vision_loop,
    "vision_bare": vision_bare,
}

if __name__ == "__main__":
    print(json.dumps(COMMANDS[sys.argv[1]](*sys.argv[2:])))
