"""Waiting for peers and subscribers, and readiness, in both faces."""

import asyncio
import threading

import pytest
import ymq
import ymq.aio
from helpers import play, until, until_async

SOON = 20.0

both = pytest.mark.parametrize("face", ["sync", "asyncio"])


@both
def test_what_is_published_after_the_wait_arrives(face, anywhere):
    async def scenario(context):
        publisher, subscribers = context.connector(ymq.PUB), [context.connector(ymq.SUB) for _ in range(3)]
        endpoint = publisher.bind(anywhere)
        for subscriber in subscribers:
            subscriber.subscribe(b"news.")
            subscriber.connect(endpoint)
        assert await publisher.wait_for_subscribers(b"news.", 3, timeout=SOON) == 3
        for number in range(10):
            await publisher.send(b"news.%d" % number)
        for subscriber in subscribers:
            assert [await subscriber.recv(timeout=SOON) for _ in range(10)] == [[b"news.%d" % n] for n in range(10)]

    play(scenario, face)


@both
def test_peers_are_counted_on_both_sides(face, anywhere):
    async def scenario(context):
        pull, pushes = context.connector(ymq.PULL), [context.connector(ymq.PUSH) for _ in range(2)]
        endpoint = pull.bind(anywhere)
        for push in pushes:
            push.connect(endpoint)
        assert await pull.wait_for_peers(2, timeout=SOON) == 2
        assert [await push.wait_for_peers(1, timeout=SOON) for push in pushes] == [1, 1]

    play(scenario, face)


@both
def test_how_a_wait_fails(face):
    async def scenario(context):
        publisher, push = context.connector(ymq.PUB), context.connector(ymq.PUSH)
        with pytest.raises(ymq.Again):
            await publisher.wait_for_peers(1, timeout=0)
        with pytest.raises(ymq.TimedOut):
            await publisher.wait_for_subscribers(b"x", 1, timeout=0.02)
        with pytest.raises(ymq.NotSupported):
            await push.wait_for_subscribers(b"x", 1)
        with pytest.raises(ymq.InvalidArgument):
            await push.wait_for_peers(-1)
        with pytest.raises(TypeError):
            await publisher.wait_for_subscribers("text", 1)
        assert await publisher.wait_for_peers(0) == 0
        await publisher.close()
        with pytest.raises(ymq.Closed):
            await publisher.wait_for_peers(1)

    play(scenario, face)


@both
def test_readiness_counts_what_was_fetched_already(face):
    async def scenario(context):
        push, pull = context.connector(ymq.PUSH), context.connector(ymq.PULL)
        assert not push.writable
        assert not pull.readable and not pull.writable
        push.connect(pull.bind("inproc://readiness"))
        assert push.writable
        await push.send_many([b"a", b"b"])
        for message in (b"a", b"b"):
            await until_async(lambda: pull.readable)
            assert await pull.recv(timeout=SOON) == [message]
        assert not pull.readable

    play(scenario, face)


def test_closing_ends_a_wait_in_another_thread():
    with ymq.IoContext() as context:
        publisher = context.connector(ymq.PUB)
        ends = []

        def wait():
            with pytest.raises(ymq.Closed):
                publisher.wait_for_subscribers(b"x", 1)
            ends.append(True)

        thread = threading.Thread(target=wait)
        thread.start()
        publisher.close()
        thread.join(SOON)
        assert ends == [True]


def test_a_cancelled_wait_leaves_nothing_behind():
    async def scenario():
        async with ymq.aio.IoContext() as context:
            publisher, subscriber = context.connector(ymq.PUB), context.connector(ymq.SUB)
            waits = [asyncio.ensure_future(publisher.wait_for_subscribers(b"x", 1)) for _ in range(10)]
            await asyncio.sleep(0)
            for wait in waits[::2]:
                wait.cancel()
            subscriber.subscribe(b"")
            subscriber.connect(publisher.bind("tcp://127.0.0.1:*"))
            results = await asyncio.gather(*waits, return_exceptions=True)
            assert [isinstance(result, asyncio.CancelledError) for result in results] == [True, False] * 5
            assert results[1::2] == [1] * 5
            assert not context._port()._endings

    asyncio.run(scenario())


def test_closing_ends_an_awaited_wait():
    async def scenario():
        async with ymq.aio.IoContext() as context:
            publisher = context.connector(ymq.PUB)
            wait = asyncio.ensure_future(publisher.wait_for_peers(1))
            await asyncio.sleep(0)
            await publisher.close()
            with pytest.raises(ymq.Closed):
                await wait

    asyncio.run(scenario())


@both
def test_a_wait_for_events_ends_with_the_first(face):
    async def scenario(context):
        pull = context.connector(ymq.PULL)
        with pytest.raises(ymq.Again):
            await pull.wait_for_events(timeout=0)
        with pytest.raises(ymq.TimedOut):
            await pull.wait_for_events(timeout=0.02)
        pull.bind("tcp://127.0.0.1:*")
        assert await pull.wait_for_events(timeout=SOON) == 1
        assert [event.kind for event in pull.events()] == [ymq.EventKind.LISTENING]
        await pull.close()
        with pytest.raises(ymq.Closed):
            await pull.wait_for_events()

    play(scenario, face)


def test_watching_gives_event_after_event_and_loses_none_to_whoever_stops(anywhere):
    with ymq.IoContext() as context:
        pull, push = context.connector(ymq.PULL), context.connector(ymq.PUSH)
        push.connect(pull.bind(anywhere))
        pull.wait_for_peers(1, timeout=SOON)
        assert next(pull.watch()).kind == ymq.EventKind.LISTENING
        assert next(pull.watch()).kind == ymq.EventKind.CONNECTED
        seen = []
        watcher = threading.Thread(target=lambda: seen.extend(event.kind for event in pull.watch()))
        watcher.start()
        push.close()
        until(lambda: ymq.EventKind.DISCONNECTED in seen, "the end of the link")
        pull.close()
        watcher.join(SOON)
        assert not watcher.is_alive()


def test_watching_in_asyncio_goes_on_until_the_connector_closes(anywhere):
    async def scenario():
        async with ymq.aio.IoContext() as context:
            pull, push = context.connector(ymq.PULL), context.connector(ymq.PUSH)
            push.connect(pull.bind(anywhere))
            await pull.wait_for_peers(1, timeout=SOON)
            async for event in pull.watch():
                assert event.kind == ymq.EventKind.LISTENING
                break
            await push.close()
            async for event in pull.watch():
                if event.kind == ymq.EventKind.DISCONNECTED:
                    await pull.close()

    asyncio.run(scenario())
