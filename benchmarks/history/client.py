"""A keep-alive HTTP client that adds little of its own, and PostgreSQL's through libpq."""

import ctypes
import ctypes.util
import re
import socket
import statistics
import time

RUNS = 31


class Http:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = bytearray(16 << 20)

    def receive(self, size):
        got = self.socket.recv_into(memoryview(self.buffer)[size:])
        if got == 0:
            raise RuntimeError("the server closed the connection")
        return size + got

    def get(self, path):
        """Returns head and body as received, chunk marks included."""
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        size, end = 0, -1
        while end < 0:
            size = self.receive(size)
            end = self.buffer.find(b"\r\n\r\n", 0, size)
        head = bytes(self.buffer[: end + 4])
        length = re.search(rb"(?i)content-length: (\d+)", head)
        if length:
            while size < end + 4 + int(length[1]):
                size = self.receive(size)
        else:
            while self.buffer[size - 5 : size] != b"0\r\n\r\n":
                size = self.receive(size)
        return head, memoryview(self.buffer)[end + 4 : size]


def body_of(head, raw):
    """The body without chunk marks; raises where the answer is no success."""
    raw = bytes(raw)
    if b" 200 " not in head.split(b"\r\n")[0]:
        raise RuntimeError(f"{head[:60]!r} {raw[:300]!r}")
    if b"chunked" not in head.lower():
        return raw
    body, at = b"", 0
    while True:
        line = raw.index(b"\r\n", at)
        size = int(raw[at:line], 16)
        if size == 0:
            return body
        body += raw[line + 2 : line + 2 + size]
        at = line + 4 + size


class Postgres:
    def __init__(self, conninfo):
        self.pq = ctypes.CDLL(ctypes.util.find_library("pq") or "libpq.so.5")
        for name in ("PQconnectdb", "PQexecParams", "PQerrorMessage"):
            getattr(self.pq, name).restype = ctypes.c_void_p
        self.connection = ctypes.c_void_p(self.pq.PQconnectdb(conninfo.encode()))
        if self.pq.PQstatus(self.connection) != 0:
            raise RuntimeError("no connection to PostgreSQL")

    def rows(self, sql):
        """Runs a query with the answer in binary; the number of rows, all of them received."""
        result = ctypes.c_void_p(
            self.pq.PQexecParams(self.connection, sql.encode(), 0, None, None, None, None, 1))
        count = self.pq.PQntuples(result)
        self.pq.PQclear(result)
        return count


def measure(ask):
    """(median, least, most) in ms of warm runs."""
    for _ in range(3):
        ask()
    times = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        ask()
        times.append((time.perf_counter() - begin) * 1e3)
    return statistics.median(times), min(times), max(times)
