"""A peer of the fault tests, in Python: see peer.c, which does the same. `--aio 1` makes it one of asyncio."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import select
import time
from dataclasses import asdict

import ymq
import ymq.aio

STEP = 0.02
BRIEF = 0.001
ENDLESS = 2**64

# What ends a call for now, and not for good.
PASSING = (ymq.TimedOut, ymq.Again, ymq.WrongState, ymq.HostUnreachable)


def write(**line: object) -> None:
    os.write(1, json.dumps(line).encode() + b"\n")


def part_of(name: str, number: int, parts: int, size: int) -> bytes:
    """Each part of a message says who sent it, its number, and what the whole message should look like."""
    head = b"%s %d %d %d " % (name.encode(), number, parts, size)
    return head + b"." * (size - len(head))


class Peer:
    """What the synchronous and the asynchronous peer have in common: the books."""

    def __init__(self, arguments: argparse.Namespace, context: ymq.IoContext | ymq.aio.IoContext) -> None:
        self.arguments = arguments
        self.sends = arguments.role != "receive"
        self.receives = arguments.role != "send"
        self.budget = 0 if self.sends else ENDLESS
        self.accepted = 0
        self.is_over = False
        self.input = b""
        self.context = context
        self.connector = context.connector(getattr(ymq, arguments.pattern))
        for setting in arguments.option:
            self.set_option(*setting.split("=", 1))
        if arguments.pattern == "SUB":
            self.connector.subscribe(b"")

    def set_option(self, name: str, value: str) -> None:
        kind = type(getattr(self.connector.options, name))
        setattr(self.connector.options, name, value.encode() if kind is bytes else kind(int(value)))

    def open(self) -> None:
        for endpoint in self.arguments.bind:
            write(bound=self.connector.bind(endpoint))
        for endpoint in self.arguments.connect:
            self.connector.connect(endpoint)

    def next_message(self) -> list[bytes]:
        sizes, counts = self.arguments.sizes, self.arguments.parts
        size, count = sizes[self.accepted % len(sizes)], counts[self.accepted % len(counts)]
        envelope = [self.arguments.to.encode()] if self.arguments.to else []
        return envelope + [part_of(self.arguments.name, self.accepted, count, size)] * count

    def note_accepted(self) -> None:
        write(accepted=self.accepted)
        self.accepted += 1
        self.budget -= 1

    def note_received(self, message: list[bytes]) -> None:
        parts = message[1:] if self.arguments.pattern == "ROUTER" else message
        name, number, count, size = self.parse(parts[0])
        expected = [part_of(name, number, count, size)] * count
        redelivered = ymq.is_redelivered(message)
        write(received=number, **{"from": name}, redelivered=redelivered, intact=parts == expected)
        if not self.sends:
            self.budget -= 1

    def parse(self, part: bytes) -> tuple[str, int, int, int]:
        """Whose message, its number, how many parts, of what size; of one that is damaged, nothing."""
        try:
            name, number, count, size = part.split(b" ")[:4]
            return name.decode(), int(number), int(count), int(size)
        except ValueError:
            return "?", 0, 0, 0

    def write_stats(self) -> None:
        write(stats=asdict(self.connector.stats()))

    def take_input(self) -> None:
        """Obeys the commands that are there, of which there is at least a piece."""
        data = os.read(0, 65536)
        self.is_over = not data
        *lines, self.input = (self.input + data).split(b"\n")
        for line in lines:
            self.obey(line.decode())

    def obey(self, command: str) -> None:
        if command.startswith("go "):
            self.budget += int(command[3:])
        elif command == "stop":
            self.budget = 0
            write(stopped=self.accepted)
        elif command == "stats":
            self.write_stats()


class SyncPeer(Peer):
    """Looks at one end after the other."""

    connector: ymq.Connector
    context: ymq.IoContext

    def run(self) -> None:
        self.open()
        wait = BRIEF if self.sends and self.receives else STEP
        while not self.is_over:
            has_work = self.budget > 0 or (self.sends and self.receives)
            if select.select([0], [], [], 0 if has_work else STEP)[0]:
                self.take_input()
            with contextlib.suppress(*PASSING):
                self.send_next(wait)
            with contextlib.suppress(*PASSING):
                self.receive_next(wait)
        self.write_stats()
        write(undelivered=self.context.close())

    def send_next(self, timeout: float) -> None:
        if self.sends and self.budget > 0:
            self.connector.send(self.next_message(), timeout=timeout)
            self.note_accepted()
            time.sleep(self.arguments.pace_us / 1e6)

    def receive_next(self, timeout: float) -> None:
        if self.receives and (self.sends or self.budget > 0):
            self.note_received(self.connector.recv(timeout=timeout))


class AsyncPeer(Peer):
    """Both ends at once, each in a task of its own."""

    connector: ymq.aio.Connector
    context: ymq.aio.IoContext

    async def run(self) -> None:
        self.open()
        asyncio.get_running_loop().add_reader(0, self.take_input)
        tasks = [asyncio.create_task(self.send()), asyncio.create_task(self.receive())]
        await asyncio.gather(*tasks)
        self.write_stats()
        write(undelivered=await self.context.close())

    async def send(self) -> None:
        while self.sends and not self.is_over:
            if self.budget <= 0:
                await asyncio.sleep(STEP)
                continue
            with contextlib.suppress(*PASSING):
                await self.connector.send(self.next_message(), timeout=STEP)
                self.note_accepted()
                await asyncio.sleep(self.arguments.pace_us / 1e6)

    async def receive(self) -> None:
        while self.receives and not self.is_over:
            if not self.sends and self.budget <= 0:
                await asyncio.sleep(STEP)
                continue
            try:
                self.note_received(await self.connector.recv(timeout=STEP))
            except ymq.WrongState:
                await asyncio.sleep(BRIEF)
            except PASSING:
                continue


def numbers(text: str) -> list[int]:
    return [int(word) for word in text.split(",")]


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pattern", required=True)
    parser.add_argument("--role", choices=["send", "receive", "both"], required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--to")
    parser.add_argument("--sizes", type=numbers, default=[0])
    parser.add_argument("--parts", type=numbers, default=[1])
    parser.add_argument("--pace-us", type=int, default=0)
    parser.add_argument("--aio", type=int, default=0)
    for name in ("--option", "--bind", "--connect"):
        parser.add_argument(name, action="append", default=[])
    return parser.parse_args()


def main() -> None:
    arguments = parse_arguments()
    if arguments.aio:

        async def run() -> None:
            await AsyncPeer(arguments, ymq.aio.IoContext()).run()

        asyncio.run(run())
    else:
        SyncPeer(arguments, ymq.IoContext()).run()


if __name__ == "__main__":
    main()
