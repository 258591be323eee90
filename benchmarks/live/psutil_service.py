"""The original's work in FastAPI and psutil: every request reads the machine.

With SAMPLE_IN_REQUEST=1 the CPU's use is measured within the request over 0.1 s, as the original does.
"""

import os

import psutil
from fastapi import FastAPI

app = FastAPI()
INTERVAL = 0.1 if os.environ.get("SAMPLE_IN_REQUEST") else None


@app.get("/api/v1/system/metrics")
def metrics():
    ram = psutil.virtual_memory()
    swap = psutil.swap_memory()
    disk = psutil.disk_io_counters()
    network = psutil.net_io_counters()
    return {
        "cpu": {
            "percent": psutil.cpu_percent(interval=INTERVAL),
            "per_core": psutil.cpu_percent(percpu=True),
            "load_average": psutil.getloadavg(),
        },
        "ram": {"used": ram.used, "total": ram.total, "available": ram.available},
        "swap": {"used": swap.used, "total": swap.total},
        "disk_io": {"read_bytes": disk.read_bytes, "write_bytes": disk.write_bytes},
        "network_io": {"sent_bytes": network.bytes_sent, "recv_bytes": network.bytes_recv},
        "mounts": [
            {"mount": p.mountpoint, "percent": psutil.disk_usage(p.mountpoint).percent}
            for p in psutil.disk_partitions()
        ],
    }
