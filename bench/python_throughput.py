"""Messages per second from PUSH to PULL over TCP in Python, in two processes: one way of ymq or pyzmq.

The receiver counts, from its first message to its last, and compares every message with the one that was sent: each
has a running number that comes round every 256 messages. `npm run bench -- --scenario python` runs every way in turn.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bindings" / "python"))

ENDPOINT = "tcp://127.0.0.1:*"
BATCH = 256

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Stream:
    """What is sent: `count` messages of `size` bytes, under a high-water mark of `hwm` on both sides."""

    size: int
    count: int
    hwm: int

    def messages(self) -> Iterator[bytes]:
        """All messages in their order. They are made before the clock runs, and used again and again."""
        return islice(cycle([bytes([number % 256]) * self.size for number in range(BATCH)]), self.count)

    def batches(self) -> Iterator[list[bytes]]:
        messages = self.messages()
        while batch := list(islice(messages, BATCH)):
            yield batch

    def expected(self) -> Iterator[list[bytes]]:
        """The same, as they are received: each message with its one part."""
        return islice(cycle([[message] for message in islice(self.messages(), BATCH)]), self.count)


def refuse(expected: list[bytes]) -> NoReturn:
    raise SystemExit(f"a message is not the one that was sent: {expected[0][:8]!r}... of {len(expected[0])} bytes")


def ymq_sync_send(endpoint: str, stream: Stream, many: bool) -> None:
    import ymq

    with ymq.IoContext() as context, context.connector(ymq.PUSH, send_hwm=stream.hwm, linger=-1) as push:
        push.connect(endpoint)
        if many:
            for batch in stream.batches():
                push.send_many(batch)
            return
        send = push.send
        for message in stream.messages():
            send(message)


def ymq_sync_receive(tell: Tell, stream: Stream, many: bool) -> float:
    import ymq

    with ymq.IoContext() as context, context.connector(ymq.PULL, receive_hwm=stream.hwm) as pull:
        tell(pull.bind(ENDPOINT))
        expected = stream.expected()
        if pull.recv() != (first := next(expected)):
            refuse(first)
        begin = time.perf_counter()
        if many:
            left = stream.count - 1
            while left:
                messages = pull.recv_many(BATCH)
                left -= len(messages)
                for message in messages:
                    if message != (wanted := next(expected)):
                        refuse(wanted)
        else:
            recv = pull.recv
            for message in expected:
                if recv() != message:
                    refuse(message)
        return time.perf_counter() - begin


def zmq_sync_send(endpoint: str, stream: Stream, _many: bool) -> None:
    import zmq

    with zmq.Context() as context, context.socket(zmq.PUSH) as push:
        push.sndhwm = stream.hwm
        push.linger = -1
        push.connect(endpoint)
        send = push.send
        for message in stream.messages():
            send(message)


def zmq_sync_receive(tell: Tell, stream: Stream, _many: bool) -> float:
    import zmq

    with zmq.Context() as context, context.socket(zmq.PULL) as pull:
        pull.rcvhwm = stream.hwm
        pull.bind(ENDPOINT)
        tell(pull.last_endpoint.decode())
        recv = pull.recv_multipart
        expected = stream.expected()
        if recv() != (first := next(expected)):
            refuse(first)
        begin = time.perf_counter()
        for message in expected:
            if recv() != message:
                refuse(message)
        return time.perf_counter() - begin


def ymq_asyncio_send(endpoint: str, stream: Stream, many: bool) -> None:
    import ymq.aio

    async def main() -> None:
        async with (
            ymq.aio.IoContext() as context,
            context.connector(ymq.PUSH, send_hwm=stream.hwm, linger=-1) as push,
        ):
            push.connect(endpoint)
            if many:
                for batch in stream.batches():
                    await push.send_many(batch)
                return
            send = push.send
            for message in stream.messages():
                await send(message)

    asyncio.run(main())


def ymq_asyncio_receive(tell: Tell, stream: Stream, many: bool) -> float:
    import ymq.aio

    async def main() -> float:
        async with ymq.aio.IoContext() as context, context.connector(ymq.PULL, receive_hwm=stream.hwm) as pull:
            tell(pull.bind(ENDPOINT))
            expected = stream.expected()
            if await pull.recv() != (first := next(expected)):
                refuse(first)
            begin = time.perf_counter()
            if many:
                left = stream.count - 1
                while left:
                    messages = await pull.recv_many(BATCH)
                    left -= len(messages)
                    for message in messages:
                        if message != (wanted := next(expected)):
                            refuse(wanted)
            else:
                recv = pull.recv
                for message in expected:
                    if await recv() != message:
                        refuse(message)
            return time.perf_counter() - begin

    return asyncio.run(main())


def zmq_asyncio_send(endpoint: str, stream: Stream, _many: bool) -> None:
    import zmq.asyncio

    async def main() -> None:
        with zmq.asyncio.Context() as context, context.socket(zmq.PUSH) as push:
            push.sndhwm = stream.hwm
            push.linger = -1
            push.connect(endpoint)
            send = push.send
            for message in stream.messages():
                await send(message)

    asyncio.run(main())


def zmq_asyncio_receive(tell: Tell, stream: Stream, _many: bool) -> float:
    import zmq.asyncio

    async def main() -> float:
        with zmq.asyncio.Context() as context, context.socket(zmq.PULL) as pull:
            pull.rcvhwm = stream.hwm
            pull.bind(ENDPOINT)
            tell(pull.last_endpoint.decode())
            recv = pull.recv_multipart
            expected = stream.expected()
            if await recv() != (first := next(expected)):
                refuse(first)
            begin = time.perf_counter()
            for message in expected:
                if await recv() != message:
                    refuse(message)
            return time.perf_counter() - begin

    return asyncio.run(main())


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


def receive(way: tuple[str, str], stream: Stream, many: bool, parent: Connection) -> None:
    parent.send(RECEIVERS[way](parent.send, stream, many))


def measure(way: tuple[str, str], stream: Stream, many: bool, limit: float) -> float:
    """Messages per second, in two fresh processes."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    receiver = spawn.Process(target=receive, args=(way, stream, many, there))
    receiver.start()
    there.close()
    sender = spawn.Process(target=SENDERS[way], args=(expect(here, limit), stream, many))
    sender.start()
    try:
        return (stream.count - 1) / expect(here, limit)
    finally:
        for process in (sender, receiver):
            process.join(limit)
            process.kill()


