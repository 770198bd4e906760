#!/usr/bin/env python3
"""Trains Wellstream's networks in PyTorch, as a peer of `./wellstream bench train`: the same architectures, losses, batches of noise
and measurements, and the same line of JSON per measurement. Needs Python 3.9, numpy and torch:

    python3 -m venv venv && venv/bin/pip install numpy torch==2.10.0
    venv/bin/python benchmarks/train_pytorch.py --network stacked-resnet --side 128 --precision float32,bf16
"""

import argparse
import json
import resource
import subprocess
import sys
import time

CHANNELS = 6
WARM_UP = 5
LEAST_STEPS = 5
BATCHES = 4


def stacked_resnet(torch, side, classes):
    nn = torch.nn

    def norm(filters):
        return nn.BatchNorm2d(filters, eps=1e-5, momentum=0.1)

    class Residual(nn.Module):
        def __init__(self, inputs, filters):
            super().__init__()
            self.conv1 = nn.Conv2d(inputs, filters, 3, 2, 1, bias=False)
            self.norm1 = norm(filters)
            self.conv2 = nn.Conv2d(filters, filters, 3, 1, 1, bias=False)
            self.norm2 = norm(filters)
            self.around = nn.Conv2d(inputs, filters, 1, 2, 0, bias=False)
            self.around_norm = norm(filters)

        def forward(self, x):
            y = torch.relu_(self.norm1(self.conv1(x)))
            return torch.relu_(self.norm2(self.conv2(y)) + self.around_norm(self.around(x)))

    class Resnet(nn.Module):
        def __init__(self):
            super().__init__()
            self.fold = nn.PixelUnshuffle(2)
            self.stem = nn.Conv2d(4 * CHANNELS, 32, 3, 2, 1, bias=False)
            self.norm = norm(32)
            self.blocks = nn.Sequential(Residual(32, 64), Residual(64, 128))
            self.dropout = nn.Dropout(0.2)
            self.logits = nn.Linear(128, classes)

        def forward(self, x):
            x = torch.relu_(self.norm(self.stem(self.fold(x))))
            return self.logits(self.dropout(self.blocks(x).mean((2, 3))))

    network = Resnet()
    return network, [(network.logits.weight, 1e-4)]


def six_branch(torch, side, classes):
    nn = torch.nn

    def branch():
        layers = []
        inputs = 1
        for block in range(6):
            filters = 16 << block
            layers += [nn.Conv2d(inputs, filters, 3, 1, 1), nn.ReLU(inplace=True)]
            layers += [nn.BatchNorm2d(filters, eps=1e-3, momentum=0.01)]
            layers += [nn.MaxPool2d(2)] if block < 5 else []
            inputs = filters
        return nn.Sequential(*layers)

    class SixBranch(nn.Module):
        def __init__(self):
            super().__init__()
            self.branches = nn.ModuleList(branch() for _ in range(CHANNELS))
            self.dense = nn.Linear(CHANNELS * 512, 1000)
            self.norm = nn.BatchNorm1d(1000, eps=1e-3, momentum=0.01)
            self.dropout = nn.Dropout(0.3)
            self.logits = nn.Linear(1000, classes)

        def forward(self, x):
            maps = [branch(x[:, c : c + 1]).mean((2, 3)) for c, branch in enumerate(self.branches)]
            x = torch.relu_(self.dense(torch.cat(maps, 1)))
            return self.logits(self.dropout(self.norm(x)))

    network = SixBranch()
    return network, [(network.dense.weight, 1e-3), (network.logits.weight, 1e-3)]


NETWORKS = {"stacked-resnet": stacked_resnet, "six-branch": six_branch}


def peak_multiply_adds(torch, device, half):
    """Per second, of the fastest of some products of two large matrices."""
    side = 2048
    left, right = torch.randn(side, side, device=device), torch.randn(side, side, device=device)
    fastest = float("inf")
    end = time.perf_counter() + 2
    with torch.no_grad(), torch.autocast(torch.device(device).type, dtype=torch.bfloat16, enabled=half):
        while time.perf_counter() < end:
            started = time.perf_counter()
            (left @ right)[0, 0].item()  # waits for a card
            fastest = min(fastest, time.perf_counter() - started)
    return side**3 / fastest


