"""CPU and memory of a process tree, and request times by wrk."""

import http.client
import os
import re
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")


def tree(pid):
    """The process and its descendants."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as stat:
                    parents[int(name)] = int(stat.read().rpartition(")")[2].split()[1])
            except OSError:
                pass
    found, more = {pid}, True
    while more:
        more = {p for p, parent in parents.items() if parent in found} - found
        found |= more
    return found


def cpu_ms(pid):
    """User and system time so far, of threads to the nanosecond where the kernel tells."""
    total = 0.0
    for process in tree(pid):
        try:
            for thread in os.listdir(f"/proc/{process}/task"):
                with open(f"/proc/{process}/task/{thread}/schedstat") as file:
                    total += int(file.read().split()[0]) / 1e6
        except OSError:
            pass
    return total


def rss_mb(pid):
    total = 0
    for process in tree(pid):
        try:
            with open(f"/proc/{process}/status") as status:
                total += int(re.search(r"VmRSS:\s+(\d+)", status.read())[1])
        except (OSError, TypeError):
            pass
    return total / 1024


def ask(port, path, timeout=5):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return body


def first_answer(port, path, started, patience=60):
    """Seconds from `started` to the first good answer."""
    while time.monotonic() - started < patience:
        try:
            ask(port, path)
            return time.monotonic() - started
        except (OSError, RuntimeError, http.client.HTTPException):
            time.sleep(0.005)
    raise RuntimeError(f"nothing answers on port {port}")


def at_one_hertz(pid, port, path, seconds):
    """CPU in ms a second while one client asks once a second."""
    ask(port, path)
    before, started = cpu_ms(pid), time.monotonic()
    for second in range(seconds):
        time.sleep(max(0, started + second + 1 - time.monotonic()))
        ask(port, path)
    return (cpu_ms(pid) - before) / (time.monotonic() - started)


def in_ms(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()
    return float(number) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit]


def wrk(port, path, connections, seconds):
    """(p50 ms, p99 ms, requests a second) of keep-alive clients."""
    text = subprocess.run(
        ["wrk", "--latency", "-t", "1" if connections == 1 else "2", "-c", str(connections),
         "-d", f"{seconds}s", "--timeout", "10s", f"http://127.0.0.1:{port}{path}"],
        check=True, capture_output=True, text=True,
    ).stdout
    return (
        in_ms(re.search(r"^\s+50%\s+(\S+)", text, re.M)[1]),
        in_ms(re.search(r"^\s+99%\s+(\S+)", text, re.M)[1]),
        float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]),
    )
