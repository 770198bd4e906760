#!/usr/bin/env python3
"""Measures the cost of images, samples and wells: measure.py FOLDER [--side 512] [--network-side 224] [--epochs 2]

Runs a separate system under FOLDER (absent or empty), ingests a simulated screen with images of the given side, trains one run,
scores its unseen wells, and prints each service's throughput per core and second of CPU time. CPU time is the process's
(utime + stime), so other work on the machine slows the run but hardly changes the figures.
"""

import argparse
import csv
import json
import os
import pathlib
import re
import subprocess
import sys
import time
import urllib.request

HOME = pathlib.Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")


def wellstream(*arguments):
    print("$ ./wellstream", *arguments, flush=True)
    subprocess.run([HOME / "wellstream", *map(str, arguments)], check=True)


class System:
    """A running system: its processes, their counters, and their CPU time."""

    def __init__(self, data):
        self.data = data
        endpoints = json.loads((data / "endpoints.json").read_text())
        self.processes = {"broker and store": endpoints["launcherPid"]}
        self.urls = {}
        for name, address in endpoints["services"].items():
            self.processes[name] = address["pid"]
            self.urls[name] = address["url"]

    def cpu(self):
        """CPU seconds by process."""
        used = {}
        for name, pid in self.processes.items():
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            used[name] = (int(fields[11]) + int(fields[12])) / TICKS
        return used

    def counted(self):
        """Every counter of every service, summed over its labels."""
        sums = {}
        for url in self.urls.values():
            plain = urllib.request.Request(url + "/q/metrics", headers={"Accept": "text/plain"})
            with urllib.request.urlopen(plain) as reply:
                for line in reply.read().decode().splitlines():
                    found = re.match(r"^([a-z_]+)(?:\{[^}]*})? ([0-9.eE+-]+)$", line)
                    if found:
                        sums[found[1]] = sums.get(found[1], 0) + float(found[2])
        return sums


class Phase:
    """The differences of CPU time and counters between start and end."""

    def __init__(self, system):
        self.system, self.started, self.cpu, self.counted = system, time.time(), system.cpu(), system.counted()

    def end(self):
        cpu, counted = self.system.cpu(), self.system.counted()
        self.seconds = time.time() - self.started
        self.cpu = {name: cpu[name] - self.cpu[name] for name in cpu}
        self.counted = {name: value - self.counted.get(name, 0) for name, value in counted.items()}
        return self


def size_of(folder, pattern):
    sizes = [file.stat().st_size for file in folder.rglob(pattern) if file.is_file()]
    return len(sizes), sum(sizes)


def per_core(what, count, phase, process):
    used = phase.cpu[process]
    print(f"  {process:18} {count:9,.0f} {what:22} {used:8.1f} s of CPU time  {count / used:9.1f} {what} per core and second")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("--side", type=int, default=512)
    options.add_argument("--network-side", type=int, default=224)
    options.add_argument("--epochs", type=int, default=2)
    chosen = options.parse_args()
    root = chosen.folder.resolve()
    root.mkdir(parents=True, exist_ok=True)
    if any(root.iterdir()):
        sys.exit(f"{root} is not empty")
    screen, data = root / "screen", root / "data"
    wellstream("simulate", screen, "--side", chosen.side, "--truth", root / "truth.csv")
    wellstream("up", "--data", data)
    try:
        measure(System(data), screen, chosen)
    finally:
        wellstream("down", "--data", data)


def measure(system, screen, chosen):
    of = ["--data", system.data]
    print(f"\nload before: {os.getloadavg()}, {os.cpu_count()} cores")
    images, image_bytes = size_of(screen, "*.png")
    phase = Phase(system)
    wellstream("ingest", screen, "--dataset", "capacity", *of)
    phase.end()
    print(f"\nIngest of {images:,} images of {chosen.side} px, {image_bytes / images / 1000:.1f} kB each, in {phase.seconds:.0f} s")
    per_core("images", images, phase, "ingest")
    per_core("images", images, phase, "broker and store")
    wells = phase.counted["ingest_wells_total"]
    stored, stored_bytes = size_of(system.data / "objects", "*")
    _, log_bytes = topic(system.data, "wells")
    print(f"  stored: {stored:,} files, {stored_bytes / images / 1000:.1f} kB per image; a well's message {log_bytes / wells:,.0f} bytes")

    phase = Phase(system)
    wellstream("train", "--dataset", "capacity", "--cell-type", "HUVEC", "--run", "measured", "--side", chosen.network_side,
               "--epochs", chosen.epochs, *of)
    phase.end()
    print(f"\nTraining at {chosen.network_side} px, {chosen.epochs} epochs, in {phase.seconds:.0f} s")
    per_core("samples", phase.counted["augment_samples_total"], phase, "augment")
    per_core("samples", phase.counted["trainer_samples_total"], phase, "trainer")
    step, starved = phase.counted["trainer_step_seconds_sum"], phase.counted["trainer_starved_seconds_sum"]
    print(f"  trainer: {step:.0f} s training, {starved:.0f} s waiting for batches")
    requests = phase.counted["trainer_requests_total"]
    for name in ("batch-requests", "batches"):
        print(f"  {name}: {topic(system.data, name)[1] / requests:,.0f} bytes per message")

    for time_asked in ("first", "second", "third"):
        phase = Phase(system)
        predict(screen, of)
        phase.end()
        print(f"\nScoring, the {time_asked} time, in {phase.seconds:.0f} s including the command's start")
        per_core("sites", phase.counted["scorer_sites_total"], phase, "scorer")


def predict(screen, of):
    with open(screen / "test.csv", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["experiment"].startswith("HUVEC")]
    wells = [f"{row['experiment']}/{row['plate']}/{row['well']}" for row in rows]
    wellstream("predict", "--dataset", "capacity", *wells, "--top", 1, *of)


def topic(data, name):
    """Number of a topic's segments and their total bytes."""
    return size_of(data / "kafka", f"{name}-[0-9]*/*.log")


main()
