"""The programs that are compared: how each is started and what is asked of it."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"


@dataclass
class Contender:
    name: str
    port: int
    path: str  # what gives the current metrics
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)

    def start(self, log):
        return subprocess.Popen(
            self.command,
            env={**os.environ, **self.env},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def mimon(port, scenario="eight", data=None, options=()):
    data = data or tempfile.mkdtemp(prefix="mimon-bench-")
    return Contender(
        f"mimon, {scenario} stand-in GPU(s)" if scenario != "eight" else "mimon, 8 stand-in GPUs",
        port,
        "/api/v1/system/all",
        [
            str(BUILD / "mimon"), "serve", "--listen", f"127.0.0.1:{port}", "--data", data,
            "--nvml", str(BUILD / "tests/fakes/nvml/libnvidia-ml.so.1"), "--log-level", "warn",
            *options,
        ],
        {"MIMON_FAKE_NVML_SCENARIO": scenario},
    )


def node_exporter(port):
    return Contender(
        "node_exporter", port, "/metrics",
        [shutil.which("prometheus-node-exporter") or "prometheus-node-exporter",
         f"--web.listen-address=127.0.0.1:{port}"],
    )


def netdata(port):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="netdata-bench-"))
    os.chmod(folder, 0o777)
    for name in ("cache", "lib", "log", "etc"):
        (folder / name).mkdir()
        os.chmod(folder / name, 0o777)
    config = folder / "etc/netdata.conf"
    config.write_text(
        f"[global]\nrun as user = root\n"
        f"[directories]\ncache = {folder}/cache\nlib = {folder}/lib\nlog = {folder}/log\n"
        f"[web]\nbind to = 127.0.0.1:{port}\n[plugins]\ngo.d = no\npython.d = no\napps = no\n"
    )
    return Contender(
        "netdata", port, "/api/v1/data?chart=system.cpu&points=1&after=-1",
        [shutil.which("netdata") or "/usr/sbin/netdata", "-D", "-c", str(config)],
    )


def psutil_service(port, in_request):
    return Contender(
        "FastAPI + psutil" + (", sampling in the request" if in_request else ""),
        port, "/api/v1/system/metrics",
        [sys.executable, "-m", "uvicorn", "psutil_service:app", "--app-dir",
         str(pathlib.Path(__file__).parent), "--port", str(port), "--log-level", "error",
         "--no-access-log"],
        {"SAMPLE_IN_REQUEST": "1"} if in_request else {},
    )


def all_contenders():
    return [
        mimon(18101), node_exporter(18102), netdata(18103),
        psutil_service(18104, False), psutil_service(18105, True),
    ]
