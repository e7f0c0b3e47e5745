"""Threads that signal each other: a PAIR at either end of an inproc endpoint, instead of locks and conditions.

Step 3 waits for step 2, which waits for step 1; prints who is done, in this order.

Usage: thread_signalling.py
"""

import threading

import ymq


def step_1(context: ymq.IoContext) -> None:
    with context.connector(ymq.PAIR) as following:
        following.connect("inproc://step-2")
        print("step 1 is done")
        following.send(b"ready")


def step_2(context: ymq.IoContext) -> None:
    with context.connector(ymq.PAIR) as before, context.connector(ymq.PAIR) as following:
        before.bind("inproc://step-2")
        following.connect("inproc://step-3")
        threading.Thread(target=step_1, args=(context,)).start()
        signal = before.recv(timeout=20)
        print("step 2 is done")
        following.send(signal)


with ymq.IoContext() as context, context.connector(ymq.PAIR) as before:
    before.bind("inproc://step-3")
    thread = threading.Thread(target=step_2, args=(context,))
    thread.start()
    print("step 3 is", before.recv(timeout=20)[0].decode())
    thread.join()
