"""What is particular to asyncio: cancellation, order, fairness, several loops, loops that end early."""

import asyncio
import contextlib
import gc
import threading

import pytest
import ymq
import ymq.aio
from helpers import until, until_async

SOON = 20.0


def run(scenario, **keywords):
    async def with_context():
        async with ymq.aio.IoContext(**keywords) as context:
            await scenario(context)

    asyncio.run(with_context())


def pipe_on(context, endpoint="tcp://127.0.0.1:*", **options):
    push, pull = context.connector(ymq.PUSH, **options), context.connector(ymq.PULL)
    push.connect(pull.bind(endpoint))
    return push, pull


def test_the_same_names():
    assert sorted(ymq.aio.__all__) == sorted(ymq.__all__)
    for name in ymq.__all__:
        same = getattr(ymq.aio, name) is getattr(ymq, name)
        assert same != (name in ("Connector", "IoContext", "Loan", "Proxy")), name
    for name, missing in (("Connector", set()), ("IoContext", {"run"}), ("Loan", set()), ("Proxy", set())):
        ours, theirs = dir(getattr(ymq.aio, name)), dir(getattr(ymq, name))
        assert {n for n in theirs if not n.startswith("_")} - missing == {n for n in ours if not n.startswith("_")}


def test_iteration_ends_with_the_connector():
    async def scenario(context):
        push, pull = pipe_on(context)
        await push.send_many([b"%d" % n for n in range(1000)])
        got = []
        async for message in pull:
            got.append(message)
            if len(got) == 1000:
                await pull.close()
        assert got == [[b"%d" % n] for n in range(1000)]

    run(scenario)


def test_closing_ends_every_wait():
    async def scenario(context):
        push, pull = context.connector(ymq.PUSH), context.connector(ymq.PULL)

        async def iterate():
            async for _ in pull:
                raise AssertionError("there was nothing to receive")

        waits = [pull.recv(), pull.recv(timeout=SOON), pull.recv_many(5), push.send(b"x"), push.send_many([b"x", b"y"])]
        tasks = [asyncio.ensure_future(wait) for wait in waits]
        ending = asyncio.ensure_future(iterate())
        await until_async(lambda: sum(map(len, map(waiting, [pull]))) == 4 and len(push._sending) == 2)
        await asyncio.gather(pull.close(), push.close())
        for task in tasks:
            with pytest.raises(ymq.Closed):
                await task
        await ending

    run(scenario)


def waiting(connector):
    """The tasks that wait to receive."""
    return [waiter for each in connector._receivers.values() for waiter in each._waiting]


def test_closing_the_context_ends_every_wait():
    async def scenario(context):
        pulls = [context.connector(ymq.PULL) for _ in range(4)]
        tasks = [asyncio.ensure_future(pull.recv()) for pull in pulls]
        await until_async(lambda: all(map(waiting, pulls)))
        await context.close()
        for task in tasks:
            with pytest.raises(ymq.Closed):
                await task
        with pytest.raises(ymq.Closed):
            context.connector(ymq.PULL)

    run(scenario)


def test_tasks_are_served_in_the_order_in_which_they_came():
    async def scenario(context):
        push, pull = pipe_on(context)
        order = []

        async def take(number):
            order.append((number, await pull.recv()))

        tasks = [asyncio.ensure_future(take(number)) for number in range(50)]
        await until_async(lambda: len(waiting(pull)) == 50)
        await push.send_many([b"%d" % n for n in range(50)])
        await asyncio.gather(*tasks)
        assert order == [(n, [b"%d" % n]) for n in range(50)]

    run(scenario)


def test_sends_that_wait_keep_their_order():
    async def scenario(context):
        push, pull = pipe_on(context, "inproc://order", send_hwm=1)
        pull.options.receive_hwm = 1
        tasks = [asyncio.ensure_future(push.send(b"%d" % n)) for n in range(200)]
        assert [await pull.recv(timeout=SOON) for _ in range(200)] == [[b"%d" % n] for n in range(200)]
        await asyncio.gather(*tasks)

    run(scenario)


def test_cancelled_receives_lose_nothing():
    """Receives that give up at about the moment when their message comes, most of them too early, many too late."""

    async def scenario(context):
        push, pull = pipe_on(context)
        got, given_up, sent = [], 0, 0
        taken = asyncio.Event()

        async def send():
            nonlocal sent
            while given_up < 3000 and sent < 10_000:
                taken.clear()
                await push.send(b"%d" % sent)
                sent += 1
                await taken.wait()

        sending = asyncio.ensure_future(send())
        while not sending.done():
            try:
                got.append(await asyncio.wait_for(pull.recv(), 0.00005))
                taken.set()
            except TimeoutError:
                given_up += 1
        assert given_up > 0
        assert got == [[b"%d" % n] for n in range(sent)]

    run(scenario)


