"""Plays the list of scenarios in Python, on both faces. `scripts/scenarios.ts` writes the list."""

import asyncio
import itertools
import json
import os
import pathlib
import sys
import tempfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "bindings" / "python"), str(ROOT / "tests" / "bindings" / "python")]

import ymq  # noqa: E402
from helpers import open_context, until_async  # noqa: E402

LIST = json.loads(pathlib.Path(os.environ.get("YMQ_SCENARIOS", ROOT / "build" / "scenarios.json")).read_text())
RUNS = [(scenario, transport) for scenario in LIST["scenarios"] for transport in scenario["transports"]]

PATIENCE = 20.0
# How long `reach` waits before it publishes anew.
PROBE = 0.005

_numbers = itertools.count(1)


async def outcome_of(call, *arguments, **keywords):
    """How a call ends: `OK`, or the name of its error."""
    try:
        result = call(*arguments, **keywords)
        if asyncio.iscoroutine(result) or asyncio.isfuture(result):
            await result
    except ymq.YmqError as error:
        return error.name
    return "OK"


def timeout_of(step):
    return step["timeoutMs"] / 1000 if "timeoutMs" in step else PATIENCE


def status_of(step):
    return step.get("status", "OK")


class Player:
    """Has a method for each word of the vocabulary."""

    def __init__(self, context, face, transport, folder):
        self._context = context
        self._face = face
        self._transport = transport
        self._folder = folder
        self._connectors = {}
        self._places = {}
        self._names = {}
        self._waiting = {}
        self._filled = {}

    async def play(self, step):
        # Some words are Python's own.
        await getattr(self, f"do_{step['do']}")(step)

    async def do_open(self, step):
        options = {name: self._option(name, value) for name, value in step["options"].items()}
        self._connectors[step["who"]] = self._context.connector(ymq.ConnectorType[step["type"].upper()], **options)

    async def do_bind(self, step):
        place = step["place"]
        is_new = isinstance(place, str) and place not in self._places
        endpoint = self._fresh() if is_new else self._endpoint(place)
        bound = []
        bind = self._connector(step).bind
        assert await outcome_of(lambda: bound.append(bind(endpoint))) == status_of(step)
        if is_new and bound:
            self._places[place] = bound[0]

    async def do_connect(self, step):
        call = getattr(self._connector(step), step["do"])
        assert await outcome_of(call, self._endpoint(step["place"])) == status_of(step)

    do_unbind = do_disconnect = do_connect

    async def do_connect_peer(self, step):
        ids, call = [], self._connector(step).connect_peer
        endpoint = self._endpoint(step["place"])
        assert await outcome_of(lambda: ids.append(call(endpoint))) == status_of(step)
        self._names.update((step["as"], routing_id) for routing_id in ids)

    async def do_connect_as(self, step):
        call, routing_id = self._connector(step).connect, self._bytes(step["id"])
        assert await outcome_of(call, self._endpoint(step["place"]), routing_id=routing_id) == status_of(step)

    async def do_wait_for_peers(self, step):
        call = self._connector(step).wait_for_peers
        assert await outcome_of(call, step["count"], timeout=timeout_of(step)) == status_of(step)

    async def do_wait_for_subscribers(self, step):
        call, topic = self._connector(step).wait_for_subscribers, self._bytes(step["topic"])
        assert await outcome_of(call, topic, step["count"], timeout=timeout_of(step)) == status_of(step)

    async def do_subscribe(self, step):
        call = getattr(self._connector(step), step["do"])
        assert await outcome_of(call, self._bytes(step["topic"])) == status_of(step)

    do_unsubscribe = do_join = do_leave = do_subscribe

    async def do_set(self, step):
        options, name = self._connector(step).options, step["option"]
        assert await outcome_of(setattr, options, name, self._option(name, step["value"])) == status_of(step)

    async def do_get(self, step):
        seen = getattr(self._connector(step).options, step["option"])
        assert seen == self._value(step["value"])

    async def do_get_endpoint(self, step):
        assert getattr(self._connector(step).options, step["option"]) == self._endpoint(step["place"])

    async def do_send(self, step):
        seen = ""

        async def send():
            nonlocal seen
            seen = await outcome_of(self._connector(step).send, self._message(step["parts"]), timeout=timeout_of(step))
            return seen != "HOST_UNREACHABLE" or not step.get("routable")

        await self._eventually(send)
        assert seen == status_of(step)

    async def do_receive(self, step):
        self._check(await self._next(step["who"]), step["parts"])

    async def do_receive_none(self, step):
        assert await outcome_of(self._connector(step).recv, timeout=timeout_of(step)) == status_of(step)

    async def do_collect(self, step):
        wanted, seen = self._bytes(step["bytes"]), b""
        while wanted not in seen if step["amid"] else len(seen) < len(wanted):
            sender, data = await self._next(step["who"])
            assert data, "no bytes"
            self._check([sender], [step["from"]])
            seen += data
        assert step["amid"] or seen == wanted

    async def do_share(self, step):
        seen = [await self._next(who) for who in step["among"] for _ in range(step["each"])]
        assert sorted(seen) == sorted(map(self._message, step["messages"]))

    async def do_fill(self, step):
        sent, seen, head = [], "OK", self._message(step["head"])
        while seen == "OK" and len(sent) < step["most"]:
            message = [b"%d" % len(sent), b"f" * step["size"]]
            message = [b"".join(message)] if step["single"] else message
            seen = await outcome_of(self._connector(step).send, head + message, timeout=0)
            sent += [message] if seen == "OK" else []
        self._filled[step["who"]] = sent
        assert seen == step["status"]

    async def do_drain(self, step):
        for message in self._filled[step["from"]]:
            assert await self._next(step["who"]) == self._message(step["head"]) + message

    async def do_reach(self, step):
        probes = itertools.count(1)
        subscriber = self._connectors[step["to"]]

        async def is_reached():
            probe = [self._bytes(step["topic"]), b"%d" % next(probes)]
            await self._connectors[step["from"]].send(probe, timeout=PATIENCE)
            try:
                while (await subscriber.recv(timeout=PROBE))[-1] != probe[-1]:
                    pass
            except ymq.TimedOut:
                return False
            return True

        await self._eventually(is_reached)

    async def do_start(self, step):
        connector = self._connector(step)
        # A synchronous receive waits in a thread of its own.
        wait = connector.recv if self._face == "asyncio" else connector.connector.recv
        receiving = wait(timeout=PATIENCE) if self._face == "asyncio" else asyncio.to_thread(wait, timeout=PATIENCE)
        self._waiting[step["who"]] = asyncio.ensure_future(receiving)
        await asyncio.sleep(0)

    async def do_finish(self, step):
        receiving = self._waiting[step["who"]]
        assert await outcome_of(lambda: receiving) == status_of(step)
        if "parts" in step:
            self._check(receiving.result(), step["parts"])

    async def do_close(self, step):
        await self._connector(step).close()

    async def do_await(self, step):
        await until_async(lambda: self._count(step) >= step["least"], step["field"])

    async def do_count(self, step):
        assert self._count(step) == step["value"]

    async def do_event(self, step):
        def is_wanted(event):
            is_the_reason = "reason" not in step or event.status == ymq.Status[step["reason"]]
            return event.kind.name == step["kind"] and is_the_reason

        connector = self._connector(step)
        await until_async(lambda: any(map(is_wanted, connector.events())), step["kind"])

    async def do_property(self, step):
        (peer,) = self._connector(step).peer_stats()
        assert self._connector(step).peer_property(peer.peer, step["name"]) == self._bytes(step["value"])

    def _connector(self, step):
        return self._connectors[step["who"]]

    def _count(self, step):
        return getattr(self._connector(step).stats(), step["field"])

    async def _next(self, who):
        return await self._connectors[who].recv(timeout=PATIENCE)

    async def _eventually(self, condition):
        end = asyncio.get_running_loop().time() + PATIENCE
        while not await condition():
            assert asyncio.get_running_loop().time() < end, "it did not come about"
            await asyncio.sleep(0.001)

    def _check(self, seen, parts):
        for part, expected in zip(seen, parts, strict=False):
            if isinstance(expected, dict) and "as" in expected:
                self._names.setdefault(expected["as"], part)
        assert seen == self._message(parts)

    def _message(self, parts):
        return [self._bytes(part) for part in parts]

    def _bytes(self, part):
        match part:
            case str():
                return part.encode()
            case {"hex": digits}:
                return bytes.fromhex(digits)
            case {"filled": who}:
                return b"".join(map(b"".join, self._filled[who]))
            case {"as": name}:
                return self._names.get(name, b"(not received)")
        return part["fill"].encode() * part["size"]

    def _option(self, name, value):
        is_text = isinstance(value, str) and LIST["vocabulary"]["options"][name]["type"] == "text"
        return value if is_text else self._value(value)

    def _value(self, value):
        if isinstance(value, dict) and "address" in value:
            return self._places[value["address"]].split("//")[1]
        return value if isinstance(value, int) else self._bytes(value)

    def _endpoint(self, place):
        if isinstance(place, dict):
            return place["literal"]
        if place not in self._places:
            self._places[place] = self._free()
        return self._places[place]

    def _fresh(self):
        """An address that nobody has, to bind."""
        number = next(_numbers)
        endpoints = {
            "tcp": "tcp://127.0.0.1:*",
            "ipc": f"ipc://{self._folder}/{number}",
            "inproc": f"inproc://{number}",
        }
        return endpoints[self._transport]

    def _free(self):
        """An address that nobody is bound to."""
        endpoint = self._fresh()
        if self._transport != "tcp":
            return endpoint
        owner = self._context.connector(ymq.PULL)
        bound = owner.bind(endpoint)
        owner.unbind(bound)
        return bound


async def play(scenario, transport, face, folder):
    async with open_context(face) as context:
        player = Player(context, face, transport, folder)
        for step in scenario["steps"]:
            await player.play(step)


@pytest.mark.parametrize("face", ["sync", "asyncio"])
@pytest.mark.parametrize(
    ("scenario", "transport"), RUNS, ids=lambda value: getattr(value, "get", lambda _: value)("name")
)
@pytest.mark.timeout(60)
def test_scenario(scenario, transport, face):
    with tempfile.TemporaryDirectory(prefix="ymq-", dir="/tmp") as folder:
        asyncio.run(play(scenario, transport, face, folder))
