"""A streamer: many who have work push it to the front, many who do it pull it from the back, and one place joins them.

Where the workers are behind, those who have work wait: the streamer takes no more than it can hand on.
"""

import threading

import ymq

PRODUCERS, WORKERS, TASKS = 2, 3, 100


def produce(context: ymq.IoContext, endpoint: str, number: int) -> None:
    with context.connector(ymq.PUSH) as push:
        push.connect(endpoint)
        for task in range(TASKS):
            push.send(b"%d of %d" % (task, number))


def work(context: ymq.IoContext, endpoint: str, results: str) -> None:
    with context.connector(ymq.PULL) as tasks, context.connector(ymq.PUSH) as done:
        done.connect(results)
        tasks.connect(endpoint)
        for (task,) in tasks:
            done.send(b"done: " + task)


with ymq.IoContext() as context:
    front, back = context.connector(ymq.PULL), context.connector(ymq.PUSH)
    results = context.connector(ymq.PULL)
    inlet, outlet = front.bind("tcp://127.0.0.1:*"), back.bind("tcp://127.0.0.1:*")
    done = results.bind("inproc://results")
    with ymq.Proxy(front, back) as streamer:
        for _ in range(WORKERS):
            threading.Thread(target=work, args=(context, outlet, done)).start()
        for number in range(PRODUCERS):
            threading.Thread(target=produce, args=(context, inlet, number)).start()
        finished = {results.recv(timeout=20)[0] for _ in range(PRODUCERS * TASKS)}
        print(f"{len(finished)} tasks were done, {streamer.stats().dropped} dropped")
