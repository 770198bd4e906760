#!/usr/bin/env python3
"""Trains the arms of `./wellstream bench accuracy` in PyTorch: the same networks, sites, recipes, seeds and number of samples, with the
augmentations, normalisations and the loop written here from their description. It writes predictions.csv and runs.csv, which
`./wellstream bench accuracy --from` compares with Wellstream's own. Needs Python 3.9, numpy and torch:

    python3 -m venv venv && venv/bin/pip install numpy torch==2.10.0
    ./wellstream bench accuracy --export sites --arms recommended
    venv/bin/python benchmarks/accuracy_pytorch.py sites --threads 2
    ./wellstream bench accuracy --from accuracy,sites --out both

A recipe with a setting that this script does not implement is refused by its name.
"""

import argparse
import csv
import functools
import json
import math
import sys
import time
from pathlib import Path

import numpy
import torch
import torch.nn.functional as F

from train_pytorch import NETWORKS

PRESETS = {  # docs/training.md
    "seed-2019": {"network": {"name": "six-branch"}, "normalization": "unit", "augmentation": "seed-2019"},
    "recommended": {
        "network": {"name": "stacked-resnet"},
        "normalization": "sample",
        "augmentation": "recommended",
        "labelSmoothing": 0.1,
        "cutmix": {"alpha": 1.0, "probability": 0.5},
        "jitter": {"gain": 0.1, "offset": 0.1},
        "channelDropout": 0.2,
        "optimizer": "adamw",
        "weightDecay": 0.05,
    },
}
RATES = {"seed-2019": 0.1 / 256, "recommended": 0.032 / 256}  # per sample of a batch
KNOWN = {"preset", "network", "normalization", "augmentation", "imageSide", "batchSize", "epochs", "learningRate",
         "engine", "labelSmoothing", "cutmix", "jitter", "channelDropout", "optimizer", "weightDecay"}


class Sites:
    """The sites of one cell type; the pixels stay bytes, on disk."""

    def __init__(self, folder, cell_type):
        self.pixels = numpy.load(folder / f"pixels-{cell_type}.npy", mmap_mode="r")
        with open(folder / f"sites-{cell_type}.csv", newline="") as table:
            self.rows = list(csv.DictReader(table))
        self.classes = sorted({row["label"] for row in self.rows if row["set"] == "train"})
        number = {label: i for i, label in enumerate(self.classes)}
        self.labels = torch.tensor([number.get(row["label"], -1) for row in self.rows])
        self.train = [i for i, row in enumerate(self.rows) if row["set"] == "train"]
        self.unseen = [i for i, row in enumerate(self.rows) if row["set"] == "unseen"]
        self.held_back = []

    def hold_back(self, share, seed):
        """The split of 2019: random sites of training wells for validation; the other sites of the same wells are trained on."""
        chosen = numpy.random.default_rng(seed).random(len(self.train)) < share
        self.held_back = [i for i, held in zip(self.train, chosen) if held]
        self.train = [i for i, held in zip(self.train, chosen) if not held]

    def site(self, i):
        return torch.from_numpy(numpy.array(self.pixels[i], dtype=numpy.float32))

    @functools.cache
    def statistics(self, i):
        """Mean and standard deviation of each channel [channel, 1, 1]."""
        deviation, mean = torch.std_mean(self.site(i), (1, 2), keepdim=True)
        return mean, deviation.clamp_min(1e-3)


def resize(image, side, mode):
    antialias = {} if mode == "area" else {"align_corners": False, "antialias": False}
    return F.interpolate(image[None], (side, side), mode=mode, **antialias)[0]


def seed_2019(image, side, random):
    image = resize(image, side, "bilinear")
    if random.random() < 0.5:
        tone = random.integers(3)
        if tone == 0:
            image = image + int(random.integers(-10, 11))
        elif tone == 1:
            image = image * random.uniform(0.9, 1.1)
        else:
            image = 127 + random.uniform(0.9, 1.1) * (image - 127)
        image = image.round().clamp(0, 255)
    if random.random() < 0.5:
        image = image.flip(2)
    if random.random() < 0.5:
        image = image.flip(1)
    top, bottom, left, right = (int(share * side) for share in random.uniform(0, 0.1, 4))
    return resize(image[:, top : side - bottom, left : side - right], side, "bilinear")


def recommended(image, side, random):
    whole = image.shape[1]
    part = max(1, round(random.uniform(0.5, 1) * whole))
    top, left = (int(random.integers(whole - part + 1)) for _ in range(2))
    image = resize(image[:, top : top + part, left : left + part], side, "area")
    if random.random() < 0.5:
        image = image.flip(2)
    if random.random() < 0.5:
        image = image.flip(1)
    if random.random() < 0.5:
        image = image.transpose(1, 2)
    if random.random() < DROPPED:
        image = drop_channel(image, random)
    return image


def drop_channel(image, random):
    image = image.clone()
    image[random.integers(image.shape[0])] = 0  # the mean of a normalised channel
    return image


