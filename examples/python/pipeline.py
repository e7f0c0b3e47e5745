"""A pipeline: a ventilator hands tasks out, workers take them in turn, and a sink gathers what they made of them.

With asyncio: the workers are tasks of one loop. Prints the sum of the squares of 1 to 100, which no worker knows.

Usage: pipeline.py
"""

import asyncio

import ymq
import ymq.aio

WORKERS, TASKS = 3, 100


async def work(context: ymq.aio.IoContext, tasks: str, results: str) -> None:
    """Squares numbers until the context is closed."""
    source, drain = context.connector(ymq.PULL), context.connector(ymq.PUSH)
    drain.connect(results)
    source.connect(tasks)
    async for (number,) in source:
        await drain.send(b"%d" % (int(number) ** 2))


async def main() -> None:
    async with ymq.aio.IoContext() as context:
        ventilator, sink = context.connector(ymq.PUSH), context.connector(ymq.PULL)
        tasks, results = ventilator.bind("tcp://127.0.0.1:*"), sink.bind("tcp://127.0.0.1:*")
        workers = [asyncio.create_task(work(context, tasks, results)) for _ in range(WORKERS)]
        await ventilator.wait_for_peers(WORKERS, timeout=20)  # So that each gets its share.
        for number in range(1, TASKS + 1):
            await ventilator.send(b"%d" % number)
        total = sum([int((await sink.recv(timeout=20))[0]) for _ in range(TASKS)])
        print(f"{WORKERS} workers, {TASKS} tasks, sum {total}")
        assert total == 338350
    await asyncio.gather(*workers)


asyncio.run(main())