def multiply_adds(torch, network, side):
    """Of convolutions and dense layers, in one forward pass of one sample."""
    total = 0

    def count(layer, inputs, output):
        nonlocal total
        per_output = layer.weight[0].numel()
        total += output[0].numel() * per_output

    hooks = [
        layer.register_forward_hook(count)
        for layer in network.modules()
        if isinstance(layer, (torch.nn.Conv2d, torch.nn.Linear))
    ]
    with torch.no_grad():
        network.eval()(torch.zeros(1, CHANNELS, side, side))
        network.train()
    for hook in hooks:
        hook.remove()
    return total


def measure(network_name, side, batch, classes, precision, seconds, device):
    import numpy
    import torch

    if device != "cpu":
        torch.cuda.synchronize()
    torch.manual_seed(1)
    network, penalties = NETWORKS[network_name](torch, side, classes)
    per_sample = multiply_adds(torch, network, side)
    half = precision == "bf16"
    layout = torch.channels_last if half else torch.contiguous_format
    network = network.to(device, memory_format=layout).train()
    penalised = {id(weight) for weight, _ in penalties}
    groups = [{"params": [weight], "weight_decay": 2 * l2} for weight, l2 in penalties]
    groups.append({"params": [p for p in network.parameters() if id(p) not in penalised]})
    optimizer = torch.optim.Adam(groups, lr=1e-4)
    random = numpy.random.default_rng(1)
    batches = [
        (
            torch.from_numpy(random.integers(0, 256, (batch, CHANNELS, side, side), dtype=numpy.uint8)),
            torch.from_numpy(random.integers(0, classes, batch)),
        )
        for _ in range(BATCHES)
    ]

    def step(pixels, labels):
        x = pixels.to(device).float().mul_(1 / 64).sub_(2).contiguous(memory_format=layout)
        labels = labels.to(device)
        optimizer.zero_grad()
        with torch.autocast(torch.device(device).type, dtype=torch.bfloat16, enabled=half):
            logits = network(x)
        loss = torch.nn.functional.cross_entropy(logits.float(), labels, label_smoothing=0.1)
        loss.backward()
        optimizer.step()
        return loss.item(), int((logits.argmax(1) == labels).sum())

    speeds = []
    end = None
    number = 0
    while number < WARM_UP + LEAST_STEPS or time.perf_counter() < end:
        started = time.perf_counter()
        if number == WARM_UP:
            end = started + seconds
        step(*batches[number % BATCHES])
        if number >= WARM_UP:
            speeds.append(batch / (time.perf_counter() - started))
        number += 1
        end = end if end is not None else float("inf")
    speeds.sort()
    peak_memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    per_second = speeds[len(speeds) // 2] * 3 * per_sample  # forward, and backward to inputs and to weights
    return {
        "network": network_name,
        "side": side,
        "batch": batch,
        "engine": "pytorch",
        "precision": precision,
        "device": device,
        "samples_per_s": round(speeds[len(speeds) // 2], 2),
        "samples_per_s_low": round(speeds[len(speeds) // 4], 2),
        "samples_per_s_high": round(speeds[len(speeds) * 3 // 4], 2),
        "multiply_adds_per_s_billions": round(per_second / 1e9, 2),
        "flop_utilization": round(per_second / peak_multiply_adds(torch, device, half), 3),
        "peak_memory_mb": round(peak_memory / 1e6),
        "environment": f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads",
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", default="stacked-resnet")
    parser.add_argument("--side", default="128")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--classes", type=int, default=1108)
    parser.add_argument("--precision", default="float32")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args()
    cases = [
        (network, int(side), precision)
        for network in options.network.split(",")
        for side in options.side.split(",")
        for precision in options.precision.split(",")
    ]
    if len(cases) == 1:
        (network, side, precision) = cases[0]
        print(
            json.dumps(
                measure(network, side, options.batch, options.classes, precision, options.seconds, options.device)
            ),
            flush=True,
        )
        return
    for network, side, precision in cases:  # a process each, so that each has its own peak of memory
        single = ["--network", network, "--side", str(side), "--precision", precision, "--batch", str(options.batch)]
        single += ["--classes", str(options.classes), "--seconds", str(options.seconds), "--device", options.device]
        subprocess.run([sys.executable, __file__, *single], check=True)


if __name__ == "__main__":
    main()
