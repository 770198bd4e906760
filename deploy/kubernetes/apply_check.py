"""Applies every overlay and the object store to a control plane: apply_check.py PROGRAMS MANIFESTS. Prints a table, or the first problem."""

import json
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from control_plane import ControlPlane, Problem, until
from nodes import Nodes, app, is_ready

KEYS = ("WELLSTREAM_STORE_ACCESS_KEY", "WELLSTREAM_STORE_SECRET_KEY", "WELLSTREAM_TOKEN")
COLUMNS = "{:21}{:>7}{:>6}  {:13}{:16}{:18}{}"


class Applied:
    """A folder of manifests, applied to a namespace that is otherwise empty."""

    def __init__(self, plane, nodes, manifests, namespace):
        self.plane, self.nodes, self.manifests, self.namespace = plane, nodes, manifests, namespace

    def kubectl(self, *arguments):
        """The output of kubectl in the namespace."""
        return self.plane.kubectl("--namespace", self.namespace, *arguments)

    def items(self, group, kind):
        """The objects of a kind in the namespace."""
        return self.plane.api.items(f"/{group}/namespaces/{self.namespace}/{kind}")

    def prepare(self):
        """Does what docs/run-in-a-cluster.md asks for before the first apply."""
        namespace = self.manifests / "namespace.yaml"
        self.plane.kubectl("apply", "-f", namespace if namespace.exists() else self.manifests.parent.parent / "base/namespace.yaml")
        until(self.no_service_account)
        secret = "store" if self.namespace == "store" else "wellstream"
        self.kubectl("create", "secret", "generic", secret, *(f"--from-literal={key}=not-a-secret" for key in KEYS))
        if self.namespace == "store":
            self.create_volume("data-store-0", "ReadWriteOnce")
        else:
            self.create_volume("screens", "ReadOnlyMany")
            spec = {"accessModes": ["ReadOnlyMany"], "storageClassName": "", "resources": {"requests": {"storage": "200Gi"}}}
            self.create(f"/api/v1/namespaces/{self.namespace}/persistentvolumeclaims",
                        {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "screens"}, "spec": spec})

    def no_service_account(self):
        """Pods need their namespace's service account, which a controller creates."""
        path = f"/api/v1/namespaces/{self.namespace}/serviceaccounts/default"
        return "" if self.plane.api.call("GET", path)[0] == 200 else f"namespace {self.namespace} has no service account"

    def create(self, path, body):
        """Creates one object."""
        status, answer = self.plane.api.call("POST", path, body)
        if status != 201:
            raise Problem(f"POST {path}: {status} {answer.get('message', '')}")

    def create_volume(self, claim, mode):
        """Creates a volume for one claim."""
        spec = {"capacity": {"storage": "200Gi"}, "accessModes": [mode], "hostPath": {"path": "/nowhere"},
                "claimRef": {"namespace": self.namespace, "name": claim}}
        self.create("/api/v1/persistentvolumes",
                    {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": claim}, "spec": spec})

    def workloads(self):
        """The Deployments and StatefulSets."""
        return self.items("apis/apps/v1", "deployments") + self.items("apis/apps/v1", "statefulsets")

    def pods(self):
        """All pods, those that are ending included."""
        return self.items("api/v1", "pods")

    def not_rolled_out(self):
        """Which workload does not have the pods that it asks for, or nothing."""
        pods = self.pods()
        for each in self.workloads():
            name, wanted, status = each["metadata"]["name"], each["spec"]["replicas"], each["status"]
            for condition in status.get("conditions", []):
                if condition["type"] == "ReplicaFailure" and condition["status"] == "True":
                    raise Problem(f"{name}: {condition['message']}")
            present = [pod for pod in pods if app(pod) == name]
            current = status.get("observedGeneration") == each["metadata"]["generation"] and status.get("updatedReplicas", 0) == wanted
            if not current or len(present) != wanted or not all(map(is_ready, present)):
                why = [c["message"] for pod in present for c in pod["status"].get("conditions", []) if c["status"] == "False" and "message" in c]
                return f"{name}: {sum(map(is_ready, present))} ready of {len(present)} pods, expected {wanted} {why or ''}"
        return ""

    def check_pods(self):
        """Each pod is where its workload belongs and has no way into the API server."""
        for pod in self.pods():
            spec = pod["spec"]
            has_card = "nvidia.com/gpu" in spec["containers"][0]["resources"]["limits"]
            if spec["nodeName"] != ("gpu-1" if has_card else "cpu-1"):
                raise Problem(f"{app(pod)} is on node {spec['nodeName']}")
            if any("projected" in volume for volume in spec.get("volumes", [])):
                raise Problem(f"{app(pod)} mounts a service account's token")

    def unrouted(self):
        """Which Service does not lead to the declared port of each of its pods, or nothing."""
        slices = self.items("apis/discovery.k8s.io/v1", "endpointslices")
        for workload in self.workloads():
            name = workload["metadata"]["name"]
            port = workload["spec"]["template"]["spec"]["containers"][0]["ports"][0]["containerPort"]
            addresses = {pod["status"]["podIP"] for pod in self.pods() if app(pod) == name}
            routed = {(address, p["port"]) for each in slices if each["metadata"]["labels"]["kubernetes.io/service-name"] == name
                      for endpoint in each["endpoints"] or [] if endpoint["conditions"]["ready"]
                      for address in endpoint["addresses"] for p in each["ports"] or []}
            if routed != {(address, port) for address in addresses}:
                return f"Service {name} leads to {sorted(routed)}, expected port {port} of {sorted(addresses)}"
        return ""

    def apply(self, manifests=None):
        """The lines of an apply, one for each object."""
        return self.plane.kubectl("apply", "-k", manifests or self.manifests).splitlines()

    def objects(self):
        """The applied objects as they are, without what controllers write. kubectl's own word for unchanged objects is often "configured"."""
        found = json.loads(self.plane.kubectl("get", "-k", self.manifests, "-o", "json"))["items"]
        for each in found:
            each.pop("status", None)
            each["metadata"].pop("resourceVersion")
        return found

    def check_again(self):
        """A second apply changes nothing."""
        before = self.objects()
        self.apply()
        changed = [f"{old['kind']} {old['metadata']['name']}" for old, new in zip(before, self.objects(), strict=True) if old != new]
        if changed:
            raise Problem(f"the second apply changed {', '.join(changed)}")
        return "no change"

    def check_restricted(self):
        """The namespace refuses a pod that is not restricted, so the pods that it has are."""
        container = {"name": "root", "image": "root"}
        status, answer = self.plane.api.call("POST", f"/api/v1/namespaces/{self.namespace}/pods?dryRun=All", {
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "root"}, "spec": {"containers": [container]}})
        if status != 403 or "violates PodSecurity \"restricted" not in answer.get("message", ""):
            raise Problem(f"a pod without any restriction is answered {status} {answer.get('message', '')}")

    def check_scaled(self):
        """An apply leaves the numbers of pods as they were scaled, to none too."""
        for replicas in (3, 0):
            self.kubectl("scale", "deployment/augment-service", f"--replicas={replicas}")
            until(self.not_rolled_out)
            self.check_again()
            until(self.not_rolled_out)
            actual = self.plane.api.get(f"/apis/apps/v1/namespaces/{self.namespace}/deployments/augment-service")["spec"]["replicas"]
            if actual != replicas:
                raise Problem(f"an apply scaled augment-service from {replicas} to {actual}")
        self.kubectl("scale", "deployment/augment-service", "--replicas=1")
        until(self.not_rolled_out)
        return "kept (3, 0)"

    def blocked(self):
        """Which disruption budget would block a drain for ever, or nothing."""
        for each in self.items("apis/policy/v1", "poddisruptionbudgets"):
            if each["status"].get("disruptionsAllowed", 0) < 1:
                return f"the budget of {each['metadata']['name']} allows no eviction while all its pods are ready"
        return ""

    def evict(self, pod):
        """The status with which the server answers an eviction."""
        name = pod["metadata"]["name"]
        body = {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": name, "namespace": self.namespace}}
        return self.plane.api.call("POST", f"/api/v1/namespaces/{self.namespace}/pods/{name}/eviction", body)[0]

    def check_evictions(self):
        """One scorer may be evicted, and the last ready one not."""
        until(self.blocked)
        first, second = [pod for pod in self.pods() if app(pod) == "scorer-service"]
        with self.nodes.lock:
            answers = self.evict(first), self.evict(second)
        if answers != (201, 429):
            raise Problem(f"evictions of two scorers are answered {answers}, expected (201, 429)")
        until(self.not_rolled_out)
        return "second refused"

    def check_update(self, folder):
        """A new image and a new setting reach every pod; Recreate never has two, and a rolling update never lacks one."""
        changed = Path(folder) / "changed"
        shutil.copytree(self.manifests.parent.parent, changed, dirs_exist_ok=True)
        for file in changed.rglob("kustomization.yaml"):
            file.write_text(file.read_text().replace("newTag: latest", "newTag: next"))
        connections = changed / "base/connections.env"
        connections.write_text(connections.read_text().replace("BUCKET=wellstream", "BUCKET=another"))
        self.nodes.forget()
        self.apply(changed / "overlays" / self.manifests.name)
        until(self.not_rolled_out)
        for pod in self.pods():
            container = pod["spec"]["containers"][0]
            settings = self.plane.api.get(f"/api/v1/namespaces/{self.namespace}/configmaps/{container['envFrom'][0]['configMapRef']['name']}")
            if not container["image"].endswith(":next") or settings["data"]["WELLSTREAM_STORE_BUCKET"] != "another":
                raise Problem(f"{app(pod)} runs {container['image']} with {settings['data']} after the update")
        return self.check_overlap()

    def check_overlap(self):
        """What there was of each workload during an update."""
        for each in self.workloads():
            name, replicas = each["metadata"]["name"], each["spec"]["replicas"]
            # A StatefulSet, which has no strategy, never has two pods of one name.
            alone = each["spec"].get("strategy", {"type": "Recreate"})["type"] == "Recreate"
            if alone and self.nodes.most(name) > replicas:
                raise Problem(f"{name}: {self.nodes.most(name)} pods at once during an update, expected at most {replicas}")
            if not alone and self.nodes.fewest_ready(name) < replicas:
                raise Problem(f"{name}: {self.nodes.fewest_ready(name)} ready pods during an update, expected at least {replicas}")
        if self.namespace == "store":
            return f"pods ≤ {self.nodes.most('store')}"
        return f"ready scorers ≥ {self.nodes.fewest_ready('scorer-service')}, trainers ≤ {self.nodes.most('trainer-service')}"

    def check_restart(self):
        """The object store's pod is replaced on the same volume."""
        before = self.pods()[0]["metadata"]["uid"]
        self.nodes.forget()
        self.kubectl("rollout", "restart", "statefulset/store")
        until(self.not_rolled_out)
        if self.pods()[0]["metadata"]["uid"] == before:
            raise Problem("rollout restart left the pod")
        return self.check_overlap()

    def remove(self):
        """Deletes the namespace, waits until it is gone, and deletes its volume."""
        self.plane.kubectl("delete", "namespace", self.namespace, "--timeout=180s")
        self.plane.kubectl("delete", "persistentvolume", "--all")


def check(applied, folder):
    """The table's row for one folder of manifests."""
    applied.prepare()
    objects = applied.apply()
    until(applied.not_rolled_out)
    pods = len(applied.pods())
    applied.check_pods()
    until(applied.unrouted)
    applied.check_restricted()
    again = applied.check_again()
    if applied.namespace == "store":
        scaled, evictions, update = "–", "–", applied.check_restart()
    else:
        scaled, evictions, update = applied.check_scaled(), applied.check_evictions(), applied.check_update(folder)
    applied.remove()
    return COLUMNS.format(applied.manifests.name, len(objects), pods, again, scaled, evictions, update)


def check_all(programs, manifests, folder):
    """Prints the table: the object store and each overlay, one after the other. Returns the version of Kubernetes."""
    with ControlPlane(programs, folder) as plane, Nodes(plane.api) as nodes:
        plane.kubectl("apply", "--server-side", "-f", Path(programs) / "keda.sh_scaledobjects.yaml")
        plane.kubectl("wait", "--for=condition=Established", "--timeout=60s", "crd/scaledobjects.keda.sh")
        print(COLUMNS.format("manifests", "objects", "pods", "second apply", "scaled workers", "evicted scorers", "update"), flush=True)
        for each in [manifests / "store", *sorted((manifests / "overlays").iterdir())]:
            try:
                print(check(Applied(plane, nodes, each, "store" if each.name == "store" else "wellstream"), folder), flush=True)
            except Problem as problem:
                raise Problem(f"{each.name}: {problem}") from problem
        return plane.api.get("/version")["gitVersion"]


def main(programs, manifests):
    """Checks everything in a temporary folder; the exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    start = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="wellstream-cluster-") as folder:
            version = check_all(programs, manifests, folder)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"applied to Kubernetes {version} without kubelets in {time.monotonic() - start:.0f} s: no container was started")
    return 0


sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
