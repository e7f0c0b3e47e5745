"""Programs that end in every way there is, with everything open and operations under way, three times each."""

import contextlib
import select
import signal
import subprocess

import pytest
from program import result, run, started, until_it_waits

pytestmark = pytest.mark.parametrize("attempt", range(3))

OPEN = """
context = ymq.IoContext()
pull, push = context.connector(ymq.PULL), context.connector(ymq.PUSH)
push.connect(pull.bind("tcp://127.0.0.1:*"))
push.send(b"x")
assert pull.recv() == [b"x"]
"""

WAITING_THREADS = """
for _ in range(3):
    threading.Thread(target=pull.recv, daemon=True).start()
"""

CLEAN = (0, "", "")


@pytest.mark.parametrize("ending", ["", "sys.exit()", "os._exit(0)", "raise SystemExit"])
@pytest.mark.parametrize("threads", ["", WAITING_THREADS], ids=["alone", "daemons"])
def test_nothing_is_closed(attempt, ending, threads):
    assert run(OPEN, threads, "ready()", ending) == CLEAN


def test_an_exception(attempt):
    status, _, errors = run(OPEN, WAITING_THREADS, "ready()", "raise ValueError('mine')")
    assert status == 1 and errors.splitlines()[-1] == "ValueError: mine"


@pytest.mark.parametrize("io_threads", [0, 2])
def test_other_numbers_of_io_threads(attempt, io_threads):
    assert run(OPEN.replace("IoContext()", f"IoContext(io_threads={io_threads})"), "ready()") == CLEAN


def test_what_was_accepted_is_sent_before_the_end(attempt):
    """Nobody closes the connector, but its messages arrive."""
    import ymq

    with ymq.IoContext() as context:
        pull = context.connector(ymq.PULL, receive_hwm=0)
        endpoint = pull.bind("tcp://127.0.0.1:*")
        assert (
            run(f"""
            push = ymq.IoContext().connector(ymq.PUSH, send_hwm=0)
            push.connect({endpoint!r})
            push.send_many([b"%d" % n for n in range(10_000)])
            ready()
            """)
            == CLEAN
        )
        assert [pull.recv(timeout=20) for _ in range(10_000)] == [[b"%d" % n] for n in range(10_000)]


def test_what_was_written_arrives_before_the_end(attempt):
    """The program stays until its peer has it: acknowledgements that nobody reads would end what is under way."""
    import ymq

    with ymq.IoContext() as context:
        pull = context.connector(ymq.PULL, receive_hwm=100)
        endpoint = pull.bind("tcp://127.0.0.1:*")
        body = f"""
        ready()
        push = ymq.IoContext().connector(ymq.PUSH, send_hwm=0)
        push.connect({endpoint!r})
        push.send_many([b"%d" % n + bytes(1000) for n in range(3000)])
        while push.stats().messages_queued:
            time.sleep(0.001)
        print("written", flush=True)
        """
        with started(body) as program:
            got = []
            while not select.select([program.stdout], [], [], 0.001)[0]:
                with contextlib.suppress(ymq.Again):
                    got += pull.recv_many(10, timeout=0)
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.wait(0.2)
            got += [pull.recv(timeout=20) for _ in range(3000 - len(got))]
            assert result(program) == (0, "written\n", "")
        assert got == [[b"%d" % n + bytes(1000)] for n in range(3000)]


def test_what_cannot_be_sent_does_not_keep_the_program(attempt):
    assert (
        run("""
        push = ymq.IoContext().connector(ymq.PUSH, linger=-1)
        push.connect("tcp://127.0.0.1:1")
        push.send(b"x")
        ready()
        """)
        == CLEAN
    )


def test_sigterm_while_receiving(attempt):
    with started(OPEN, "ready()", "pull.recv()") as program:
        program.send_signal(signal.SIGTERM)
        assert result(program) == (-signal.SIGTERM, "", "")


@pytest.mark.parametrize("call", ["pull.recv()", "pull.recv(timeout=60)", "pull.recv_many(5)", "blocked.send(b'x')"])
def test_ctrl_c_while_waiting(attempt, call):
    with started(OPEN, "blocked = context.connector(ymq.PUSH)", "ready()", call) as program:
        until_it_waits(program)
        program.send_signal(signal.SIGINT)
        status, _, errors = result(program)
        assert status == -signal.SIGINT and errors.splitlines()[-1] == "KeyboardInterrupt"