def none(image, side, random):
    return resize(image, side, "area")


DROPPED = 0.2  # of the samples of augmentation `recommended`
AUGMENTATIONS = {"none": none, "seed-2019": seed_2019, "recommended": recommended}


class Recipe:
    def __init__(self, name, settings):
        self.name = name
        preset = settings.get("preset")
        settings = {**PRESETS.get(preset, {}), **settings}
        unknown = set(settings) - KNOWN
        if unknown:
            sys.exit(f"arm {name} sets {sorted(unknown)}, which this script does not implement")
        self.network = settings["network"]["name"]
        if set(settings["network"]) - {"name"}:
            sys.exit(f"arm {name} sets {settings['network']}; this script implements the networks' defaults only")
        self.normalization = settings["normalization"]
        self.augmentation = AUGMENTATIONS[settings["augmentation"]]
        self.side = settings["imageSide"]
        self.batch = settings["batchSize"]
        self.epochs = settings["epochs"]
        rate = settings.get("learningRate", {})
        self.rate = rate.get("base") or RATES[preset] * self.batch
        self.smoothing = settings.get("labelSmoothing", 0.0)
        self.cutmix = {"alpha": 1.0, "probability": 0.0, **settings.get("cutmix", {})}
        self.jitter = {"gain": 0.0, "offset": 0.0, **settings.get("jitter", {})}
        self.dropout = settings.get("channelDropout")
        self.optimizer = settings.get("optimizer", "adam")
        self.decay = settings.get("weightDecay", 0.01 if self.optimizer == "adamw" else 0.0)
        if self.optimizer not in ("adam", "adamw"):
            sys.exit(f"arm {name}: this script implements optimizers adam and adamw")
        schedule = rate.get("schedule", "warmup-cosine")
        if self.normalization not in ("unit", "sample") or schedule != "warmup-cosine":
            sys.exit(f"arm {name}: this script implements normalizations unit and sample, and schedule warmup-cosine")
        if self.dropout and not (self.augmentation is recommended and self.dropout == DROPPED):
            sys.exit(f"arm {name}: this script drops channels of augmentation recommended only, {DROPPED} of the samples")

    def prepare(self, sites, i, random):
        """The pixels of one site as the network gets them; without `random`, as for validation."""
        image = sites.site(i)
        if self.normalization == "sample":
            mean, deviation = sites.statistics(i)
            image = (image - mean) / deviation
        plain = none if self.augmentation is not seed_2019 else lambda i, side, r: resize(i, side, "bilinear")
        image = (self.augmentation if random is not None else plain)(image, self.side, random)
        if self.normalization == "unit":
            return image / 255
        return image if random is None else self.vary(image, random)

    def vary(self, image, random):
        channels = image.shape[0]
        dropped = image.flatten(1).abs().amax(1) == 0
        if self.dropout and dropped.any():
            image = image * math.sqrt(channels / (channels - 1))
        gain = torch.from_numpy(random.normal(1, self.jitter["gain"], channels)).float()
        offset = torch.from_numpy(random.normal(0, self.jitter["offset"], channels)).float()
        return torch.where(dropped[:, None, None], image, image * gain[:, None, None] + offset[:, None, None])

    def optimize(self, network):
        """Weight decay spares biases and batch norms."""
        if self.optimizer == "adam":
            return torch.optim.Adam(network.parameters(), lr=self.rate, eps=1e-8)
        kernels = [weight for weight in network.parameters() if weight.dim() > 1]
        others = [weight for weight in network.parameters() if weight.dim() <= 1]
        groups = [{"params": kernels, "weight_decay": self.decay}, {"params": others, "weight_decay": 0.0}]
        return torch.optim.AdamW(groups, lr=self.rate, eps=1e-8)

    def mix(self, pixels, labels, random):
        """CutMix (Yun et al. 2019): soft labels [sample, class] follow the area of the box."""
        if random.random() >= self.cutmix["probability"]:
            return pixels, labels
        side = pixels.shape[-1]
        half = int(side * math.sqrt(1 - random.beta(self.cutmix["alpha"], self.cutmix["alpha"]))) // 2
        x, y = random.integers(side, size=2)
        left, right, top, bottom = max(0, x - half), min(side, x + half), max(0, y - half), min(side, y + half)
        partners = torch.from_numpy(random.permutation(len(pixels)))
        mixed = pixels.clone()
        mixed[:, :, top:bottom, left:right] = pixels[partners, :, top:bottom, left:right]
        share = (bottom - top) * (right - left) / side**2
        return mixed, (1 - share) * labels + share * labels[partners]

    def factor(self, step, steps):
        warm_up = max(1.0, steps / 30)
        if step + 1 <= warm_up:
            return (step + 1) / warm_up
        return 0.5 * (1 + math.cos(math.pi * min(1.0, (step + 1 - warm_up) / max(1.0, steps + 1 - warm_up))))


