"""Every pattern between ymq and pyzmq, synchronous and with asyncio, with either library on either side.

What is said stands in one table, as steps that both runners take; `first` and `second` are the two peers of a pairing.
"""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, field

import pytest
import ymq
import ymq.aio
import zmq
import zmq.asyncio

PATIENCE = 30.0
IDENTITY = b"named"
LIBRARIES = ["ymq", "pyzmq"]
TRANSPORTS = ["tcp://127.0.0.1:*", "ipc://*"]
STREAM_LENGTH = 2000

Parts = list[bytes]


@dataclass
class Pairing:
    """Two types, and what the envelope looks like where the pattern has one: (as sent, as received)."""

    first: str
    second: str
    forth: tuple[Parts, Parts] = field(default_factory=lambda: ([], []))
    back: tuple[Parts, Parts] | None = None

    def steps(self, message: Parts) -> list[tuple[str, str, Parts]]:
        steps = [("first", "send", self.forth[0] + message), ("second", "recv", self.forth[1] + message)]
        if self.back is not None:
            steps += [("second", "send", self.back[0] + message), ("first", "recv", self.back[1] + message)]
        return steps

    def __str__(self) -> str:
        return f"{self.first}-{self.second}"


PLAIN: tuple[Parts, Parts] = ([], [])
PAIRINGS = [
    Pairing("PAIR", "PAIR", back=PLAIN),
    Pairing("PUSH", "PULL"),
    Pairing("PUB", "SUB"),
    Pairing("REQ", "REP", back=PLAIN),
    Pairing("DEALER", "DEALER", back=PLAIN),
    Pairing("DEALER", "ROUTER", forth=([], [IDENTITY]), back=([IDENTITY], [])),
    Pairing("REQ", "ROUTER", forth=([], [IDENTITY, b""]), back=([IDENTITY, b""], [])),
    Pairing("DEALER", "REP", forth=([b""], []), back=([], [b""])),
]


def body(size: int) -> bytes:
    return bytes((index * 131 + size) & 0xFF for index in range(size))


MESSAGES = [
    *([body(size)] for size in (0, 1, 254, 255, 256, 8192, 65536, 1 << 20)),
    *([body(index * 50) if index % 3 else b"" for index in range(count)] for count in range(2, 11)),
]
STREAM = [[b"message %d" % index] for index in range(STREAM_LENGTH)]


class YmqSync:
    """A synchronous peer of ymq."""

    def __init__(self, kind: str) -> None:
        self.context = ymq.IoContext()
        self.connector = self.context.connector(getattr(ymq, kind), send_hwm=0, receive_hwm=0)
        if kind in ("DEALER", "REQ"):
            self.connector.options.identity = IDENTITY
        if kind == "SUB":
            self.connector.subscribe(b"")

    def bind(self, endpoint: str) -> str:
        return self.connector.bind(endpoint)

    def connect(self, endpoint: str) -> None:
        self.connector.connect(endpoint)

    def send(self, parts: Parts) -> None:
        self.connector.send(parts, timeout=PATIENCE)

    def recv(self, seconds: float = PATIENCE) -> Parts | None:
        try:
            return self.connector.recv(timeout=seconds)
        except ymq.TimedOut:
            return None

    def close(self) -> None:
        self.context.close(linger=0)


class ZmqSync:
    """A synchronous peer of pyzmq."""

    context_type = zmq.Context

    def __init__(self, kind: str) -> None:
        self.context = self.context_type()
        self.socket = self.context.socket(getattr(zmq, kind))
        self.socket.set_hwm(0)
        self.socket.linger = 0
        if kind in ("DEALER", "REQ"):
            self.socket.routing_id = IDENTITY
        if kind == "SUB":
            self.socket.subscribe(b"")

    def bind(self, endpoint: str) -> str:
        self.socket.bind(endpoint)
        return self.socket.last_endpoint.decode()

    def connect(self, endpoint: str) -> None:
        self.socket.connect(endpoint)

    def send(self, parts: Parts) -> None:
        self.socket.send_multipart(parts)

    def recv(self, seconds: float = PATIENCE) -> Parts | None:
        if not self.socket.poll(int(seconds * 1000)):
            return None
        return self.socket.recv_multipart()

    def close(self) -> None:
        self.socket.close()
        self.context.term()


class YmqAsync(YmqSync):
    """A peer of ymq.aio."""

    def __init__(self, kind: str) -> None:
        self.context = ymq.aio.IoContext()
        self.connector = self.context.connector(getattr(ymq, kind), send_hwm=0, receive_hwm=0)
        if kind in ("DEALER", "REQ"):
            self.connector.options.identity = IDENTITY
        if kind == "SUB":
            self.connector.subscribe(b"")

    async def send(self, parts: Parts) -> None:
        await self.connector.send(parts, timeout=PATIENCE)

    async def recv(self, seconds: float = PATIENCE) -> Parts | None:
        try:
            return await self.connector.recv(timeout=seconds)
        except ymq.TimedOut:
            return None

    async def close(self) -> None:
        await self.context.close(linger=0)


