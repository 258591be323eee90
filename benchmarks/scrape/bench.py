"""CPU that one scrape costs: mimon with eight stand-in GPUs, beside node_exporter.

mimon samples whether or not it is asked, so what it takes unasked is measured too and taken off. It is
asked once a tick, so that no answer is one that was made before."""

import argparse
import pathlib
import shutil
import sys
import tempfile
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "live"))
import contenders
import measure


def over(pid, seconds, each):
    before, started = measure.cpu_ms(pid), time.monotonic()
    for second in range(seconds):
        time.sleep(max(0, started + second + 1 - time.monotonic()))
        each()
    return measure.cpu_ms(pid) - before


def cost(pid, port, path, seconds, rounds):
    """The least of several rounds, in ms: others on the machine only ever add to it."""
    asked = min(over(pid, seconds, lambda: measure.ask(port, path)) for _ in range(rounds))
    idle = min(over(pid, seconds, lambda: None) for _ in range(rounds))
    return (asked - idle) / seconds


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seconds", type=int, default=10)
    arguments.add_argument("--rounds", type=int, default=3)
    options = arguments.parse_args()
    mimon = contenders.mimon(18121)
    exporter = contenders.node_exporter(18122)
    cases = [(mimon, "/metrics"), (mimon, "/metrics/dcgm"), (mimon, "/metrics/node")]
    if shutil.which(exporter.command[0]):
        cases.append((exporter, "/metrics"))
    print("| program | page | size in kB | CPU of a scrape in ms |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryFile() as log:
        for contender, path in cases:
            process = contender.start(log)
            try:
                measure.first_answer(contender.port, path, time.monotonic())
                time.sleep(5)
                size = len(measure.ask(contender.port, path)) / 1000
                spent = cost(process.pid, contender.port, path, options.seconds, options.rounds)
                print(f"| {contender.name} | `{path}` | {size:.1f} | {spent:.2f} |", flush=True)
            finally:
                process.terminate()
                process.wait()


main()
