"""Compares mimon with its peers side by side in one run: CPU, memory, request times.

bench.py [--seconds N] [--load N]: N seconds at one request a second, N seconds of load.
"""

import argparse
import os
import signal
import tempfile
import time

import contenders
import measure


def run(contender, seconds, load):
    with tempfile.TemporaryFile() as log:
        started = time.monotonic()
        process = contender.start(log)
        try:
            first = measure.first_answer(contender.port, contender.path, started)
            time.sleep(5)
            size = len(measure.ask(contender.port, contender.path))
            cpu = measure.at_one_hertz(process.pid, contender.port, contender.path, seconds)
            rss = measure.rss_mb(process.pid)
            p50, p99, _ = measure.wrk(contender.port, contender.path, 1, load)
            _, _, rate = measure.wrk(contender.port, contender.path, 16, load)
            after = measure.rss_mb(process.pid)
            return [contender.name, first, cpu, rss, after, size, p50, p99, rate]
        except Exception as problem:
            log.seek(0)
            tail = log.read()[-300:].decode(errors="replace")
            return [contender.name, f"{problem} {tail!r}"]
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=20)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--load", type=int, default=8)
    options = parser.parse_args()
    print("| program | first answer, s | CPU at 1 Hz, ms/s | resident, MB | after load, MB "
          "| answer, bytes | p50, ms | p99, ms | requests/s, 16 clients |")
    print("| --- " * 9 + "|")
    rates = {}
    for contender in contenders.all_contenders():
        row = run(contender, options.seconds, options.load)
        if len(row) == 2:
            print(f"| {row[0]} | not measured: {row[1]} |")
            continue
        name, first, cpu, rss, after, size, p50, p99, rate = row
        rates[name] = rate
        print(f"| {name} | {first:.2f} | {cpu:.2f} | {rss:.1f} | {after:.1f} | {size} "
              f"| {p50:.3f} | {p99:.3f} | {rate:.0f} |", flush=True)
    ours = next((rate for name, rate in rates.items() if name.startswith("mimon")), None)
    if ours and "netdata" in rates:
        print(f"\nmimon answers {ours / rates['netdata']:.2f} times as many requests as netdata.")


main()