class ZmqAsync(ZmqSync):
    """A peer of zmq.asyncio."""

    context_type = zmq.asyncio.Context

    async def send(self, parts: Parts) -> None:
        await self.socket.send_multipart(parts)

    async def recv(self, seconds: float = PATIENCE) -> Parts | None:
        if not await self.socket.poll(int(seconds * 1000)):
            return None
        return await self.socket.recv_multipart()

    async def close(self) -> None:
        self.socket.close()
        self.context.term()


SYNC = {"ymq": YmqSync, "pyzmq": ZmqSync}
ASYNC = {"ymq": YmqAsync, "pyzmq": ZmqAsync}
MATRIX = [
    pytest.param(*case, id=f"{case[0]}-{case[1]}-{'first' if case[2] else 'second'}-binds-{case[3].split(':')[0]}")
    for case in itertools.product(PAIRINGS, LIBRARIES, [True, False], TRANSPORTS)
]


def meet(makers: dict, pairing: Pairing, first_library: str, first_binds: bool, endpoint: str) -> dict:
    second_library = "pyzmq" if first_library == "ymq" else "ymq"
    peers = {"first": makers[first_library](pairing.first), "second": makers[second_library](pairing.second)}
    binder, caller = ("first", "second") if first_binds else ("second", "first")
    peers[caller].connect(peers[binder].bind(endpoint))
    return peers


def require_same(received: Parts | None, sent: Parts) -> None:
    if received != sent:
        sizes = None if received is None else [len(part) for part in received]
        pytest.fail(f"sent parts of {[len(part) for part in sent]} bytes, received {sizes}")


def greet_sync(publisher: YmqSync | ZmqSync, subscriber: YmqSync | ZmqSync) -> None:
    """Publishes until the subscriber hears of it: from then on it misses nothing."""
    for _ in range(10_000):
        publisher.send([b"probe"])
        if subscriber.recv(0.005):
            break
    publisher.send([b"end of probes"])
    while subscriber.recv() not in ([b"end of probes"], None):
        pass


async def greet_async(publisher: YmqAsync | ZmqAsync, subscriber: YmqAsync | ZmqAsync) -> None:
    for _ in range(10_000):
        await publisher.send([b"probe"])
        if await subscriber.recv(0.005):
            break
    await publisher.send([b"end of probes"])
    while await subscriber.recv() not in ([b"end of probes"], None):
        pass


@pytest.mark.parametrize(("pairing", "first_library", "first_binds", "endpoint"), MATRIX)
def test_synchronous(pairing: Pairing, first_library: str, first_binds: bool, endpoint: str) -> None:
    peers = meet(SYNC, pairing, first_library, first_binds, endpoint)
    try:
        if pairing.first == "PUB":
            greet_sync(peers["first"], peers["second"])
        for message in MESSAGES + STREAM:
            for who, action, parts in pairing.steps(message):
                if action == "send":
                    peers[who].send(parts)
                else:
                    require_same(peers[who].recv(), parts)
    finally:
        for peer in peers.values():
            peer.close()


@pytest.mark.parametrize(("pairing", "first_library", "first_binds", "endpoint"), MATRIX)
def test_asyncio(pairing: Pairing, first_library: str, first_binds: bool, endpoint: str) -> None:
    async def main() -> None:
        peers = meet(ASYNC, pairing, first_library, first_binds, endpoint)
        try:
            if pairing.first == "PUB":
                await greet_async(peers["first"], peers["second"])
            for message in MESSAGES + STREAM:
                for who, action, parts in pairing.steps(message):
                    if action == "send":
                        await peers[who].send(parts)
                    else:
                        require_same(await peers[who].recv(), parts)
        finally:
            for peer in peers.values():
                await peer.close()

    asyncio.run(main())


@pytest.mark.parametrize("sender", LIBRARIES)
def test_a_stream_that_runs_beside_its_receiver(sender: str) -> None:
    """Both sides busy at once in one event loop, instead of one message at a time."""

    async def main() -> None:
        peers = meet(ASYNC, PAIRINGS[1], sender, True, TRANSPORTS[0])

        async def send_all() -> None:
            for message in STREAM:
                await peers["first"].send(message)

        sending = asyncio.create_task(send_all())
        for message in STREAM:
            require_same(await peers["second"].recv(), message)
        await sending
        for peer in peers.values():
            await peer.close()

    asyncio.run(main())
