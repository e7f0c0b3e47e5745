"""What a message may be made of, how large it may be, and how many come at once."""

import os
import random

import pytest
import ymq
from helpers import play, until, until_async

faces = pytest.mark.parametrize("face", ["sync", "asyncio"])
SOON = 20.0


@pytest.mark.parametrize("part", [b"bytes", bytearray(b"bytes"), memoryview(b"bytes"), memoryview(b"b-y-t-e-s")[::2]])
def test_bytes_likes(pipe, part):
    push, pull = pipe
    push.send(part)
    push.send([part, b"", part])
    assert push.send_many([part, [part]]) == 2
    assert pull.recv(timeout=SOON) == [b"bytes"]
    assert pull.recv(timeout=SOON) == [b"bytes", b"", b"bytes"]
    assert [pull.recv(timeout=SOON) for _ in range(2)] == [[b"bytes"]] * 2


def test_a_view_of_larger_items_counts_bytes(pipe):
    push, pull = pipe
    push.send([memoryview(b"12345678").cast("I"), b"x"])
    assert pull.recv(timeout=SOON) == [b"12345678", b"x"]


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("text", "a message is bytes, bytearray or memoryview, not str: encode it"),
        (["text"], "a part is bytes, bytearray or memoryview, not str: encode it"),
        (5, "not int"),
        ([5], "not int"),
        (None, "not NoneType"),
        ({b"a": b"b"}, "not dict"),
    ],
)
def test_what_is_no_message(pipe, message, text):
    push, _ = pipe
    with pytest.raises(TypeError, match=text):
        push.send(message)
    with pytest.raises(TypeError, match=text.removeprefix("a message is ")):
        push.send_many([b"fine", message])
    assert push.stats().messages_sent == 0


def test_no_parts_are_no_message(pipe):
    for send in (lambda: pipe[0].send([]), lambda: pipe[0].send_many([b"x", []])):
        with pytest.raises(ValueError, match="at least one part"):
            send()


@faces
def test_shapes(face, anywhere):
    """Empty messages, empty parts, and more parts and bytes than fit into the memory of one call."""
    shapes = [
        [b""],
        [b"", b""],
        [b"x" * 255],
        [b"x" * 256, b"y" * 65536],
        [b"p"] * 1023,
        [b"%d" % n for n in range(5000)],
        [b"z" * 262144],
        [b"z" * 262145],
        [b"h", b"b" * 1_000_000, b"t"],
    ]

    async def scenario(context):
        push, pull = context.connector(ymq.PUSH), context.connector(ymq.PULL)
        push.connect(pull.bind(anywhere))
        for shape in shapes:
            await push.send(shape, timeout=SOON)
        for shape in shapes:
            assert await pull.recv(timeout=SOON) == shape

    play(scenario, face)


@faces
def test_random_shapes_keep_their_order(face, anywhere):
    chance = random.Random(7)
    sent = [
        [chance.randbytes(chance.choice((0, 1, 60, 300, 20_000))) for _ in range(chance.randint(1, 5))]
        for _ in range(2000)
    ]

    async def scenario(context):
        push, pull = context.connector(ymq.PUSH, send_hwm=0), context.connector(ymq.PULL)
        push.connect(pull.bind(anywhere))
        assert await push.send_many(sent, timeout=SOON) == len(sent)
        got = []
        while len(got) < len(sent):
            got += await pull.recv_many(chance.randint(1, 700), timeout=SOON)
        assert got == sent

    play(scenario, face)


@faces
def test_parts_of_64_mib(face, anywhere):
    large = os.urandom(1 << 20) * 64

    async def scenario(context):
        push, pull = context.connector(ymq.PUSH), context.connector(ymq.PULL)
        push.connect(pull.bind(anywhere))
        await push.send([b"head", large, b"tail"], timeout=SOON)
        await push.send(b"small", timeout=SOON)
        head, body, tail = await pull.recv(timeout=SOON)
        assert (head, tail) == (b"head", b"tail")
        assert body == large
        assert await pull.recv(timeout=SOON) == [b"small"]

    play(scenario, face)


def test_a_large_message_for_a_waiting_task(anywhere):
    """It comes as a completion that does not fit into the memory that is kept for them."""
    large = bytes(3 << 20)

    async def scenario(context):
        push, pull = context.connector(ymq.PUSH), context.connector(ymq.PULL)
        push.connect(pull.bind(anywhere))
        import asyncio

        waiting = asyncio.ensure_future(pull.recv(timeout=SOON))
        await until_async(lambda: bool(pull._receivers))
        await push.send([large, b"x"], timeout=SOON)
        assert await waiting == [large, b"x"]

    play(scenario, "asyncio")


@faces
def test_many_at_once(face):
    async def scenario(context):
        push, pull = context.connector(ymq.PUSH, send_hwm=0), context.connector(ymq.PULL, receive_hwm=0)
        push.connect(pull.bind("tcp://127.0.0.1:*"))
        assert await push.send_many([b"%d" % n for n in range(3000)], timeout=SOON) == 3000
        await until_async(lambda: pull.stats().messages_waiting == 3000)
        assert await pull.recv_many(1) == [[b"0"]]
        assert [int(message[0]) for message in await pull.recv_many(2000)] == list(range(1, 2001))
        assert pull.stats().messages_received == 2001
        assert len(await pull.recv_many(5000)) == 999
        with pytest.raises(ymq.Again):
            await pull.recv_many(10, timeout=0)
        with pytest.raises(ValueError, match="at least 1"):
            await pull.recv_many(0)
        assert await push.send_many([]) == 0

    play(scenario, face)


def test_iteration_ends_with_the_connector(pipe):
    push, pull = pipe
    push.send_many([b"1", b"2", b"3"])
    got = []
    for message in pull:
        got.append(message)
        if len(got) == 3:
            pull.close()
    assert got == [[b"1"], [b"2"], [b"3"]]


def test_the_inbox_holds_no_more_than_receive_hwm(context):
    push, pull = context.connector(ymq.PUSH), context.connector(ymq.PULL, receive_hwm=4)
    push.connect(pull.bind("inproc://few"))
    push.send_many([b"%d" % n for n in range(4)])
    until(lambda: pull.stats().messages_waiting == 4)
    pull.recv()
    assert len(pull._inbox) <= 3
    pull.options.receive_hwm = 1
    while pull.stats().messages_waiting:
        pull.recv(timeout=SOON)
    push.send_many([b"x"] * 10, timeout=SOON)
    pull.recv(timeout=SOON)
    assert len(pull._inbox) == 0
