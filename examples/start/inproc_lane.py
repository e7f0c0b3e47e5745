"""The inproc lane of Python: client, C broker and workers in one process and one context.

Usage: inproc_lane.py BROKER_MODULE WORKERS MAX_IN_FLIGHT MAX_BYTES_IN_FLIGHT SILENCE_SECONDS. Reads the files to
send as one line of JSON, a list of paths. Writes a line of JSON now and then, `{"files": n, "bytes": n}`, and last the
tally. Gives up when its standard input ends before that, and ends when it does.
"""

import ctypes
import hashlib
import json
import math
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import ymq
from worker import serve

FRONT = "inproc://front"
BACK = "inproc://back"
PROGRESS_SECONDS = 0.1


class Lane:
    """The books and the window of the lane: one thread sends, another takes replies."""

    def __init__(self, expected: int, max_in_flight: int, max_bytes_in_flight: int, silence_seconds: float) -> None:
        self._expected = expected
        self._max_in_flight = max_in_flight
        self._max_bytes = max_bytes_in_flight
        self._silence = silence_seconds
        self._changed = threading.Condition()
        self._open: dict[int, tuple[bytes, int, float]] = {}
        self._bytes_in_flight = 0
        self._asked = 0
        self._round_trips: list[float] = []
        self._bytes = 0
        self._mismatches = 0
        self._twice = 0
        self._unreadable = 0
        self._given_up = False
        self._began = self._ended = self._shown = time.perf_counter()

    def send_files(self, connector: ymq.Connector, paths: list[str]) -> None:
        say({"files": 0, "bytes": 0})
        for path in paths:
            content = self._read(path)
            if content is None:
                continue
            if not self._wait_for(partial(self._has_room, len(content))):
                return
            connector.send([self._ask(content).to_bytes(4), content])
        self._wait_for(lambda: not self._open)

    def take_replies(self, connector: ymq.Connector) -> None:
        try:
            while True:
                for number, digest in connector.recv_many(32):
                    self._answer(int.from_bytes(number), digest)
        except ymq.Closed:
            return

    def give_up(self) -> None:
        with self._changed:
            self._given_up = True
            self._changed.notify_all()

    def tally(self) -> dict[str, float]:
        trips = sorted(self._round_trips)
        return {
            "files": len(trips),
            "bytes": self._bytes,
            "seconds": self._ended - self._began,
            "p50": quantile(trips, 0.5) * 1000,
            "p99": quantile(trips, 0.99) * 1000,
            "sent": self._asked,
            "mismatches": self._mismatches,
            "missing": self._expected - self._unreadable - (self._asked - len(self._open)),
            "twice": self._twice,
            "unreadable": self._unreadable,
        }

    def _read(self, path: str) -> bytes | None:
        try:
            with open(path, "rb") as file:
                return file.read()
        except OSError:
            self._unreadable += 1
            return None

    def _has_room(self, size: int) -> bool:
        fits = len(self._open) < self._max_in_flight and self._bytes_in_flight + size <= self._max_bytes
        return not self._open or fits

    def _wait_for(self, condition: Callable[[], bool]) -> bool:
        """Waits until the condition holds. False: it makes no sense to go on, because no replies come any more."""
        with self._changed:
            while not self._given_up and not condition():
                self._given_up = not self._changed.wait(self._silence)
            return not self._given_up

    def _ask(self, content: bytes) -> int:
        digest = hashlib.sha256(content).digest()
        with self._changed:
            number = self._asked
            self._asked += 1
            self._open[number] = (digest, len(content), time.perf_counter())
            self._bytes_in_flight += len(content)
        return number

    def _answer(self, number: int, digest: bytes) -> None:
        with self._changed:
            self._ended = time.perf_counter()
            expected, size, asked = self._open.pop(number, (b"", 0, 0.0))
            self._bytes_in_flight -= size
            if digest == expected:
                self._round_trips.append(self._ended - asked)
                self._bytes += size
            elif not expected and number < self._asked:
                self._twice += 1
            else:
                self._mismatches += 1
            self._changed.notify_all()
        self._show_progress()

    def _show_progress(self) -> None:
        if self._ended - self._shown >= PROGRESS_SECONDS:
            self._shown = self._ended
            say({"files": len(self._round_trips), "bytes": self._bytes})


def quantile(ordered: list[float], share: float) -> float:
    """The least value that at least this share of the values does not exceed; 0 where there is none."""
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)] if ordered else 0.0


def say(what: dict[str, float]) -> None:
    print(json.dumps(what), flush=True)


@contextmanager
def running_broker(module: str, context: ymq.IoContext) -> Iterator[None]:
    """The C broker of this job, in this process and on this context."""
    library = ctypes.CDLL(os.fspath(module))
    library.broker_start.restype = ctypes.c_void_p
    library.broker_start.argtypes = [ctypes.c_uint64, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_int]
    library.broker_stop.restype = ctypes.c_uint64
    library.broker_stop.argtypes = [ctypes.c_void_p]
    broker = library.broker_start(context.handle, FRONT.encode(), BACK.encode(), 1)
    if not broker:
        raise RuntimeError("the broker could not be started")
    try:
        yield
    finally:
        library.broker_stop(broker)


def connect(context: ymq.IoContext, endpoint: str) -> ymq.Connector:
    connector = context.connector(ymq.DEALER)
    connector.connect(endpoint)
    return connector


def run(context: ymq.IoContext, lane: Lane, workers: int, paths: list[str]) -> None:
    client = connect(context, FRONT)
    backs = [connect(context, BACK) for _ in range(workers)]
    threads = [threading.Thread(target=serve, args=[back]) for back in backs]
    threads.append(threading.Thread(target=lane.take_replies, args=[client]))
    for thread in threads:
        thread.start()
    lane.send_files(client, paths)
    for connector in [client, *backs]:
        connector.close(linger=0)
    for thread in threads:
        thread.join()


def give_up_at_end_of_input(lane: Lane) -> None:
    sys.stdin.read()
    lane.give_up()


def main(module: str, workers: str, max_in_flight: str, max_bytes: str, silence: str) -> None:
    paths = json.loads(sys.stdin.readline())
    lane = Lane(len(paths), int(max_in_flight), int(max_bytes), float(silence))
    end_of_input = threading.Thread(target=give_up_at_end_of_input, args=[lane], daemon=True)
    end_of_input.start()
    with ymq.IoContext() as context, running_broker(module, context):
        run(context, lane, int(workers), paths)
    say(lane.tally())
    end_of_input.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
