"""What objects leave behind, and contexts that the caller drives."""

import gc
import os
import threading
import time
import weakref

import pytest
import ymq
from helpers import until

SOON = 20.0


def things():
    """Threads and descriptors of this process."""
    return len(os.listdir("/proc/self/task")), len(os.listdir("/proc/self/fd"))


def until_no_more_than(before):
    for _ in range(4000):
        now = things()
        if now[0] <= before[0] and now[1] <= before[1]:
            return
        time.sleep(0.005)
    open_now = [os.readlink(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd")[:-1]]
    raise AssertionError(f"(threads, descriptors) were {before} and are {now}: {open_now}")


def use_and_close(io_threads):
    with ymq.IoContext(io_threads=io_threads) as context:
        push, pull = context.connector(ymq.PUSH), context.connector(ymq.PULL)
        push.connect(pull.bind("tcp://127.0.0.1:*"))
        push.send(b"x", timeout=SOON)
        assert pull.recv(timeout=SOON) == [b"x"]


@pytest.mark.parametrize("io_threads", [0, 1, 2])
def test_contexts_leave_nothing_behind(io_threads):
    use_and_close(io_threads)
    before = things()
    for _ in range(200):
        use_and_close(io_threads)
    until_no_more_than(before)


def test_closed_objects_need_no_garbage_collector():
    gc.disable()
    try:
        with ymq.IoContext() as context, context.connector(ymq.PULL) as connector:
            gone = weakref.ref(connector), weakref.ref(context)
        del context, connector
        assert [reference() for reference in gone] == [None, None]
    finally:
        gc.enable()


def test_leaked_objects_are_closed():
    before = things()
    context = ymq.IoContext()
    with pytest.warns(ResourceWarning, match="unclosed <ymq.Connector PULL>"):
        context.connector(ymq.PULL).bind("tcp://127.0.0.1:*")
    with pytest.warns(ResourceWarning, match="unclosed <ymq.IoContext"):
        del context
    until_no_more_than(before)


def test_a_context_that_could_not_be_made_is_no_leak(recwarn):
    with pytest.raises(ymq.InvalidArgument):
        ymq.IoContext(io_threads=65)
    gc.collect()
    assert [warning for warning in recwarn if warning.category is ResourceWarning] == []


def test_the_caller_drives():
    """Without io threads, `run` does the work that no waiting call does."""
    with ymq.IoContext(io_threads=0) as context:
        push, pull = context.connector(ymq.PUSH), context.connector(ymq.PULL)
        push.connect(pull.bind("tcp://127.0.0.1:*"))
        push.send(b"x")
        handled = 0

        def received():
            nonlocal handled
            handled += context.run(timeout=0)
            return pull.stats().messages_waiting

        until(received)
        assert handled > 0
        assert pull.recv(timeout=0) == [b"x"]


def test_a_driver_returns_when_the_context_closes():
    context = ymq.IoContext(io_threads=0)
    push, pull = context.connector(ymq.PUSH), context.connector(ymq.PULL)
    push.connect(pull.bind("tcp://127.0.0.1:*"))
    driver = threading.Thread(target=context.run)
    driver.start()
    push.send(b"x")
    assert pull.recv(timeout=SOON) == [b"x"]
    context.close()
    driver.join(SOON)
    assert not driver.is_alive()
