"""Proxies: what they forward, how they are steered, and how they end."""

import asyncio
import gc
import threading

import pytest
import ymq
import ymq.aio
from helpers import until

SOON = 20.0


@pytest.fixture
def streamer(context):
    """A source, the front and the back of a streamer, and a sink."""
    source, front = context.connector(ymq.PUSH), context.connector(ymq.PULL)
    back, sink = context.connector(ymq.PUSH), context.connector(ymq.PULL)
    source.connect(front.bind("tcp://127.0.0.1:*"))
    sink.connect(back.bind("tcp://127.0.0.1:*"))
    return source, front, back, sink


def test_a_shared_queue(io_threads, anywhere):
    with ymq.IoContext(io_threads=io_threads) as context:
        front, back = context.connector(ymq.ROUTER), context.connector(ymq.DEALER)
        client, worker = context.connector(ymq.REQ), context.connector(ymq.REP)
        client.connect(front.bind(anywhere))
        worker.connect(back.bind("inproc://workers"))
        with ymq.Proxy(front, back) as proxy:
            for number in range(20):
                client.send(b"%d" % number, timeout=SOON)
                assert worker.recv(timeout=SOON) == [b"%d" % number]
                worker.send([b"re", b"%d" % number], timeout=SOON)
                assert client.recv(timeout=SOON) == [b"re", b"%d" % number]
            until(lambda: proxy.stats().messages_to_front == 20)
            assert proxy.stats().messages_to_back == 20
        assert proxy.closed and not front.closed


def test_pausing_and_capturing(context, streamer):
    source, front, back, sink = streamer
    capture, watcher = context.connector(ymq.PUSH), context.connector(ymq.PULL)
    watcher.connect(capture.bind("inproc://watch"))
    with ymq.Proxy(front, back, capture=capture) as proxy:
        source.send(b"first")
        assert sink.recv(timeout=SOON) == watcher.recv(timeout=SOON) == [b"first"]
        proxy.pause()
        source.send_many([b"second", b"third"])
        with pytest.raises(ymq.TimedOut):
            sink.recv_many(3, timeout=0.05)
        assert proxy.stats().paused
        proxy.resume()
        assert [sink.recv(timeout=SOON), sink.recv(timeout=SOON)] == [[b"second"], [b"third"]]
        assert not proxy.stats().paused
        assert proxy.stats().capture_dropped == proxy.stats().dropped == 0


def test_senders_hear_once_the_other_side_has_accepted(context):
    source, front, back = context.connector(ymq.PUSH), context.connector(ymq.PULL), context.connector(ymq.PUSH)
    back.options.send_hwm = 2
    back.connect("inproc://later")
    source.connect(front.bind("tcp://127.0.0.1:*"))
    source.send(b"received before")
    assert front.recv(timeout=SOON) == [b"received before"]
    until(lambda: source.stats().messages_acknowledged == 1)
    with ymq.Proxy(front, back):
        source.send_many([b"%d" % number for number in range(5)])
        until(lambda: source.stats().messages_acknowledged == 3)
    assert [front.recv(timeout=SOON) for _ in range(3)] == [[b"2"], [b"3"], [b"4"]]
    until(lambda: source.stats().messages_acknowledged == 6)


def test_what_was_fetched_ahead_is_to_be_received_before(streamer):
    source, front, back, sink = streamer
    source.send_many([b"1", b"2"])
    until(lambda: front.stats().messages_waiting == 2)
    assert front.recv(timeout=SOON) == [b"1"]
    with pytest.raises(ymq.WrongState):
        ymq.Proxy(front, back)
    assert front.recv(timeout=SOON) == [b"2"]
    with ymq.Proxy(front, back):
        source.send(b"3")
        assert sink.recv(timeout=SOON) == [b"3"]


def test_it_ends_with_one_of_its_connectors(streamer):
    _, front, back, _ = streamer
    proxy = ymq.Proxy(front, back)
    with pytest.raises(ymq.Again):
        proxy.wait(timeout=0)
    with pytest.raises(ymq.TimedOut):
        proxy.wait(timeout=0.02)
    closing = threading.Timer(0.02, front.close)
    closing.start()
    proxy.wait(timeout=SOON)
    closing.join()
    with pytest.raises(ymq.Closed):
        proxy.pause()
    proxy.close()
    proxy.close()
    with pytest.raises(ymq.Closed):
        proxy.stats()


def test_it_ends_with_its_context():
    context = ymq.IoContext()
    front, back = context.connector(ymq.ROUTER), context.connector(ymq.DEALER)
    proxy = ymq.Proxy(front, back)
    context.close()
    with pytest.raises(ymq.Closed):
        proxy.stats()
    proxy.close()


def test_what_cannot_be_forwarded_between(context):
    rep, dealer = context.connector(ymq.REP), context.connector(ymq.DEALER)
    with pytest.raises(ymq.NotSupported):
        ymq.Proxy(rep, dealer)
    with pytest.raises(ymq.InvalidArgument):
        ymq.Proxy(dealer, dealer)
    rep.close()
    with pytest.raises(ymq.Closed):
        ymq.Proxy(rep, dealer)


def test_a_leaked_proxy_is_closed(streamer):
    source, front, back, _ = streamer
    with pytest.warns(ResourceWarning, match="unclosed <ymq.Proxy PULL PUSH>"):
        ymq.Proxy(front, back).pause()
        gc.collect()
    source.send(b"x")
    assert front.recv(timeout=SOON) == [b"x"]


def test_asyncio():
    async def scenario():
        async with ymq.aio.IoContext() as context:
            front, back = context.connector(ymq.ROUTER), context.connector(ymq.DEALER)
            client, worker = context.connector(ymq.REQ), context.connector(ymq.REP)
            client.connect(front.bind("inproc://front"))
            worker.connect(back.bind("inproc://back"))
            async with ymq.aio.Proxy(front, back) as proxy:
                await client.send(b"question")
                assert await worker.recv(timeout=SOON) == [b"question"]
                await worker.send(b"answer")
                assert await client.recv(timeout=SOON) == [b"answer"]
            assert proxy.closed

    asyncio.run(scenario())


def test_asyncio_waits_for_its_end():
    async def scenario():
        async with ymq.aio.IoContext() as context:
            front, back = context.connector(ymq.PULL), context.connector(ymq.PUSH)
            async with ymq.aio.Proxy(front, back) as proxy:
                with pytest.raises(ymq.Again):
                    await proxy.wait(timeout=0)
                with pytest.raises(ymq.TimedOut):
                    await proxy.wait(timeout=0.02)
                waiting = [asyncio.create_task(proxy.wait()) for _ in range(3)]
                await asyncio.sleep(0)
                waiting[0].cancel()
                with pytest.raises(asyncio.CancelledError):
                    await waiting[0]
                await front.close()
                await asyncio.wait_for(asyncio.gather(*waiting[1:]), SOON)
                await proxy.wait(timeout=0)
                await proxy.wait()
            with pytest.raises(ymq.Closed):
                await proxy.wait()

    asyncio.run(scenario())


def test_asyncio_ends_the_wait_for_a_closed_proxy():
    async def scenario():
        async with ymq.aio.IoContext() as context:
            proxy = ymq.aio.Proxy(context.connector(ymq.PULL), context.connector(ymq.PUSH))
            waiting = asyncio.create_task(proxy.wait())
            await asyncio.sleep(0)
            await proxy.close()
            with pytest.raises(ymq.Closed):
                await asyncio.wait_for(waiting, SOON)

    asyncio.run(scenario())
