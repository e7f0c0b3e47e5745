"""A shared queue: clients ask the front, whichever worker is free answers at the back, and neither knows the other.

Usage: shared_queue.py
"""

import threading

import ymq

WORKERS, QUESTIONS = 2, 6


def work(context: ymq.IoContext, endpoint: str) -> None:
    """Answers what it is asked, until the context is closed."""
    worker = context.connector(ymq.REP)
    worker.connect(endpoint)
    for (question,) in worker:
        worker.send(b"you asked: " + question)


with ymq.IoContext() as context:
    front, back = context.connector(ymq.ROUTER), context.connector(ymq.DEALER)
    clients, workers = front.bind("tcp://127.0.0.1:*"), back.bind("tcp://127.0.0.1:*")
    with ymq.Proxy(front, back) as queue, context.connector(ymq.REQ) as client:
        for _ in range(WORKERS):
            threading.Thread(target=work, args=(context, workers)).start()
        client.connect(clients)
        for number in range(QUESTIONS):
            client.send(b"question %d" % number)
            print(client.recv(timeout=20)[0].decode())
        print(f"{queue.stats().messages_to_back} questions went through the queue")
