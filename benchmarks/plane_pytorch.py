#!/usr/bin/env python3
"""Reads a screen's PNG files with a PyTorch DataLoader of two workers and augments them with albumentations, as a peer of `./wellstream
bench plane`, which runs this script with --python. Prints a line of JSON. Needs Python 3.9:

    python3 -m venv venv && venv/bin/pip install torch opencv-python-headless albumentations
    ./wellstream bench plane --python venv/bin/python
"""

import argparse
import json
import time
from pathlib import Path

CHANNELS = 6
SIDE = 224
BATCH = 32
WORKERS = 2


def loader(folder):
    import albumentations
    import cv2
    import numpy
    import torch

    files = [str(path) for path in sorted(folder.rglob("*.png"))]

    class Sites(torch.utils.data.Dataset):
        def __init__(self):
            full = cv2.imread(files[0], cv2.IMREAD_UNCHANGED).shape[0]
            self.transform = albumentations.Compose(
                [
                    albumentations.RandomSizedCrop((full // 2, full), (SIDE, SIDE), interpolation=cv2.INTER_AREA),
                    albumentations.HorizontalFlip(p=0.5),
                    albumentations.VerticalFlip(p=0.5),
                    albumentations.Transpose(p=0.5),
                ]
            )

        def __len__(self):
            return 1_000_000  # the sites again and again; the measurement ends by time

        def __getitem__(self, index):
            cv2.setNumThreads(1)
            first = index % (len(files) // CHANNELS) * CHANNELS
            planes = [cv2.imread(file, cv2.IMREAD_UNCHANGED) for file in files[first : first + CHANNELS]]
            image = self.transform(image=numpy.stack(planes, axis=2))["image"]
            return torch.from_numpy(numpy.ascontiguousarray(image.transpose(2, 0, 1)))

    return torch.utils.data.DataLoader(
        Sites(), batch_size=BATCH, num_workers=WORKERS, multiprocessing_context="fork"
    )


def per_second(batches, seconds):
    for _ in range(2 * WORKERS):  # warm-up
        next(batches)
    count = 0
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        count += len(next(batches))
    return count / (time.perf_counter() - start)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    name = f"dataloader_{WORKERS}"
    try:
        line = {"name": name, "per_s": per_second(iter(loader(options.images)), options.seconds)}
    except ImportError as error:
        line = {"name": name, "missing": str(error)}
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
