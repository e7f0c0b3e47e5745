"""A cache of last values: whoever subscribes late gets the last value of its topic at once, and then what is new.

An XPUB with `xpub_manual` hears of each subscription, and with `xpub_manual_last_value` answers the one who made it
alone. Each subscription is to be answered: the next send goes to its subscriber, whatever it is.

Where the newest messages of all topics will do instead, the option `replay` of PUB and XPUB keeps them by itself.

Usage: last_value_cache.py [endpoint]
"""

import sys

import ymq

TOPIC = b"apples:"
last: dict[bytes, bytes] = {TOPIC: b"1.20"}


def join(context: ymq.IoContext, endpoint: str) -> ymq.Connector:
    subscriber = context.connector(ymq.SUB)
    subscriber.subscribe(TOPIC)
    subscriber.connect(endpoint)
    return subscriber


def welcome(cache: ymq.Connector) -> None:
    """The next subscription takes effect, and the last value goes to the one who made it."""
    (subscription,) = cache.recv(timeout=20)
    topic = subscription[1:]
    cache.subscribe(topic)
    cache.send([topic, last[topic]])


def publish(cache: ymq.Connector, value: bytes) -> None:
    last[TOPIC] = value
    cache.send([TOPIC, value])


def show(who: str, subscriber: ymq.Connector, wanted: list[bytes]) -> None:
    values = [subscriber.recv(timeout=20)[1] for _ in wanted]
    for value in values:
        print(f"{who}: {TOPIC.decode()}{value.decode()}")
    assert values == wanted


with ymq.IoContext() as context:
    cache = context.connector(ymq.XPUB, xpub_manual=True, xpub_manual_last_value=True)
    endpoint = cache.bind(sys.argv[1] if len(sys.argv) > 1 else "tcp://127.0.0.1:*")
    early = join(context, endpoint)
    welcome(cache)
    publish(cache, b"1.30")
    late = join(context, endpoint)
    welcome(cache)
    publish(cache, b"1.40")
    show("early", early, [b"1.20", b"1.30", b"1.40"])
    show("late", late, [b"1.30", b"1.40"])