def test_cancelled_tasks_lose_nothing():
    """As above, with many waiting tasks at a time, some of which are cancelled when they have their message already."""
    total = 3000

    async def scenario(context):
        push, pull = pipe_on(context)
        got = []

        async def take():
            message = await pull.recv()
            got.append(message)

        async def send():
            for number in range(total):
                await push.send(b"%d" % number)
                await asyncio.sleep(0)

        sending = asyncio.ensure_future(send())
        while len(got) < total:
            tasks = [asyncio.ensure_future(take()) for _ in range(8)]
            for number, task in enumerate(tasks):
                await asyncio.sleep(0)
                if number % 2:
                    task.cancel()
            await asyncio.sleep(0)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        await sending
        assert sorted(got) == sorted([b"%d" % n] for n in range(total))
        assert waiting(pull) == []

    run(scenario)


def test_timeouts_lose_nothing():
    async def scenario(context):
        push, pull = pipe_on(context)
        got, given_up, sent = [], 0, 0
        taken = asyncio.Event()

        async def send():
            nonlocal sent
            while given_up < 1000 and sent < 10_000:
                taken.clear()
                await push.send_many([b"%d" % n for n in range(sent, sent + 3)])
                sent += 3
                await taken.wait()

        sending = asyncio.ensure_future(send())
        while not sending.done():
            try:
                got += await pull.recv_many(3, timeout=0.00005)
                if len(got) == sent:
                    taken.set()
            except ymq.TimedOut:
                given_up += 1
        assert given_up > 0
        assert got == [[b"%d" % n] for n in range(sent)]

    run(scenario)


def test_cancelled_sends_are_not_sent_twice_and_keep_the_order():
    async def scenario(context):
        push, pull = pipe_on(context, "inproc://cancelled", send_hwm=1)
        pull.options.receive_hwm = 1
        sent, got = [], []

        async def send():
            for number in range(2000):
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(push.send(b"%d" % number), 0.0001)
                    sent.append(number)
            await push.send(b"end", timeout=SOON)

        sending = asyncio.ensure_future(send())
        while (message := await pull.recv(timeout=SOON)) != [b"end"]:
            got.append(int(message[0]))
        await sending
        assert got == sorted(set(got)), "order or uniqueness is broken"
        assert set(sent) <= set(got), "an accepted message is missing"

    run(scenario)


def test_a_cancelled_receive_leaves_nothing_under_way():
    """What comes afterwards must not disappear in the queue of a loop that has nobody waiting."""

    async def scenario(context):
        push, pull = pipe_on(context)
        for number in range(100):
            task = asyncio.ensure_future(pull.recv())
            await until_async(lambda: waiting(pull))
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            port = context._port()
            assert port._endings == {}
            await push.send(b"%d" % number)
            assert await pull.recv(timeout=SOON) == [b"%d" % number]

    run(scenario)


def test_a_loop_that_always_finds_messages_lets_others_run():
    async def scenario(context):
        push, pull = pipe_on(context, "inproc://busy", send_hwm=0)
        pull.options.receive_hwm = 0
        turns = 0

        async def other():
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        counting = asyncio.ensure_future(other())
        for _ in range(10_000):
            await push.send(b"x")
        assert turns >= 10_000 // 256 - 1
        turns = 0
        for _ in range(10_000):
            await pull.recv()
        assert turns >= 10_000 // 256 - 1
        counting.cancel()

    run(scenario)


def test_req_rep_with_cancellation():
    """A REQ that gave up on a reply may have received it all the same: the next request must not get it."""

    async def scenario(context):
        rep, req = context.connector(ymq.REP), context.connector(ymq.REQ)
        req.connect(rep.bind("tcp://127.0.0.1:*"))
        await req.send(b"first")
        assert await rep.recv(timeout=SOON) == [b"first"]
        asking = asyncio.ensure_future(req.recv())
        await until_async(lambda: waiting(req))
        await rep.send(b"answer to the first")
        # The task has its reply, but has not run since, when it is cancelled.
        until(lambda: context._port().drain() or not waiting(req))
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        assert asking.cancelled()
        await req.send(b"second")
        assert await rep.recv(timeout=SOON) == [b"second"]
        await rep.send(b"answer to the second")
        assert await req.recv(timeout=SOON) == [b"answer to the second"]

    run(scenario)


def in_loops(count, scenario):
    """Runs the scenario in this many threads, each with an event loop."""
    failures = []

    def body(number):
        try:
            asyncio.run(scenario(number))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=body, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)
        assert not thread.is_alive(), "a loop hangs"
    assert failures == []


