"""The types whose messages have one part, and those for groups, over every transport, in both faces."""

import pytest
import ymq
from helpers import play, until_async

pytestmark = pytest.mark.parametrize("face", ["sync", "asyncio"])

SOON = 20.0


async def exchange(a, b, message):
    await a.send(message, timeout=SOON)
    return await b.recv(timeout=SOON)


async def until_joined(radio, dish, group):
    """Until the dish gets what is sent to the group, and has taken all of it."""

    async def arrived():
        await radio.send([group, b"mark"])
        return dish.stats().messages_waiting > 0

    while not await arrived():
        pass
    await radio.send([group, b"settled"])
    while await dish.recv(timeout=SOON) != [group, b"settled"]:
        pass


def test_client_server(face, anywhere):
    async def scenario(context):
        server, clients = context.connector(ymq.SERVER), []
        endpoint = server.bind(anywhere)
        for number in range(3):
            clients.append(context.connector(ymq.CLIENT))
            clients[-1].connect(endpoint)
            routing_id, question = await exchange(clients[-1], server, b"question %d" % number)
            assert len(routing_id) == 4 and question == b"question %d" % number
            assert await exchange(server, clients[-1], [routing_id, b"answer"]) == [b"answer"]

    play(scenario, face)


def test_server_and_a_client_that_is_gone(face, anywhere):
    async def scenario(context):
        server, client = context.connector(ymq.SERVER), context.connector(ymq.CLIENT)
        client.connect(server.bind(anywhere))
        routing_id, _ = await exchange(client, server, b"question")
        await client.close(0)
        await until_async(lambda: server.stats().links_closed == 1)
        with pytest.raises(ymq.HostUnreachable):
            await server.send([routing_id, b"too late"], timeout=SOON)

    play(scenario, face)


def test_peer(face, anywhere):
    async def scenario(context):
        bound, connected = context.connector(ymq.PEER), context.connector(ymq.PEER)
        routing_id = connected.connect_peer(bound.bind(anywhere))
        assert len(routing_id) == 4
        theirs, hello = await exchange(connected, bound, [routing_id, b"hello"])
        assert hello == b"hello"
        assert await exchange(bound, connected, [theirs, b"welcome"]) == [routing_id, b"welcome"]
        with pytest.raises(ymq.NotSupported, match="PEER"):
            context.connector(ymq.SERVER).connect_peer("inproc://x")

    play(scenario, face)


def test_channel(face, anywhere):
    async def scenario(context):
        a, b = context.connector(ymq.CHANNEL), context.connector(ymq.CHANNEL)
        b.connect(a.bind(anywhere))
        assert await exchange(a, b, b"there") == [b"there"]
        assert await exchange(b, a, b"") == [b""]

    play(scenario, face)


def test_scatter_gather(face, anywhere):
    async def scenario(context):
        scatter, gathers = context.connector(ymq.SCATTER), [context.connector(ymq.GATHER) for _ in range(2)]
        endpoint = scatter.bind(anywhere)
        for gather in gathers:
            gather.connect(endpoint)
        await until_async(lambda: scatter.stats().links_opened == 2)
        for number in range(20):
            await scatter.send(b"%d" % number, timeout=SOON)
        got = [[int((await gather.recv(timeout=SOON))[0]) for _ in range(10)] for gather in gathers]
        assert sorted(got[0] + got[1]) == list(range(20))

    play(scenario, face)


def test_messages_of_another_form(face):
    async def scenario(context):
        for type in (ymq.CLIENT, ymq.CHANNEL, ymq.SCATTER):
            with pytest.raises(ymq.InvalidArgument, match="exactly one part"):
                await context.connector(type).send([b"two", b"parts"])
        for type in (ymq.SERVER, ymq.PEER):
            with pytest.raises(ymq.InvalidArgument, match="4 bytes"):
                await context.connector(type).send([b"too long", b"body"])
        with pytest.raises(ymq.InvalidArgument, match="name of its group"):
            await context.connector(ymq.RADIO).send(b"no group")

    play(scenario, face)


def test_radio_dish(face, anywhere):
    async def scenario(context):
        radio, dish = context.connector(ymq.RADIO), context.connector(ymq.DISH)
        dish.connect(radio.bind(anywhere))
        dish.join(b"news")
        await until_joined(radio, dish, b"news")
        for group in (b"new", b"news", b"newspaper"):
            await radio.send([group, b"body"], timeout=SOON)
        assert await dish.recv(timeout=SOON) == [b"news", b"body"]
        dish.leave(b"news")
        dish.join(b"sport")
        await until_joined(radio, dish, b"sport")
        await radio.send([b"news", b"missed"], timeout=SOON)
        assert await exchange(radio, dish, [b"sport", b"body"]) == [b"sport", b"body"]

    play(scenario, face)


def test_groups_are_joined_once_and_left_once(face):
    async def scenario(context):
        dish = context.connector(ymq.DISH)
        dish.join(b"group")
        with pytest.raises(ymq.WrongState):
            dish.join(b"group")
        with pytest.raises(ymq.InvalidArgument, match="255"):
            dish.join(b"g" * 256)
        dish.leave(b"group")
        with pytest.raises(ymq.NotFound):
            dish.leave(b"group")
        with pytest.raises(ymq.NotSupported, match="DISH"):
            context.connector(ymq.SUB).join(b"group")

    play(scenario, face)
