"""Compares mimon's streams with socket.io and ws: the same clients, one message a second to each,
and with a loop of `send`, which no server over sockets can be below.

bench.py [--clients N] [--held N] [--seconds N]
The peers send what mimon's room `system/gpu/0` holds. Delivery is from the message's own time stamp,
which in mimon is when the sample began, to its arrival in the client program.
"""

import argparse
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = pathlib.Path(os.environ.get("MIMON_BUILD", ROOT / "build"))
sys.path.insert(0, str(ROOT / "benchmarks/live"))
import measure  # noqa: E402

ROOM = "system/gpu/0"
SUBSCRIBE = json.dumps({"channel": ROOM}, separators=(",", ":"))
SOCKET_IO = ("/socket.io/?EIO=4&transport=websocket", "40", f'42["subscribe",{SUBSCRIBE}]')
PLAIN = ("/ws/system-metrics", '{"type":"subscribe","channels":["gpu/0"]}')


def start(command, port, path, log, env=None):
    process = subprocess.Popen(command, env={**os.environ, **(env or {})}, stdout=log, stderr=log,
                               start_new_session=True)
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=1)
        except urllib.error.HTTPError:
            pass
        except OSError:
            time.sleep(0.05)
            continue
        return process
    raise RuntimeError(f"{command[0]} does not answer")


def clients(port, number, seconds, pid, protocol):
    """Connects `number` clients; CPU in ms/s, RSS in MB, deliveries, and their p50, p99 and max."""
    command = [str(BUILD / "benchmarks/streams/stream_clients"), str(port), protocol[0],
               str(number), str(seconds), *protocol[1:]]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    if program.stdout.readline() != "connected\n":
        raise RuntimeError("clients could not connect")
    time.sleep(2)
    cpu, began = measure.cpu_ms(pid), time.monotonic()
    time.sleep(max(1, seconds - 1))
    cpu = (measure.cpu_ms(pid) - cpu) / (time.monotonic() - began)
    rss = measure.rss_mb(pid)
    count, p50, p99, worst = map(float, program.stdout.read().split())
    program.wait()
    return cpu, rss, count / seconds, p50, p99, worst


def mimon(port, data, log):
    library = BUILD / "tests/fakes/nvml/libnvidia-ml.so.1"
    return start([str(BUILD / "mimon"), "serve", "--listen", f"127.0.0.1:{port}", "--data", data,
                  "--nvml", str(library)], port, "/api/v1/system/health", log,
                 {"MIMON_FAKE_NVML_SCENARIO": "one"})


def take_message(port, file):
    """What a client of the room gets, as the peers are to send it."""
    answer = urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/system/gpu-metrics?gpu_id=0")
    message = {"channel": ROOM, "timestamp": "2026-01-01T00:00:00.000Z",
               "data": json.load(answer)}
    text = json.dumps(message, separators=(",", ":"))
    pathlib.Path(file).write_text(text)
    return len(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=4000)
    parser.add_argument("--held", type=int, default=10000)
    parser.add_argument("--seconds", type=int, default=15)
    options = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as log:
        file = f"{folder}/message.json"

        def peer(name):
            return lambda port: start(["node", str(HERE / name), str(port), file], port,
                                      "/socket.io/", log)

        def floor(port):
            return start([str(BUILD / "benchmarks/streams/send_server"), str(port), file], port, "/",
                         log)

        def own(port):
            process = mimon(port, folder, log)
            time.sleep(3)
            size = take_message(port, file)
            print(f"One message is about {size} bytes.\n", flush=True) if port == 18801 else None
            return process

        contenders = [
            ("mimon, Socket.IO", own, SOCKET_IO, options.clients),
            ("mimon, plain WebSocket", own, PLAIN, options.clients),
            ("socket.io", peer("socket_io_server.mjs"), SOCKET_IO, options.clients),
            ("ws", peer("ws_server.mjs"), ("/",), options.clients),
            ("a loop of send alone", floor, ("/",), options.clients),
            ("mimon, Socket.IO", own, SOCKET_IO, options.held),
        ]
        table(contenders, options.seconds)


def table(contenders, seconds):
    rows = []
    for index, (name, begin, protocol, number) in enumerate(contenders):
        process = begin(18801 + index)
        try:
            figures = clients(18801 + index, number, seconds, process.pid, protocol)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=20)
        if not rows:
            print("| server | clients | CPU, ms/s | resident, MB | messages/s | p50, ms | p99, ms "
                  "| longest, ms |\n" + "| --- " * 8 + "|", flush=True)
        rows.append(figures)
        cpu, rss, rate, p50, p99, worst = figures
        print(f"| {name} | {number} | {cpu:.1f} | {rss:.1f} | {rate:.0f} | {p50:.1f} | {p99:.1f} "
              f"| {worst:.1f} |", flush=True)


if __name__ == "__main__":
    main()