def test_ctrl_c_while_another_thread_receives(attempt):
    body = """
    threading.Thread(target=pull.recv, daemon=True).start()
    ready()
    try:
        pull.recv()
    except KeyboardInterrupt:
        print("interrupted", flush=True)
    """
    with started(OPEN, body) as program:
        until_it_waits(program)
        program.send_signal(signal.SIGINT)
        assert result(program) == (0, "interrupted\n", "")


def test_ctrl_c_while_closing(attempt):
    body = """
    push = ymq.IoContext().connector(ymq.PUSH)
    push.connect("tcp://127.0.0.1:1")
    push.send(b"x")
    ready()
    try:
        push.close(linger=60)
    except KeyboardInterrupt:
        print("interrupted", flush=True)
    """
    with started(body) as program:
        until_it_waits(program)
        program.send_signal(signal.SIGINT)
        assert result(program) == (0, "interrupted\n", "")


def test_a_handler_that_closes(attempt):
    body = """
signal.signal(signal.SIGTERM, lambda *_: pull.close())
ready()
try:
    pull.recv()
except ymq.Closed:
    print("closed", flush=True)
"""
    with started(OPEN, body) as program:
        until_it_waits(program)
        program.send_signal(signal.SIGTERM)
        assert result(program) == (0, "closed\n", "")


def test_a_handler_that_sends_to_itself(attempt):
    """The wait goes on after the handler, and sees what it did."""
    body = """
signal.signal(signal.SIGTERM, lambda *_: push.send(b"from the handler"))
ready()
print(pull.recv(), flush=True)
"""
    with started(OPEN, body) as program:
        until_it_waits(program)
        program.send_signal(signal.SIGTERM)
        assert result(program) == (0, "[b'from the handler']\n", "")


ASYNC = """
async def main():
    context = ymq.aio.IoContext()
    pull, push = context.connector(ymq.PULL), context.connector(ymq.PUSH)
    push.connect(pull.bind("tcp://127.0.0.1:*"))
    unsent = context.connector(ymq.PUSH)
    waiting = [asyncio.create_task(pull.recv()) for _ in range(3)] + [asyncio.create_task(unsent.send(b"x"))]
    await asyncio.sleep(0)
    {body}
"""


@pytest.mark.parametrize("body", ["ready()", "ready(); os._exit(0)"])
def test_asyncio_with_operations_under_way(attempt, body):
    assert run(ASYNC.format(body=body), "asyncio.run(main())") == CLEAN


def test_asyncio_with_sys_exit(attempt):
    assert run(ASYNC.format(body="ready(); sys.exit(0)"), "asyncio.run(main())") == CLEAN


def test_asyncio_interrupted(attempt):
    with started(ASYNC.format(body="ready(); await asyncio.gather(*waiting)"), "asyncio.run(main())") as program:
        until_it_waits(program)
        program.send_signal(signal.SIGINT)
        status, _, errors = result(program)
        assert status == -signal.SIGINT and errors.splitlines()[-1] == "KeyboardInterrupt"


def test_asyncio_cancelled(attempt):
    body = """
    async def cancelled():
        task = asyncio.create_task(main())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    asyncio.run(cancelled())
    """
    assert run(ASYNC.format(body="ready(); await asyncio.gather(*waiting)"), body) == CLEAN


def test_a_loop_that_nobody_closes(attempt):
    ending = "loop = asyncio.new_event_loop(); loop.run_until_complete(main())"
    status, _, errors = run(ASYNC.format(body="ready()"), ending)
    assert status == 0 and "Traceback" not in errors.replace("Task was destroyed but it is pending!", "")


def test_leaked_objects_are_warned_of(attempt):
    body = """
import warnings
warnings.simplefilter("always", ResourceWarning)
context = ymq.IoContext()
context.connector(ymq.PULL)
del context
ready()
"""
    status, _, errors = run(body)
    assert status == 0
    assert "ResourceWarning: unclosed <ymq.Connector PULL>" in errors
    assert "ResourceWarning: unclosed <ymq.IoContext " in errors


def test_a_dropped_connector_delivers(attempt):
    body = """
context = ymq.IoContext()
pull = context.connector(ymq.PULL)
endpoint = pull.bind("tcp://127.0.0.1:*")
def send():
    push = context.connector(ymq.PUSH)
    push.connect(endpoint)
    push.send(b"from nobody")
send()
ready()
print(pull.recv(timeout=10))
context.close()
"""
    assert run(body) == (0, "[b'from nobody']\n", "")
