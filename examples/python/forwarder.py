"""A forwarder: publishers and subscribers know one fixed place and not each other.

Messages go through it one way, and subscriptions the other, so that publishers send only what somebody wants.

Usage: forwarder.py
"""

import ymq

with ymq.IoContext() as context:
    front, back = context.connector(ymq.XSUB), context.connector(ymq.XPUB)
    publishers, subscribers = front.bind("tcp://127.0.0.1:*"), back.bind("tcp://127.0.0.1:*")
    with ymq.Proxy(front, back):
        publisher, subscriber = context.connector(ymq.PUB), context.connector(ymq.SUB)
        publisher.connect(publishers)
        subscriber.connect(subscribers)
        subscriber.subscribe(b"news:")
        publisher.wait_for_subscribers(b"news:", 1, timeout=20)  # The subscription came through the forwarder.

        publisher.send([b"gossip:", b"nobody wants it"])
        publisher.send([b"news:", b"one"])
        publisher.send([b"news:", b"two"])
        for _ in range(2):
            print(b"".join(subscriber.recv(timeout=20)).decode())
        received = front.stats().messages_received
        print(f"{received} messages came to the forwarder")
        assert received == 2