def expect(connection: Connection, limit: float):  # noqa: ANN201 - an endpoint, then seconds
    if not connection.poll(limit):
        raise SystemExit(f"nothing came within {limit} s")
    try:
        return connection.recv()
    except EOFError:
        raise SystemExit("the receiver ended without a result") from None


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--way", choices=["ymq", "ymq-many", "pyzmq"], required=True, help="many: per call")
    arguments.add_argument("--face", choices=["sync", "asyncio"], required=True)
    arguments.add_argument("--size", type=int, default=64, help="bytes in a message, at least 1")
    arguments.add_argument("--count", type=int, default=500_000, help="messages, at least 2")
    arguments.add_argument("--hwm", type=int, default=1000, help="high-water mark of both sides, 0: none")
    arguments.add_argument("--limit", type=float, default=120, help="seconds before it gives up")
    arguments.add_argument("--json", action="store_true", help="write a line of JSON")
    chosen = arguments.parse_args()
    library, _, many = chosen.way.partition("-")
    stream = Stream(chosen.size, chosen.count, chosen.hwm)
    rate = measure((library, chosen.face), stream, many == "many", chosen.limit)
    print(json.dumps({"messages_per_second": rate}) if chosen.json else f"{rate:,.0f} messages/s")


if __name__ == "__main__":
    main()
