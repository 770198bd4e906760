#!/usr/bin/env python3
"""Decodes PNG files with Pillow and OpenCV in one thread, as peers of `./wellstream bench decode`, which runs this script with --python.
Prints a line of JSON for each library, with the images per second of
CPU time. Needs Python 3.9, pillow and opencv-python-headless:

    python3 -m venv venv && venv/bin/pip install pillow opencv-python-headless
    ./wellstream bench decode --python venv/bin/python
"""

import argparse
import io
import json
import time
from pathlib import Path


def with_pillow(files):
    import numpy
    import PIL
    from PIL import Image

    return f"pillow {PIL.__version__}", lambda file: numpy.asarray(Image.open(io.BytesIO(file)))


def with_opencv(files):
    import cv2
    import numpy

    cv2.setNumThreads(1)
    arrays = {id(file): numpy.frombuffer(file, numpy.uint8) for file in files}
    return f"opencv {cv2.__version__}", lambda file: cv2.imdecode(arrays[id(file)], cv2.IMREAD_UNCHANGED)


def per_second(decode, files, seconds):
    for file in files:  # warm-up
        decode(file)
    count = 0
    start = time.process_time()
    while time.process_time() - start < seconds:
        for file in files:
            decode(file)
        count += len(files)
    return count / (time.process_time() - start)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=6)
    options = parser.parse_args()
    files = [path.read_bytes() for path in sorted(options.images.rglob("*.png"))]
    for peer in (with_pillow, with_opencv):
        name = peer.__name__[len("with_") :]
        try:
            version, decode = peer(files)
            line = {"name": name, "version": version, "per_s": per_second(decode, files, options.seconds)}
        except ImportError as error:
            line = {"name": name, "missing": str(error)}
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
