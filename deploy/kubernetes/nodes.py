"""Nodes without kubelets: the scheduler places pods on them, and each pod is reported as running and ready. No container starts."""

import threading
import time

from control_plane import Problem

# As large as a small real cluster; the card is behind the taint that our overlays tolerate.
NODES = {
    "cpu-1": {"capacity": {"cpu": "32", "memory": "128Gi", "pods": "110", "ephemeral-storage": "500Gi"}, "taints": []},
    "gpu-1": {
        "capacity": {"cpu": "16", "memory": "64Gi", "pods": "110", "ephemeral-storage": "500Gi", "nvidia.com/gpu": "1"},
        "taints": [{"key": "nvidia.com/gpu", "value": "present", "effect": "NoSchedule"}],
    },
}


def now():
    """The time as Kubernetes writes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def is_ready(pod):
    """Whether a pod can be sent calls."""
    conditions = pod.get("status", {}).get("conditions", [])
    return "deletionTimestamp" not in pod["metadata"] and any(c["type"] == "Ready" and c["status"] == "True" for c in conditions)


def app(pod):
    """The name of the workload that a pod belongs to."""
    return pod["metadata"].get("labels", {}).get("app.kubernetes.io/name", "")


class Nodes:
    """Does for all pods what kubelets would report: bound pods become ready, deleted pods end. Runs while its `with` block does."""

    def __init__(self, api):
        self.api, self.addresses, self.seen = api, 0, []
        self.lock, self.ended = threading.Lock(), threading.Event()
        self.thread = threading.Thread(target=self.run, name="nodes", daemon=True)

    def __enter__(self):
        for name, node in NODES.items():
            self.api.call("POST", "/api/v1/nodes", {
                "apiVersion": "v1",
                "kind": "Node",
                "metadata": {"name": name, "labels": {"kubernetes.io/hostname": name}},
                "spec": {"taints": node["taints"]},
                "status": {"capacity": node["capacity"], "allocatable": node["capacity"],
                           "conditions": [{"type": "Ready", "status": "True", "reason": "Check", "lastHeartbeatTime": now()}]},
            })
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join(60)

    def run(self):
        """Looks at all pods twice a second."""
        while not self.ended.wait(0.5):
            with self.lock:
                try:
                    self.look()
                except (OSError, Problem):
                    continue  # the next look is half a second away

    def look(self):
        """Moves each pod one step, and remembers what there was before."""
        pods = self.api.items("/api/v1/pods")
        self.seen.append(pods)
        for pod in pods:
            path = f"/api/v1/namespaces/{pod['metadata']['namespace']}/pods/{pod['metadata']['name']}"
            if "deletionTimestamp" in pod["metadata"]:
                self.api.call("DELETE", path, {"gracePeriodSeconds": 0, "preconditions": {"uid": pod["metadata"]["uid"]}})
            elif pod["spec"].get("nodeName") and not is_ready(pod):
                self.api.call("PATCH", f"{path}/status", {"status": self.running(pod)}, "application/strategic-merge-patch+json")

    def running(self, pod):
        """The status of a pod whose containers have started and passed their probes."""
        self.addresses += 1
        address = f"10.1.{self.addresses // 250}.{self.addresses % 250 + 1}"
        containers = [{"name": each["name"], "image": each["image"], "imageID": "", "ready": True, "started": True, "restartCount": 0,
                       "state": {"running": {"startedAt": now()}}} for each in pod["spec"]["containers"]]
        conditions = [{"type": each, "status": "True", "lastTransitionTime": now()} for each in ("Initialized", "ContainersReady", "Ready")]
        return {"phase": "Running", "startTime": now(), "podIP": address, "podIPs": [{"ip": address}], "conditions": conditions,
                "containerStatuses": containers}

    def fewest_ready(self, name):
        """The smallest number of ready pods of a workload since forget()."""
        return min(sum(is_ready(pod) for pod in pods if app(pod) == name) for pods in self.seen)

    def most(self, name):
        """The largest number of pods of a workload since forget(), those that are ending included."""
        return max(sum(app(pod) == name for pod in pods) for pods in self.seen)

    def forget(self):
        """Begins what fewest_ready() and most() look back on."""
        with self.lock:
            self.seen.clear()
