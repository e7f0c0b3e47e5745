"""Connections come and go: order of bind and connect, reconnecting, high-water marks, linger, unbind and disconnect."""

import pytest
import ymq
from helpers import connected, play, until, until_async

faces = pytest.mark.parametrize("face", ["sync", "asyncio"])
SOON = 20.0


@faces
def test_connect_before_bind(face, anywhere):
    async def scenario(context):
        endpoint = anywhere
        if endpoint.startswith("tcp"):
            probe = context.connector(ymq.PULL)
            endpoint = probe.bind(endpoint)
            await probe.close()
        push = context.connector(ymq.PUSH, reconnect_interval=10)
        push.connect(endpoint)
        await push.send(b"early", timeout=SOON)
        pull = context.connector(ymq.PULL)
        pull.bind(endpoint)
        assert await pull.recv(timeout=SOON) == [b"early"]

    play(scenario, face)


@faces
@pytest.mark.parametrize("transport", ["tcp", "ipc"])
def test_reconnect(face, transport, folder):
    async def scenario(context):
        pull = context.connector(ymq.PULL)
        endpoint = pull.bind("tcp://127.0.0.1:*" if transport == "tcp" else f"ipc://{folder}/x")
        push = context.connector(ymq.PUSH, reconnect_interval=1)
        push.connect(endpoint)
        for number in range(3):
            await push.send(b"%d" % number, timeout=SOON)
            assert await pull.recv(timeout=SOON) == [b"%d" % number]
            await pull.close()
            await until_async(lambda wanted=number + 1: push.stats().links_closed == wanted)
            pull = context.connector(ymq.PULL)
            await until_async(lambda again=pull: bound_again(again, endpoint))

    play(scenario, face)


def bound_again(connector, endpoint):
    try:
        return connector.bind(endpoint)
    except ymq.AddressInUse:
        return False


@faces
def test_a_full_peer_holds_the_sender_back(face, anywhere):
    async def scenario(context):
        push = context.connector(ymq.PUSH, send_hwm=10)
        pull = context.connector(ymq.PULL, receive_hwm=10)
        push.connect(pull.bind(anywhere))
        content = bytes(100_000)
        sent = 0
        with pytest.raises(ymq.Again):
            while True:
                await push.send([b"%d" % sent, content], timeout=0)
                sent += 1
        with pytest.raises(ymq.TimedOut) as caught:
            while True:
                await push.send([b"%d" % sent, content], timeout=0.2)
                sent += 1
        assert isinstance(caught.value, TimeoutError)
        assert sent >= 10
        for number in range(sent):
            assert await pull.recv(timeout=SOON) == [b"%d" % number, content]
        await push.send(b"room again", timeout=SOON)
        assert await pull.recv(timeout=SOON) == [b"room again"]

    play(scenario, face)


@faces
def test_nobody_to_send_to(face):
    async def scenario(context):
        push = context.connector(ymq.PUSH)
        push.bind("tcp://127.0.0.1:*")
        with pytest.raises(ymq.Again):
            await push.send(b"x", timeout=0)
        with pytest.raises(ymq.TimedOut):
            await push.send(b"x", timeout=0.05)
        with pytest.raises(ymq.TimedOut):
            await push.send_many([b"x", b"y"], timeout=0.05)

    play(scenario, face)


@faces
def test_nothing_to_receive(face, anywhere):
    async def scenario(context):
        pull = context.connector(ymq.PULL)
        pull.bind(anywhere)
        with pytest.raises(ymq.Again) as caught:
            await pull.recv(timeout=0)
        assert isinstance(caught.value, BlockingIOError)
        with pytest.raises(ymq.TimedOut):
            await pull.recv(timeout=0.05)
        with pytest.raises(ymq.TimedOut):
            await pull.recv_many(10, timeout=0.001)

    play(scenario, face)


@faces
def test_send_many_says_how_many_were_accepted(face):
    async def scenario(context):
        push, pull = context.connector(ymq.PUSH, send_hwm=5), context.connector(ymq.PULL, receive_hwm=5)
        push.connect(pull.bind("inproc://some"))
        accepted = await push.send_many([b"%d" % n for n in range(5000)], timeout=0.1)
        assert 5 <= accepted < 5000
        got = [await pull.recv(timeout=SOON) for _ in range(accepted)]
        assert got == [[b"%d" % n] for n in range(accepted)]
        with pytest.raises(ymq.Again):
            await pull.recv(timeout=0)

    play(scenario, face)


@faces
def test_closing_tells_what_was_not_delivered(face):
    async def scenario(context):
        push = context.connector(ymq.PUSH)
        push.connect("tcp://127.0.0.1:1")
        await push.send_many([b"x"] * 7)
        assert await push.close(linger=0) == 7
        assert await push.close() == 0
        assert push.closed

    play(scenario, face)


@faces
def test_closing_the_context_tells_what_was_not_delivered(face):
    async def scenario(context):
        for _ in range(3):
            push = context.connector(ymq.PUSH)
            push.connect("tcp://127.0.0.1:1")
            await push.send_many([b"x"] * 2)
        assert await context.close(linger=0) == 6
        assert await context.close() == 0
        with pytest.raises(ymq.Closed):
            await push.send(b"x")

    play(scenario, face)


@faces
def test_linger_goes_on_sending(face):
    async def scenario(context):
        probe = context.connector(ymq.PULL)
        endpoint = probe.bind("tcp://127.0.0.1:*")
        await probe.close()
        push = context.connector(ymq.PUSH, reconnect_interval=10)
        push.connect(endpoint)
        await push.send_many([b"%d" % n for n in range(100)])
        pull = context.connector(ymq.PULL)
        pull.bind(endpoint)
        assert await push.close(linger=SOON) == 0
        assert [await pull.recv(timeout=SOON) for _ in range(100)] == [[b"%d" % n] for n in range(100)]

    play(scenario, face)


def test_unbind_and_disconnect(context, anywhere):
    pull, push = context.connector(ymq.PULL), context.connector(ymq.PUSH)
    endpoint = pull.bind(anywhere)
    assert pull.options.last_endpoint == endpoint
    push.connect(endpoint)
    push.send(b"x", timeout=SOON)
    assert pull.recv(timeout=SOON) == [b"x"]
    pull.unbind(endpoint)
    push.send(b"links go on", timeout=SOON)
    assert pull.recv(timeout=SOON) == [b"links go on"]
    push.disconnect(endpoint)
    until(lambda: push.stats().peers == 0)
    with pytest.raises(ymq.NotFound):
        push.disconnect(endpoint)
    with pytest.raises(ymq.NotFound):
        pull.unbind(endpoint)
    with pytest.raises(ymq.Again):
        push.send(b"nobody", timeout=0)
    context.connector(ymq.PULL).bind(endpoint)


def test_links_are_counted(pipe):
    push, pull = pipe
    connected(push)
    connected(pull)
    pull.close()
    until(lambda: push.stats().links_closed == 1)
