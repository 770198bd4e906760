#!/usr/bin/env python3
"""Augments sites with OpenCV, torchvision and albumentations in one thread, as peers of `./wellstream bench augment`, which runs this
script with --python. OpenCV and torchvision apply the windows, flips and turns that Wellstream drew; albumentations draws its own from the
same distributions. All resize by areas or with antialiasing and write a batch of bytes. Prints a line of JSON for each library. Needs
Python 3.9, pillow and numpy, and the libraries that are to be measured:

    python3 -m venv venv && venv/bin/pip install pillow opencv-python-headless albumentations torch torchvision
    ./wellstream bench augment --python venv/bin/python
"""

import argparse
import itertools
import json
from pathlib import Path

import peer_sites

BATCH = 32


def with_opencv(sites, draws, side):
    import cv2
    import numpy

    cv2.setNumThreads(1)
    batch = numpy.empty((BATCH, peer_sites.CHANNELS, side, side), numpy.uint8)
    turn = itertools.cycle(zip(itertools.cycle(sites), draws))

    def one(site, draw, out):
        left, top, width = peer_sites.window(draw, site.shape[1])
        for channel in range(peer_sites.CHANNELS):
            plane = site[channel, top : top + width, left : left + width]
            plane = cv2.resize(plane, (side, side), interpolation=cv2.INTER_AREA)
            if draw.get("flip_x"):
                plane = cv2.flip(plane, 1)
            if draw.get("flip_y"):
                plane = cv2.flip(plane, 0)
            if draw.get("transpose"):
                plane = cv2.transpose(plane)
            out[channel] = plane

    def make():
        for sample in range(BATCH):
            one(*next(turn), batch[sample])
        return BATCH

    return f"opencv {cv2.__version__}", make


def with_torchvision(sites, draws, side):
    import torch
    import torchvision
    from torchvision.transforms.v2 import functional

    torch.set_num_threads(1)
    batch = torch.empty((BATCH, peer_sites.CHANNELS, side, side), dtype=torch.uint8)
    tensors = [torch.from_numpy(site.copy()) for site in sites]
    turn = itertools.cycle(zip(itertools.cycle(tensors), draws))

    def one(site, draw, out):
        left, top, width = peer_sites.window(draw, site.shape[1])
        image = functional.resized_crop(site, top, left, width, width, [side, side], antialias=True)
        if draw.get("flip_x"):
            image = functional.horizontal_flip(image)
        if draw.get("flip_y"):
            image = functional.vertical_flip(image)
        if draw.get("transpose"):
            image = image.transpose(1, 2)
        out.copy_(image)

    def make():
        for sample in range(BATCH):
            one(*next(turn), batch[sample])
        return BATCH

    return f"torchvision {torchvision.__version__}", make


def with_albumentations(sites, draws, side):
    import albumentations
    import cv2
    import numpy

    cv2.setNumThreads(1)
    full = sites[0].shape[1]
    transform = albumentations.Compose(
        [
            albumentations.RandomSizedCrop((full // 2, full), (side, side), interpolation=cv2.INTER_AREA),
            albumentations.HorizontalFlip(p=0.5),
            albumentations.VerticalFlip(p=0.5),
            albumentations.Transpose(p=0.5),
        ]
    )
    images = itertools.cycle([numpy.ascontiguousarray(site.transpose(1, 2, 0)) for site in sites])
    batch = numpy.empty((BATCH, peer_sites.CHANNELS, side, side), numpy.uint8)

    def make():
        for sample in range(BATCH):
            batch[sample] = transform(image=next(images))["image"].transpose(2, 0, 1)
        return BATCH

    return f"albumentations {albumentations.__version__}", make


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=Path, required=True)
    parser.add_argument("--draws", type=Path, required=True, help="as `./wellstream bench augment` writes them")
    parser.add_argument("--seconds", type=float, default=6)
    options = parser.parse_args()
    drawn = json.loads(options.draws.read_text())
    sites = peer_sites.read(options.images)
    for peer in (with_opencv, with_torchvision, with_albumentations):
        name = peer.__name__[len("with_") :]
        try:
            version, make = peer(sites, drawn["samples"], drawn["side"])
            line = {"name": name, "version": version, "per_s": peer_sites.per_second(make, options.seconds)}
        except ImportError as error:
            line = {"name": name, "missing": str(error)}
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
