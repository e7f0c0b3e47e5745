"""Waiting for a state, and one way to write a scenario for both faces."""

import asyncio
import contextlib
import os
import socket
import time

import ymq
import ymq.aio

PATIENCE = 20.0


def until(condition, what="the condition"):
    """Looks again and again until the condition holds; fails when it never does."""
    end = time.monotonic() + PATIENCE
    while not (result := condition()):
        assert time.monotonic() < end, f"{what} did not come about within {PATIENCE} s; last seen: {result!r}"
        time.sleep(0.001)
    return result


async def until_async(condition, what="the condition"):
    end = time.monotonic() + PATIENCE
    while not (result := condition()):
        assert time.monotonic() < end, f"{what} did not come about within {PATIENCE} s; last seen: {result!r}"
        await asyncio.sleep(0.001)
    return result


def connected(connector, links=1):
    """Until this many handshakes are finished."""
    until(lambda: connector.stats().links_opened >= links, f"{links} links")


def cut(endpoint):
    """Breaks every connection of this process that leads to a tcp endpoint, as a network would."""
    port = int(endpoint.rsplit(":", 1)[1])
    for name in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):
            if os.readlink(f"/proc/self/fd/{name}").startswith("socket:"):
                with socket.socket(fileno=os.dup(int(name))) as end:
                    if end.family == socket.AF_INET and end.getpeername()[1] == port:
                        end.shutdown(socket.SHUT_RDWR)


def exchange_across_cuts(push, endpoint, pull):
    """A PUSH sends to the PULL that is bound there while links break; all of it arrives, once and in order."""
    push.connect(endpoint)
    connected(push)
    got = []
    for number in range(2000):
        push.send([b"%d" % number, b"x" * (number % 400)])
        if number % 500 == 250:
            cut(endpoint)
        if number % 2:
            got.append(int(pull.recv(timeout=PATIENCE)[0]))
    while len(got) < 2000:
        got.append(int(pull.recv(timeout=PATIENCE)[0]))
    assert got == list(range(2000))
    assert push.stats().links_opened > 1


_AWAITED = (
    "send",
    "send_many",
    "recv",
    "recv_many",
    "wait_for_peers",
    "wait_for_subscribers",
    "wait_for_events",
    "close",
)


class SyncConnector:
    """A synchronous connector in the form of an asynchronous one: its calls wait where they are awaited."""

    def __init__(self, connector):
        self.connector = connector

    def __getattr__(self, name):
        found = getattr(self.connector, name)
        if name not in _AWAITED:
            return found

        async def call(*arguments, **keywords):
            return found(*arguments, **keywords)

        return call


class SyncContext:
    def __init__(self, **keywords):
        self.context = ymq.IoContext(**keywords)

    def connector(self, type, **options):
        return SyncConnector(self.context.connector(type, **options))

    async def close(self, linger=None):
        return self.context.close(linger)


@contextlib.asynccontextmanager
async def open_context(face, **keywords):
    context = ymq.aio.IoContext(**keywords) if face == "asyncio" else SyncContext(**keywords)
    try:
        yield context
    finally:
        await context.close(linger=0)


def play(scenario, face, *arguments, **keywords):
    """Runs `scenario(context, *arguments)` on one of the faces, `sync` or `asyncio`."""

    async def run():
        async with open_context(face, **keywords) as context:
            await scenario(context, *arguments)

    asyncio.run(run())
