"""A Kubernetes control plane on loopback, in a temporary folder: etcd, API server, controllers and scheduler, without any node."""

import json
import secrets
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

GROUP_OF_ADMINISTRATORS = "system:masters"


class Problem(Exception):
    """What was expected and not found."""


def until(problem, seconds=180):
    """Waits until problem() returns nothing; a Problem with its last answer after that many seconds."""
    deadline = time.monotonic() + seconds
    while last := problem():
        if time.monotonic() > deadline:
            raise Problem(f"{last}, {seconds} s later")
        time.sleep(0.3)


def free_ports(count):
    """Ports of loopback that nothing listens on, all different."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Api:
    """Calls the API server as an administrator. Every answer is the object that the server returned."""

    def __init__(self, port, token, authority):
        self.address, self.token, self.authority, self.opener = f"https://127.0.0.1:{port}", token, authority, None

    def call(self, method, path, body=None, content="application/json"):
        """The status and the object, whatever the status is."""
        if self.opener is None:
            trust = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=self.authority))
            self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), trust)
        request = urllib.request.Request(self.address + path, method=method, data=None if body is None else json.dumps(body).encode())
        request.add_header("Authorization", f"Bearer {self.token}")
        request.add_header("Content-Type", content)
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read() or b"{}")

    def get(self, path):
        """The object or list at this path; a Problem if there is none."""
        status, answer = self.call("GET", path)
        if status != 200:
            raise Problem(f"GET {path}: {status} {answer.get('message', '')}")
        return answer

    def items(self, path):
        """The objects of a list."""
        return self.get(path)["items"]


class ControlPlane:
    """Runs while its `with` block does. Each program is a child process, which is ended by its id; its log is in the folder."""

    def __init__(self, programs, folder):
        self.programs, self.folder, self.running = Path(programs), Path(folder), []
        self.etcd_port, self.peer_port, self.port = free_ports(3)
        self.token = secrets.token_hex(16)
        self.api = Api(self.port, self.token, self.folder / "certificates" / "apiserver.crt")

    def __enter__(self):
        try:
            self.start_all()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.running):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def start_all(self):
        """Starts the programs in their order and waits until the API server is ready."""
        key = self.folder / "service-account.key"
        subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True, capture_output=True)
        (self.folder / "tokens.csv").write_text(f"{self.token},admin,admin,{GROUP_OF_ADMINISTRATORS}\n")
        kubeconfig = self.write_kubeconfig()
        etcd = f"http://127.0.0.1:{self.etcd_port}"
        peer = f"http://127.0.0.1:{self.peer_port}"
        self.start("etcd", f"--data-dir={self.folder / 'etcd'}", f"--listen-client-urls={etcd}", f"--advertise-client-urls={etcd}",
                   f"--listen-peer-urls={peer}", f"--initial-advertise-peer-urls={peer}", f"--initial-cluster=default={peer}",
                   "--unsafe-no-fsync")
        # A pod on a new node waits until a kubelet has reported the node ready: the taint for that is off.
        self.start("kube-apiserver", f"--etcd-servers={etcd}", "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1",
                   f"--secure-port={self.port}", f"--cert-dir={self.folder / 'certificates'}", "--authorization-mode=RBAC",
                   f"--token-auth-file={self.folder / 'tokens.csv'}", "--service-cluster-ip-range=10.0.0.0/16",
                   "--service-account-issuer=https://kubernetes.default.svc", f"--service-account-key-file={key}",
                   f"--service-account-signing-key-file={key}", "--endpoint-reconciler-type=none",
                   "--disable-admission-plugins=TaintNodesByCondition")
        until(self.not_ready, 180)
        # No kubelet renews a node's lease, so the controller that takes the pods from silent nodes is off.
        self.start("kube-controller-manager", f"--kubeconfig={kubeconfig}", "--bind-address=127.0.0.1", "--secure-port=0",
                   "--leader-elect=false", f"--service-account-private-key-file={key}", "--controllers=*,-node-lifecycle-controller")
        self.start("kube-scheduler", f"--kubeconfig={kubeconfig}", "--bind-address=127.0.0.1", "--secure-port=0", "--leader-elect=false")

    def write_kubeconfig(self):
        """The file with which the other programs call the API server."""
        cluster = {"server": self.api.address, "certificate-authority": str(self.api.authority)}
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "check", "cluster": cluster}],
            "users": [{"name": "admin", "user": {"token": self.token}}],
            "contexts": [{"name": "check", "context": {"cluster": "check", "user": "admin"}}],
            "current-context": "check",
        }
        file = self.folder / "kubeconfig"
        file.write_text(json.dumps(config))
        return file

    def start(self, program, *arguments):
        """Starts a program, whose output goes to a file."""
        with open(self.folder / f"{program}.log", "wb") as log:
            process = subprocess.Popen([self.programs / program, *arguments], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                       cwd=self.folder)
        self.running.append(process)

    def not_ready(self):
        """Why the API server is not ready, or nothing."""
        for process in self.running:
            if process.poll() is not None:
                raise Problem(f"{Path(process.args[0]).name} ended with code {process.returncode}:\n{self.end_of_log(process)}")
        if not Path(self.api.authority).exists():
            return "the API server has no certificate"
        try:
            status, _ = self.api.call("GET", "/api/v1/namespaces/default")
        except (OSError, ValueError) as e:
            return f"the API server does not answer ({e})"
        return "" if status == 200 else f"the API server answers {status}"

    def end_of_log(self, process):
        """The last lines that a program wrote."""
        lines = (self.folder / f"{Path(process.args[0]).name}.log").read_text(errors="replace").splitlines()
        return "\n".join(lines[-5:])

    def kubectl(self, *arguments):
        """The output of kubectl; a Problem if it fails or the server warns, because what we apply gives no reason to."""
        process = subprocess.run(["kubectl", f"--kubeconfig={self.folder / 'kubeconfig'}",
                                  f"--cache-dir={self.folder / 'kubectl'}", *map(str, arguments)], capture_output=True, text=True, timeout=300)
        if process.returncode or "Warning" in process.stderr:
            raise Problem(f"kubectl {' '.join(map(str, arguments))}: exit code {process.returncode}\n{process.stderr.strip()}")
        return process.stdout
