"""Memory that is lent to the library: it arrives whole, is kept alive until it comes back, and comes back."""

import array
import asyncio
import gc
import threading
import weakref

import pytest
import ymq
import ymq.aio
from helpers import until

SOON = 20.0
LARGE = 3_000_000


class Owned(bytearray):
    """Memory that can be watched."""


def watched(size=LARGE, value=b"x"):
    memory = Owned(value * size)
    return memory, weakref.ref(memory)


@pytest.fixture
def pair(context):
    push, pull = context.connector(ymq.PUSH), context.connector(ymq.PULL)
    push.connect(pull.bind("tcp://127.0.0.1:*"))
    return push, pull


@pytest.mark.parametrize("make", [bytes, bytearray, memoryview, lambda data: array.array("B", data)])
def test_large_parts_arrive_whole(context, anywhere, make):
    push, pull = context.connector(ymq.PUSH), context.connector(ymq.PULL)
    push.connect(pull.bind(anywhere))
    content = bytes(range(256)) * 20_000
    memory = make(content)
    loan = push.send_lent([b"topic", memory, b"", memoryview(content)[7:]], timeout=SOON)
    assert pull.recv(timeout=SOON) == [b"topic", content, b"", content[7:]]
    loan.wait(timeout=SOON)
    assert loan.released and repr(loan) == "<ymq.Loan released>"


def test_memory_is_kept_alive_until_it_is_released(context):
    push = context.connector(ymq.PUSH)
    push.connect("inproc://later")
    memory, alive = watched()
    loan = push.send_lent(memory)
    with pytest.raises(BufferError):
        memory.append(1)
    del memory
    gc.collect()
    assert alive() is not None and not loan.released and repr(loan) == "<ymq.Loan lent>"
    with pytest.raises(ymq.Again):
        loan.wait(timeout=0)
    with pytest.raises(ymq.TimedOut):
        loan.wait(timeout=0.02)
    pull = context.connector(ymq.PULL)
    pull.bind("inproc://later")
    assert pull.recv(timeout=SOON) == [b"x" * LARGE]
    loan.wait(timeout=SOON)
    gc.collect()
    assert alive() is None


def test_nobody_needs_to_hold_the_loan(context, pair):
    push, pull = pair
    memory, alive = watched()
    push.send_lent(memory)
    del memory
    gc.collect()
    assert pull.recv(timeout=SOON) == [b"x" * LARGE]

    def gone():
        push.send_lent(b"small ones are copied")
        pull.recv(timeout=SOON)
        return alive() is None

    until(gone)


@pytest.mark.parametrize("closes", ["connector", "context"])
def test_closing_gives_it_back(closes):
    with ymq.IoContext() as context:
        push = context.connector(ymq.PUSH)
        push.connect("inproc://nobody")
        memory, alive = watched()
        loan = push.send_lent(memory)
        del memory
        (push if closes == "connector" else context).close(linger=0)
        loan.wait(timeout=SOON)
        gc.collect()
        assert alive() is None


def test_a_send_that_fails_gives_it_back(context):
    push, pull = context.connector(ymq.PUSH), context.connector(ymq.PULL)
    memory, alive = watched()
    with pytest.raises(ymq.Again):
        push.send_lent(memory, timeout=0)
    with pytest.raises(ymq.TimedOut):
        push.send_lent(memory, timeout=0.02)
    with pytest.raises(ymq.NotSupported):
        pull.send_lent(memory)
    with pytest.raises(TypeError, match="lent memory is bytes"):
        push.send_lent([memory, 7])
    with pytest.raises(TypeError, match="encode it"):
        push.send_lent([memory, "text"])
    push.close()
    with pytest.raises(ymq.Closed):
        push.send_lent(memory)
    memory.append(1)
    del memory
    gc.collect()
    assert alive() is None


def test_what_is_not_contiguous_cannot_be_lent(context):
    with pytest.raises(BufferError):
        context.connector(ymq.PUSH).send_lent(memoryview(bytes(10_000))[::2])


def test_many_threads_wait_for_one_loan(context):
    push = context.connector(ymq.PUSH)
    push.connect("inproc://threads")
    loan = push.send_lent(bytes(LARGE))
    threads = [threading.Thread(target=loan.wait, args=(SOON,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    pull = context.connector(ymq.PULL)
    pull.bind("inproc://threads")
    pull.recv(timeout=SOON)
    for thread in threads:
        thread.join(SOON)
    assert not any(thread.is_alive() for thread in threads) and loan.released


def test_asyncio():
    async def scenario():
        async with ymq.aio.IoContext() as context:
            push, pull = context.connector(ymq.PUSH), context.connector(ymq.PULL)
            endpoint = pull.bind("tcp://127.0.0.1:*")
            memory, alive = watched()
            with pytest.raises(ymq.Again):
                await push.send_lent(memory, timeout=0)
            with pytest.raises(ymq.TimedOut):
                await push.send_lent(memory, timeout=0.02)
            push.connect(endpoint)
            loan = await push.send_lent([b"topic", memory])
            del memory
            gc.collect()
            assert alive() is not None
            assert await pull.recv(timeout=SOON) == [b"topic", b"x" * LARGE]
            await loan.wait(timeout=SOON)
            assert loan.released and repr(loan) == "<ymq.aio.Loan released>"
            gc.collect()
            assert alive() is None

    asyncio.run(scenario())


def test_asyncio_waits_for_a_loan():
    async def scenario():
        async with ymq.aio.IoContext() as context:
            push = context.connector(ymq.PUSH)
            push.connect("inproc://later")
            loan = await push.send_lent(bytes(LARGE))
            with pytest.raises(ymq.Again):
                await loan.wait(timeout=0)
            with pytest.raises(ymq.TimedOut):
                await loan.wait(timeout=0.02)
            waiting = [asyncio.create_task(loan.wait()) for _ in range(3)]
            await asyncio.sleep(0)
            waiting[0].cancel()
            await push.close(linger=0)
            await asyncio.wait_for(asyncio.gather(*waiting[1:]), SOON)
            assert loan.released

    asyncio.run(scenario())


def test_asyncio_gives_back_what_a_closed_context_had():
    async def scenario():
        memory, alive = watched()
        async with ymq.aio.IoContext() as context:
            push = context.connector(ymq.PUSH, linger=0)
            push.connect("inproc://nobody")
            await push.send_lent(memory)
        return alive

    alive = asyncio.run(scenario())
    gc.collect()
    assert alive() is None
