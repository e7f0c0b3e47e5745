"""After a fork, what the parent made is of no use in the child, which is told so, and is of use in the parent."""

import os
import traceback

import pytest
import ymq
import ymq.aio
from helpers import until

SOON = 20.0


def in_child(body):
    """Runs the body in a forked child; its failures are failures of the test."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            body()
            os.write(writing, b"fine")
        except BaseException:
            os.write(writing, traceback.format_exc().encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as output:
        text = output.read().decode()
    _, status = os.waitpid(child, 0)
    assert (text, status) == ("fine", 0)


def test_calls_in_the_child(context, pipe):
    push, pull = pipe
    push.send_many([b"1", b"2", b"3"])
    until(lambda: pull.stats().messages_waiting == 3)
    assert pull.recv(timeout=SOON) == [b"1"]

    def child():
        calls = [
            pull.recv,
            lambda: pull.recv_many(5),
            lambda: push.send(b"x"),
            lambda: push.send(b"x" * 100_000),
            lambda: push.send_many([b"x"]),
            lambda: push.bind("inproc://x"),
            lambda: push.connect("inproc://x"),
            pull.stats,
            pull.peer_stats,
            lambda: pull.peer_info(1),
            lambda: pull.peer_property(1, "Identity"),
            lambda: pull.bind_descriptor(0),
            pull.events,
            lambda: pull.options.linger,
            lambda: context.connector(ymq.PULL),
        ]
        for call in calls:
            with pytest.raises(ymq.Forked):
                call()
        assert pull.close() == 0 and context.close() == 0

    in_child(child)
    assert [pull.recv(timeout=SOON) for _ in range(2)] == [[b"2"], [b"3"]]
    push.send(b"the parent goes on")
    assert pull.recv(timeout=SOON) == [b"the parent goes on"]


def test_the_child_may_make_its_own(context, pipe):
    def child():
        with ymq.IoContext() as own:
            push, pull = own.connector(ymq.PUSH), own.connector(ymq.PULL)
            push.connect(pull.bind("tcp://127.0.0.1:*"))
            push.send(b"x")
            assert pull.recv(timeout=SOON) == [b"x"]

    in_child(child)


def test_the_child_ends_like_any_program():
    from program import run

    body = """
    context = ymq.IoContext()
    push = context.connector(ymq.PUSH)
    push.connect("tcp://127.0.0.1:1")
    push.send(b"x")
    ready()
    if os.fork() == 0:
        sys.exit(7)
    print(os.waitstatus_to_exitcode(os.wait()[1]))
    push.close(linger=0)
    context.close()
    """
    assert run(body) == (0, "7\n", "")


def test_a_fork_below_an_event_loop():
    import asyncio

    async def scenario():
        async with ymq.aio.IoContext() as context:
            push, pull = context.connector(ymq.PUSH), context.connector(ymq.PULL)
            push.connect(pull.bind("tcp://127.0.0.1:*"))
            waiting = asyncio.ensure_future(pull.recv())
            await asyncio.sleep(0)

            def child():
                asyncio.events._set_running_loop(None)
                with pytest.raises(ymq.Forked):
                    asyncio.run(pull.recv())

            in_child(child)
            await push.send(b"x")
            assert await asyncio.wait_for(waiting, SOON) == [b"x"]

    asyncio.run(scenario())
