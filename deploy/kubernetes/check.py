"""Checks the objects on standard input: check.py OVERLAY KEDA_DEFINITION. Prints the problems and fails, or prints what it checked.

OVERLAY is the name of an overlay, or `store` for the object store.
"""

import sys

import jsonschema
import kubernetes_validate
import yaml

KUBERNETES = "1.33"
SERVICES = {"ingest-service", "augment-service", "trainer-service", "scorer-service"}
WORKLOADS = {"Deployment", "StatefulSet"}


def against_schemas(objects, keda):
    """Problems for which Kubernetes or KEDA would reject an object."""
    for each in objects:
        name = f"{each['kind']} {each['metadata']['name']}"
        if each["apiVersion"].startswith("keda.sh/"):
            if keda is None:
                continue
            errors = jsonschema.Draft7Validator(keda).iter_errors(each)
            yield from (f"{name}: {'/'.join(map(str, e.path))}: {e.message}" for e in errors)
            continue
        try:
            kubernetes_validate.validate(each, KUBERNETES, strict=True)
        except kubernetes_validate.ValidationError as e:
            yield f"{name}: {e.message}"


def closed(definition):
    """The resource definition's schema, made strict: a field that KEDA does not define is a mistake of ours."""
    schema = definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]

    def close(node):
        if isinstance(node, dict):
            if "properties" in node and "additionalProperties" not in node and node is not schema["properties"]["metadata"]:
                node["additionalProperties"] = False
            for value in node.values():
                close(value)

    close(schema)
    return schema


def security_rules(pod, container):
    """What a pod may do on its node."""
    security = container.get("securityContext", {})
    return {
        "runs as an unprivileged user": pod.get("securityContext", {}).get("runAsNonRoot") is True,
        "has a read-only root filesystem": security.get("readOnlyRootFilesystem") is True,
        "gains no privileges": security.get("allowPrivilegeEscalation") is False,
        "drops all capabilities": security.get("capabilities", {}).get("drop") == ["ALL"],
        "mounts no service account token": pod.get("automountServiceAccountToken") is False,
    }


def resource_rules(workload, pod, container):
    """What a pod gets of its node, and how it starts and stops."""
    requests, limits = container["resources"]["requests"], container["resources"]["limits"]
    recreates = workload["spec"].get("strategy", {}).get("type") == "Recreate"
    return {
        "has three probes": all(p in container for p in ("startupProbe", "livenessProbe", "readinessProbe")),
        "requests CPU and memory": {"cpu", "memory"} <= requests.keys(),
        "has a CPU limit, which decides on the number of threads": "cpu" in limits,
        "has a memory limit equal to its memory request": limits["memory"] == requests["memory"],
        "has at least 35 s to stop": pod.get("terminationGracePeriodSeconds", 0) >= 35,
        "is recreated if it has a card, of which there may be no second": recreates or "nvidia.com/gpu" not in limits,
    }


def service_rules(pod, container):
    """What holds for our own images."""
    variables = {each["name"]: each for each in container["env"]}
    threads = variables.get("OMP_NUM_THREADS", {}).get("valueFrom", {}).get("resourceFieldRef", {}).get("resource")
    return {
        "listens on its declared port": str(container["ports"][0]["containerPort"])
        == variables.get("QUARKUS_HTTP_PORT", {}).get("value"),
        "runs as any user": not {"runAsUser", "runAsGroup", "fsGroup"} & pod["securityContext"].keys(),
        "trains with as many threads as its CPU limit": container["name"] != "trainer-service" or threads == "limits.cpu",
    }


def workload_problems(workload):
    """Violations of our own rules for workloads, which Kubernetes does not require."""
    name = workload["metadata"]["name"]
    pod = workload["spec"]["template"]["spec"]
    container = pod["containers"][0]
    rules = security_rules(pod, container) | resource_rules(workload, pod, container)
    if name in SERVICES:
        rules |= service_rules(pod, container)
    else:
        rules["has its image pinned by digest"] = "@sha256:" in container["image"]
    return [f"{name}: breaks the rule \"{rule}\"" for rule, holds in rules.items() if not holds]


def reference_problems(objects):
    """References that do not resolve."""
    pods = {o["metadata"]["name"]: o["spec"]["template"]["metadata"]["labels"] for o in objects if o["kind"] in WORKLOADS}
    maps = {o["metadata"]["name"] for o in objects if o["kind"] == "ConfigMap"}
    for each in objects:
        name = f"{each['kind']} {each['metadata']['name']}"
        spec = each.get("spec", {})
        if each["kind"] == "ScaledObject" and spec["scaleTargetRef"]["name"] not in pods:
            yield f"{name}: scales {spec['scaleTargetRef']['name']}, which does not exist"
        selector = {
            "PodDisruptionBudget": lambda: spec["selector"]["matchLabels"],
            "Service": lambda: spec["selector"],
            "NetworkPolicy": lambda: spec["podSelector"].get("matchLabels", {}),
        }.get(each["kind"])
        if selector and not any(selector().items() <= labels.items() for labels in pods.values()):
            yield f"{name}: selects no pod"
        if each["kind"] == "Deployment":
            for source in each["spec"]["template"]["spec"]["containers"][0]["envFrom"]:
                if "configMapRef" in source and source["configMapRef"]["name"] not in maps:
                    yield f"{name}: reads {source['configMapRef']['name']}, which does not exist"


def scaling_problems(objects):
    """Numbers of pods that KEDA decides on and each apply would reset."""
    scaled = {o["spec"]["scaleTargetRef"]["name"] for o in objects if o["kind"] == "ScaledObject"}
    for each in objects:
        if each["kind"] in WORKLOADS and each["metadata"]["name"] in scaled and "replicas" in each["spec"]:
            yield f"{each['metadata']['name']}: has replicas, which KEDA decides on"


def main(overlay, keda_definition):
    objects = list(yaml.safe_load_all(sys.stdin))
    try:
        with open(keda_definition, encoding="utf-8") as file:
            keda = closed(yaml.safe_load(file))
    except FileNotFoundError:
        keda = None
    problems = list(against_schemas(objects, keda))
    workloads = [each for each in objects if each["kind"] in WORKLOADS]
    for workload in workloads:
        problems += workload_problems(workload)
    problems += reference_problems(objects)
    problems += scaling_problems(objects)
    missing = ({"store"} if overlay == "store" else SERVICES) - {each["metadata"]["name"] for each in workloads}
    problems += [f"{name} is missing" for name in sorted(missing)]
    for problem in problems:
        print(f"{overlay}: {problem}", file=sys.stderr)
    if not problems:
        scaled = "" if keda else " (KEDA's objects were not checked: no definition)"
        print(f"{overlay}: {len(objects)} objects valid for Kubernetes {KUBERNETES}{scaled}")
    return 1 if problems else 0


sys.exit(main(*sys.argv[1:]))