def initialise(network):
    """As Wellstream does: convolutions by He et al. 2015, dense layers by Glorot and Bengio 2010, biases 0."""
    for module in network.modules():
        if isinstance(module, torch.nn.Conv2d):
            torch.nn.init.kaiming_uniform_(module.weight, nonlinearity="relu")
        elif isinstance(module, torch.nn.Linear):
            torch.nn.init.xavier_uniform_(module.weight)
        if isinstance(module, (torch.nn.Conv2d, torch.nn.Linear)) and module.bias is not None:
            torch.nn.init.zeros_(module.bias)


def train(recipe, sites, seed):
    torch.manual_seed(seed)
    random = numpy.random.default_rng(seed)
    network, penalties = NETWORKS[recipe.network](torch, recipe.side, len(sites.classes))
    initialise(network)
    network.train()
    optimizer = recipe.optimize(network)
    if recipe.decay:
        penalties = []  # docs/training.md: weight decay replaces the network's own penalty
    batches = len(sites.train) // recipe.batch
    steps = recipe.epochs * batches
    step = 0
    for _ in range(recipe.epochs):
        order = random.permutation(sites.train)
        for b in range(batches):
            chosen = order[b * recipe.batch : (b + 1) * recipe.batch]
            pixels = torch.stack([recipe.prepare(sites, i, random) for i in chosen])
            pixels, labels = recipe.mix(pixels, F.one_hot(sites.labels[chosen], len(sites.classes)).float(), random)
            for group in optimizer.param_groups:
                group["lr"] = recipe.rate * recipe.factor(step, steps)
            optimizer.zero_grad()
            loss = F.cross_entropy(network(pixels), labels, label_smoothing=recipe.smoothing)
            loss = loss + sum(l2 * weight.square().sum() for weight, l2 in penalties)
            loss.backward()
            optimizer.step()
            step += 1
    return network.eval(), step * recipe.batch


@torch.no_grad()
def accuracy(recipe, network, sites, chosen):
    """Of single sites."""
    right = 0
    for i in chosen:
        right += int(network(recipe.prepare(sites, i, None)[None]).argmax() == sites.labels[i])
    return right / len(chosen)


@torch.no_grad()
def predict(recipe, network, sites):
    """The label of each unseen well, by the mean of its sites' log-probabilities."""
    scores = {}
    for i in sites.unseen:
        row = sites.rows[i]
        logs = F.log_softmax(network(recipe.prepare(sites, i, None)[None]), 1)[0]
        key = (row["experiment"], row["plate"], row["well"], row["label"])
        scores[key] = scores.get(key, 0) + logs
    return {key: sites.classes[int(total.argmax())] for key, total in scores.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="written by ./wellstream bench accuracy --export")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seeds", type=int, help="default: as exported")
    parser.add_argument("--arm", action="append", help="one of the exported arms; repeatable; default: all")
    parser.add_argument("--random-sites", type=float, metavar="SHARE", help="hold back this share of the training sites")
    parser.add_argument("--out", type=Path, help="folder for the results; default: the exported folder")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    plan = json.loads((options.folder / "plan.json").read_text())
    recipes = [
        Recipe(arm["name"], arm["settings"]) for arm in plan["arms"] if not options.arm or arm["name"] in options.arm
    ]
    out = options.out or options.folder
    out.mkdir(parents=True, exist_ok=True)
    predictions = open(out / "predictions.csv", "w", newline="")
    runs = open(out / "runs.csv", "w", newline="")
    with predictions, runs:
        wells = csv.writer(predictions, lineterminator="\n")
        wells.writerow(["arm", "seed", "experiment", "plate", "well", "truth", "predicted"])
        took = csv.writer(runs, lineterminator="\n")
        took.writerow(["arm", "cell_type", "seed", "seconds", "starved", "samples", "leaking_accuracy", "parameters"])
        for seed in range(1, (options.seeds or plan["seeds"]) + 1):
            for cell_type in plan["cell_types"]:
                sites = Sites(options.folder, cell_type)
                if options.random_sites:
                    sites.hold_back(options.random_sites, seed)
                for recipe in recipes:
                    started = time.perf_counter()
                    network, samples = train(recipe, sites, seed)
                    seconds = time.perf_counter() - started
                    answers = predict(recipe, network, sites)
                    name = f"pytorch {recipe.name}"
                    for (experiment, plate, well, truth), label in answers.items():
                        wells.writerow([name, seed, experiment, plate, well, truth, label])
                    leaking = f"{accuracy(recipe, network, sites, sites.held_back):.4f}" if sites.held_back else ""
                    took.writerow([name, cell_type, seed, f"{seconds:.1f}", "0.0", samples, leaking, ""])
                    predictions.flush()
                    runs.flush()
                    right = sum(truth == label for (_, _, _, truth), label in answers.items())
                    held = f", {leaking} of {len(sites.held_back)} held-back sites" if leaking else ""
                    print(
                        f"{name} {cell_type} seed {seed}: {right} of {len(answers)} unseen wells"
                        f" ({accuracy(recipe, network, sites, sites.unseen):.4f} of their sites){held}, {seconds:.0f} s",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