def test_several_loops_on_one_context():
    context = ymq.aio.IoContext()

    async def scenario(number):
        push, pull = pipe_on(context, f"inproc://{number}")
        for n in range(500):
            await push.send(b"%d" % n)
            assert await pull.recv(timeout=SOON) == [b"%d" % n]
        await push.close()
        await pull.close()

    in_loops(4, scenario)
    asyncio.run(context.close())


def test_several_loops_on_one_connector():
    """Every message reaches one of them, none waits in the memory of a loop that has nobody to take it."""
    context = ymq.aio.IoContext()
    push, pull = pipe_on(context)
    got, ends = [], []

    async def scenario(number):
        if number == 0:
            for n in range(6000):
                await push.send(b"%d" % n)
            return
        while (message := await pull.recv(timeout=SOON)) != [b"end"]:
            got.append(int(message[0]))
            if len(got) == 6000:
                await push.send_many([b"end"] * 3)
        ends.append(number)

    in_loops(4, scenario)
    assert sorted(got) == list(range(6000)) and sorted(ends) == [1, 2, 3]
    asyncio.run(context.close())


def test_closing_the_context_from_another_loop():
    context = ymq.aio.IoContext()
    pull = context.connector(ymq.PULL)

    async def scenario(number):
        if number == 0:
            await until_async(lambda: len(waiting(pull)) == 2)
            await context.close()
        else:
            with pytest.raises(ymq.Closed):
                await pull.recv()

    in_loops(3, scenario)


def test_one_loop_after_the_other():
    """What one loop received and did not take is there for the next."""
    context = ymq.aio.IoContext()
    push, pull = pipe_on(context)

    async def first():
        await push.send_many([b"1", b"2", b"3"])
        return await pull.recv(timeout=SOON)

    async def second():
        return await pull.recv(timeout=SOON)

    assert [asyncio.run(first()), asyncio.run(second()), asyncio.run(second())] == [[b"1"], [b"2"], [b"3"]]
    asyncio.run(context.close())


def test_a_loop_that_is_closed_with_operations_under_way():
    context = ymq.aio.IoContext()
    push, pull = pipe_on(context)
    unsent = context.connector(ymq.PUSH)

    async def wait_for_ever():
        await asyncio.gather(pull.recv(), unsent.send(b"x"))

    for number in range(5):
        loop = asyncio.new_event_loop()
        task = loop.create_task(wait_for_ever())
        while not (waiting(pull) and unsent._sending):
            loop.run_until_complete(asyncio.sleep(0))
        loop.close()
        # The loop will never know how this ended.
        task._log_destroy_pending = False
        del task
        gc.collect()
        push_and_pull(push, pull, number)
    asyncio.run(context.close())


def push_and_pull(push, pull, number):
    async def exchange():
        await push.send(b"%d" % number, timeout=SOON)
        assert await pull.recv(timeout=SOON) == [b"%d" % number]

    asyncio.run(exchange())


def test_a_loop_that_is_dropped_without_closing():
    context = ymq.aio.IoContext()
    push, pull = pipe_on(context)

    async def give_up():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(pull.recv(), 0.01)

    with pytest.warns(ResourceWarning, match="unclosed event loop"):
        loop = asyncio.new_event_loop()
        loop.run_until_complete(give_up())
        del loop
        gc.collect()
    push_and_pull(push, pull, 1)
    asyncio.run(context.close())


def test_a_cancelled_close_goes_on(folder):
    async def scenario(context):
        push = context.connector(ymq.PUSH, reconnect_interval=10)
        push.connect(f"ipc://{folder}/x")
        await push.send(b"late")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(push.close(linger=SOON), 0.01)
        pull = context.connector(ymq.PULL)
        pull.bind(f"ipc://{folder}/x")
        assert await pull.recv(timeout=SOON) == [b"late"]

    run(scenario)


def test_timeouts_must_be_times():
    async def scenario(context):
        push, pull = context.connector(ymq.PUSH), context.connector(ymq.PULL)
        for call in (lambda: pull.recv(-1), lambda: pull.recv_many(1, -1), lambda: push.send(b"x", float("nan"))):
            with pytest.raises(ValueError, match="must be 0 or more"):
                await call()
        for call in (lambda: pull.close(-1), lambda: context.close(-1)):
            with pytest.raises(ValueError, match="must be 0 or more"):
                await call()
        assert not pull.closed and not context.closed

    run(scenario)


def test_descriptors_do_not_leak():
    import os

    def descriptors():
        return len(os.listdir("/proc/self/fd"))

    async def scenario(context):
        push, pull = pipe_on(context)
        await push.send(b"x")
        assert await pull.recv(timeout=SOON) == [b"x"]
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(pull.recv(), 0.001)

    run(scenario)
    before = descriptors()
    for _ in range(50):
        run(scenario)
    until(lambda: descriptors() <= before, "the descriptors")
