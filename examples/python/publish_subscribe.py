"""Publish and subscribe with envelopes: the first part says what a message is about, subscriptions look at that.

The publisher waits for its subscriber, so that not even the first message is lost.

Usage: publish_subscribe.py [endpoint]
"""

import sys

import ymq

with ymq.IoContext() as context:
    publisher, subscriber = context.connector(ymq.PUB), context.connector(ymq.SUB)
    subscriber.subscribe(b"weather:")
    subscriber.connect(publisher.bind(sys.argv[1] if len(sys.argv) > 1 else "tcp://127.0.0.1:*"))
    publisher.wait_for_subscribers(b"weather:", 1, timeout=20)

    publisher.send([b"weather:", b"rain"])
    publisher.send([b"sport:", b"1 to 0"])
    publisher.send([b"weather:", b"sun"])
    publisher.send([b"sport:", b"about the weather: none"])

    received = [b"".join(subscriber.recv(timeout=20)).decode() for _ in range(2)]
    print(*received, sep="\n")
    assert received == ["weather:rain", "weather:sun"]
