"""What the peer scripts share: sites of six PNG files each, in the order of the files' names, and the loop that measures."""

import time

CHANNELS = 6


def read(folder):
    """The sites as arrays [channel, y, x] of bytes."""
    import numpy
    from PIL import Image

    files = sorted(folder.rglob("*.png"))
    return [
        numpy.stack([numpy.asarray(Image.open(file)) for file in files[i : i + CHANNELS]])
        for i in range(0, len(files) - CHANNELS + 1, CHANNELS)
    ]


def window(draw, side):
    """The window of a zoom in an image of that side: left, top, width."""
    width = max(1, round(side * draw["share"]))
    return round((side - width) * draw["x"]), round((side - width) * draw["y"]), width


def per_second(batch, seconds):
    """Samples per second of CPU time of a function that makes a batch and returns how many samples it has."""
    batch()  # warm-up
    count = 0
    start = time.process_time()
    while time.process_time() - start < seconds:
        count += batch()
    return count / (time.process_time() - start)
