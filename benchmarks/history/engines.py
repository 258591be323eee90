"""The engines that are compared: how each is started, filled and asked."""

import json
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import time
import urllib.request

from client import Http, Postgres, body_of, measure

ROOT = pathlib.Path(__file__).resolve().parents[2]
EIGHT = ("utilization", "memory.used", "temperature", "power.usage")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def size_of(*folders):
    return sum(file.stat().st_size for folder in folders for file in pathlib.Path(folder).rglob("*")
               if file.is_file())


def check(name, got, wanted):
    if abs(got - wanted) > abs(wanted) * 2e-3:
        raise RuntimeError(f"{name} is {got}, not {wanted}")


class Server:
    """A program on a port of its own, ended at the end of the `with`."""

    def __init__(self, command, port, ready, folder):
        self.port = port
        with open(pathlib.Path(folder) / "server.log", "wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        begin = time.monotonic()
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{ready}", timeout=5).read()
                return
            except OSError:
                if time.monotonic() - begin > 60 or self.process.poll() is not None:
                    self.process.kill()
                    raise RuntimeError(f"{command[0]} does not start")
                time.sleep(0.1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=60)

    def ask(self, path):
        http = Http(self.port)
        return measure(lambda: http.get(path)), body_of(*http.get(path))


def mimon_server(data):
    port = free_port()
    command = [str(ROOT / "build/mimon"), "serve", "--listen", f"127.0.0.1:{port}", "--data",
               str(data), "--log-level", "warn"]
    return Server(command, port, "/api/v1/system/catalog", data)


def mimon(folder, day):
    size = size_of(folder / "mimon")
    end = day["first"] + day["seconds"]
    query = (f"/api/v1/system/gpu-metrics/history?start_time={day['first']}&end_time={end}"
             "&format=columns")
    with mimon_server(folder / "mimon") as server:
        one, body = server.ask(query + "&gpu_id=0&metrics=utilization&resolution=1s")
        check("sum of seconds", sum(json.loads(body)["series"][0]["avg"]), day["seconds_sum"])
        eight = query + f"&gpu_id=0,1&metrics={','.join(EIGHT)}&resolution=1m"
        eight, body = server.ask(eight)
        check("sum of minutes", sum(sum(s["avg"]) for s in json.loads(body)["series"]),
              day["minutes_sum"])
    yield "mimon (HTTP)", size, one, eight


def matrix_sum(body):
    series = json.loads(body)["data"]["result"]
    return sum(float(value) for one in series for _, value in one["values"])


def minutes_of(day, window):
    query = f'avg_over_time(bench{{device=~"gpu/.",metric=~"{"|".join(EIGHT)}"}}[{window}])'
    first, end = day["first"] + 59, day["first"] + day["seconds"] - 1
    return f"query={urllib.request.quote(query)}&start={first}&end={end}&step=60"


ONE = urllib.request.quote('bench{device="gpu/0",metric="utilization"}')


def prometheus(folder, day):
    data = folder / "prometheus"
    subprocess.run(["promtool", "tsdb", "create-blocks-from", "openmetrics", "--quiet",
                    folder / "metrics.om", data], check=True, stdout=subprocess.DEVNULL)
    size = size_of(*[block for block in data.iterdir() if len(block.name) == 26])
    port = free_port()
    (folder / "prometheus.yml").write_text("global: {}\n")
    command = ["prometheus", f"--config.file={folder}/prometheus.yml",
               f"--storage.tsdb.path={data}", "--storage.tsdb.retention.time=100y",
               f"--web.listen-address=127.0.0.1:{port}"]
    end = day["first"] + day["seconds"] - 1
    with Server(command, port, "/-/ready", folder) as server:
        one, body = server.ask(f"/api/v1/query?query={ONE}%5B{day['seconds'] - 1}s%5D&time={end}")
        check("sum of seconds", matrix_sum(body), day["seconds_sum"])
        eight, body = server.ask("/api/v1/query_range?" + minutes_of(day, "59s"))
        check("sum of minutes", matrix_sum(body), day["minutes_sum"])
    yield "Prometheus (HTTP)", size, one, eight


def victoria_metrics(folder, day):
    data, port = folder / "victoria-metrics", free_port()
    command = ["victoria-metrics", f"-storageDataPath={data}", "-retentionPeriod=100y",
               f"-httpListenAddr=127.0.0.1:{port}", "-search.maxPointsPerTimeseries=100000"]
    first, end = day["first"], day["first"] + day["seconds"] - 1
    with Server(command, port, "/health", folder) as server:
        subprocess.run(["curl", "-sfT", folder / "import.jsonl",
                        f"http://127.0.0.1:{port}/api/v1/import"], check=True)
        for step in ("force_flush", "force_merge"):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/internal/{step}").read()
        time.sleep(10)
        size = size_of(data / "data", data / "indexdb")
        one, body = server.ask(f"/api/v1/query_range?query={ONE}&start={first}&end={end}&step=1s")
        check("sum of seconds", matrix_sum(body), day["seconds_sum"])
        export, _ = server.ask(f"/api/v1/export?match%5B%5D={ONE}&start={first}&end={end}")
        eight, body = server.ask("/api/v1/query_range?" + minutes_of(day, "1m"))
        check("sum of minutes", matrix_sum(body), day["minutes_sum"])
    yield "VictoriaMetrics (HTTP, warm cache)", size, one, eight
    yield "VictoriaMetrics, export", size, export, None


def postgresql(folder, day):
    tools = max(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
    data, port = folder / "postgresql", free_port()
    # It refuses to run as root.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    data.mkdir()
    if user:
        os.chown(data, pwd.getpwnam("postgres").pw_uid, -1)
    run = lambda *command: subprocess.run([*user, *map(str, command)], check=True,
                                          stdout=subprocess.DEVNULL, cwd="/")
    run(tools / "initdb", "-D", data / "db", "-A", "trust", "-U", "bench")
    run(tools / "pg_ctl", "-D", data / "db", "-l", data / "log", "-w", "start", "-o",
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data}")
    try:
        sql = ["psql", "-qX", "-h", "127.0.0.1", "-p", str(port), "-U", "bench", "postgres"]
        for step in (f"\\i {folder}/tables.sql", f"\\copy gpu from {folder}/gpu.csv csv",
                     f"\\copy host from {folder}/host.csv csv", "CREATE INDEX ON gpu(gpu, time)",
                     "CREATE INDEX ON host(time)", "VACUUM FREEZE ANALYZE"):
            subprocess.run([*sql, "-c", step], check=True)
        size = int(subprocess.run(
            [*sql, "-tAc", "SELECT pg_total_relation_size('gpu') + pg_total_relation_size('host')"],
            check=True, capture_output=True).stdout)
        client = Postgres(f"host=127.0.0.1 port={port} user=bench dbname=postgres")
        one = "SELECT time, utilization FROM gpu WHERE gpu = 0 ORDER BY time"
        eight = ("SELECT gpu, date_trunc('minute', time) AS minute, avg(utilization), "
                 "avg(\"memory.used\"), avg(temperature), avg(\"power.usage\") "
                 "FROM gpu GROUP BY gpu, minute ORDER BY gpu, minute")
        check("rows", client.rows(one), day["seconds"])
        check("rows", client.rows(eight), day["seconds"] / 30)
        yield ("PostgreSQL", size, measure(lambda: client.rows(one)),
               measure(lambda: client.rows(eight)))
    finally:
        run(tools / "pg_ctl", "-D", data / "db", "-m", "fast", "-w", "stop")


ALL = {"PostgreSQL": ("postgres", postgresql), "Prometheus": ("prometheus", prometheus),
       "VictoriaMetrics": ("victoria-metrics", victoria_metrics), "mimon": ("mimon", mimon)}


def missing(program):
    if program == "mimon":
        return not (ROOT / "build/mimon").exists()
    if program == "postgres":
        return not list(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return shutil.which(program) is None
