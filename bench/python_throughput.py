"""Messages per second from PUSH to PULL over TCP in Python: ymq against pyzmq, synchronous and asyncio.

Each run is a sending and a receiving process. The two libraries take turns, so that a machine that slows down slows
down both. The rate is counted by the receiver, from its first message to its last. Nothing else is configured than
that no high-water mark drops or limits anything.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bindings" / "python"))

SECONDS_PER_RUN = 120
ENDPOINT = "tcp://127.0.0.1:*"


def ymq_sync_send(endpoint: str, message: bytes, count: int) -> None:
    import ymq

    with ymq.IoContext() as context, context.connector(ymq.PUSH, send_hwm=HWM, linger=-1) as push:
        push.connect(endpoint)
        send = push.send
        for _ in range(count):
            send(message)


def ymq_sync_receive(tell: Callable[[str], None], count: int) -> float:
    import ymq

    with ymq.IoContext() as context, context.connector(ymq.PULL, receive_hwm=HWM) as pull:
        tell(pull.bind(ENDPOINT))
        recv = pull.recv
        recv()
        begin = time.perf_counter()
        for _ in range(count - 1):
            recv()
        return time.perf_counter() - begin


def zmq_sync_send(endpoint: str, message: bytes, count: int) -> None:
    import zmq

    with zmq.Context() as context, context.socket(zmq.PUSH) as push:
        push.sndhwm = HWM
        push.linger = -1
        push.connect(endpoint)
        send = push.send
        for _ in range(count):
            send(message)


def zmq_sync_receive(tell: Callable[[str], None], count: int) -> float:
    import zmq

    with zmq.Context() as context, context.socket(zmq.PULL) as pull:
        pull.rcvhwm = HWM
        pull.bind(ENDPOINT)
        tell(pull.last_endpoint.decode())
        recv = pull.recv_multipart
        recv()
        begin = time.perf_counter()
        for _ in range(count - 1):
            recv()
        return time.perf_counter() - begin


def ymq_asyncio_send(endpoint: str, message: bytes, count: int) -> None:
    import ymq.aio

    async def main() -> None:
        async with ymq.aio.IoContext() as context, context.connector(ymq.PUSH, send_hwm=HWM, linger=-1) as push:
            push.connect(endpoint)
            send = push.send
            for _ in range(count):
                await send(message)

    asyncio.run(main())


def ymq_asyncio_receive(tell: Callable[[str], None], count: int) -> float:
    import ymq.aio

    async def main() -> float:
        async with ymq.aio.IoContext() as context, context.connector(ymq.PULL, receive_hwm=HWM) as pull:
            tell(pull.bind(ENDPOINT))
            recv = pull.recv
            await recv()
            begin = time.perf_counter()
            for _ in range(count - 1):
                await recv()
            return time.perf_counter() - begin

    return asyncio.run(main())


def zmq_asyncio_send(endpoint: str, message: bytes, count: int) -> None:
    import zmq.asyncio

    async def main() -> None:
        with zmq.asyncio.Context() as context, context.socket(zmq.PUSH) as push:
            push.sndhwm = HWM
            push.linger = -1
            push.connect(endpoint)
            send = push.send
            for _ in range(count):
                await send(message)

    asyncio.run(main())


def zmq_asyncio_receive(tell: Callable[[str], None], count: int) -> float:
    import zmq.asyncio

    async def main() -> float:
        with zmq.asyncio.Context() as context, context.socket(zmq.PULL) as pull:
            pull.rcvhwm = HWM
            pull.bind(ENDPOINT)
            tell(pull.last_endpoint.decode())
            recv = pull.recv_multipart
            await recv()
            begin = time.perf_counter()
            for _ in range(count - 1):
                await recv()
            return time.perf_counter() - begin

    return asyncio.run(main())


HWM = 100_000

SENDERS = {
    ("ymq", "sync"): ymq_sync_send,
    ("pyzmq", "sync"): zmq_sync_send,
    ("ymq", "asyncio"): ymq_asyncio_send,
    ("pyzmq", "asyncio"): zmq_asyncio_send,
}
RECEIVERS = {
    ("ymq", "sync"): ymq_sync_receive,
    ("pyzmq", "sync"): zmq_sync_receive,
    ("ymq", "asyncio"): ymq_asyncio_receive,
    ("pyzmq", "asyncio"): zmq_asyncio_receive,
}


def receive(way: tuple[str, str], count: int, parent: Connection) -> None:
    parent.send(RECEIVERS[way](parent.send, count))


def measure(way: tuple[str, str], size: int, count: int) -> float:
    """Messages per second of one run in two fresh processes."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    receiver = spawn.Process(target=receive, args=(way, count, there))
    receiver.start()
    sender = spawn.Process(target=SENDERS[way], args=(expect(here), bytes(size), count))
    sender.start()
    try:
        return (count - 1) / expect(here)
    finally:
        for process in (sender, receiver):
            process.join(SECONDS_PER_RUN)
            process.kill()


def expect(connection: Connection):  # noqa: ANN201 - an endpoint, then seconds
    if not connection.poll(SECONDS_PER_RUN):
        raise TimeoutError(f"nothing came within {SECONDS_PER_RUN} s")
    return connection.recv()


def compare(face: str, size: int, counts: dict[str, int], rounds: int) -> dict[str, object]:
    rates: dict[str, list[float]] = {"ymq": [], "pyzmq": []}
    for _ in range(rounds):
        for library, results in rates.items():
            results.append(measure((library, face), size, counts[library]))
    ours, theirs = (statistics.median(rates[library]) for library in ("ymq", "pyzmq"))
    return {"face": face, "size": size, "ymq": ours, "pyzmq": theirs, "ratio": ours / theirs, "runs": rates}


def show(row: dict[str, object]) -> None:
    what = f"{row['face']:<8} {row['size']:>7} B"
    print(f"{what}  ymq {row['ymq']:>11,.0f}/s  pyzmq {row['pyzmq']:>11,.0f}/s  x {row['ratio']:.2f}", flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--size", type=int, default=64, help="bytes in a message")
    arguments.add_argument("--count", type=int, default=500_000, help="messages in a run; pyzmq's asyncio gets a tenth")
    arguments.add_argument("--rounds", type=int, default=3, help="runs of each library")
    arguments.add_argument("--face", choices=["sync", "asyncio"], help="only this one")
    arguments.add_argument("--json", action="store_true", help="write one line of JSON for each face")
    chosen = arguments.parse_args()
    for face in [chosen.face] if chosen.face else ["sync", "asyncio"]:
        slow = 10 if face == "asyncio" else 1
        counts = {"ymq": chosen.count, "pyzmq": max(2, chosen.count // slow)}
        row = compare(face, chosen.size, counts, chosen.rounds)
        print(json.dumps(row), flush=True) if chosen.json else show(row)


if __name__ == "__main__":
    main()
