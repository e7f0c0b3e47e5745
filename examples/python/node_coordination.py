"""Node coordination: a publisher that begins only when all its subscribers are there.

First as it is done with ZeroMQ: each subscriber waits for a beacon, which proves that its subscription has arrived, and
then says by a request that it is there. Then without any of that: `wait_for_subscribers` asks the publisher's own
connector, which knows.

Usage: node_coordination.py
"""

import asyncio

import ymq
import ymq.aio

SUBSCRIBERS, MESSAGES = 3, 10


def subscriber(context: ymq.aio.IoContext, news: str) -> ymq.aio.Connector:
    connector = context.connector(ymq.SUB)
    connector.subscribe(b"")
    connector.connect(news)
    return connector


async def count_news(connector: ymq.aio.Connector) -> int:
    count = 0
    while (message := await connector.recv(timeout=20)) != [b"end"]:
        count += message == [b"news"]
    return count


async def report_and_count(context: ymq.aio.IoContext, news: str, roll_call: str) -> int:
    sub, req = subscriber(context, news), context.connector(ymq.REQ)
    await sub.recv(timeout=20)
    req.connect(roll_call)
    await req.send(b"I am here")
    await req.recv(timeout=20)
    return await count_news(sub)


async def publish(publisher: ymq.aio.Connector) -> None:
    await publisher.send_many([b"news"] * MESSAGES + [b"end"])


async def by_request(context: ymq.aio.IoContext) -> int:
    publisher, rep = context.connector(ymq.PUB), context.connector(ymq.REP)
    news, roll_call = publisher.bind("tcp://127.0.0.1:*"), rep.bind("tcp://127.0.0.1:*")
    counts = [asyncio.create_task(report_and_count(context, news, roll_call)) for _ in range(SUBSCRIBERS)]
    here = 0
    while here < SUBSCRIBERS:
        await publisher.send(b"beacon")
        try:
            await rep.recv(timeout=0.01)
        except ymq.TimedOut:
            continue
        await rep.send(b"noted")
        here += 1
    await publish(publisher)
    return sum(await asyncio.gather(*counts))


async def by_waiting(context: ymq.aio.IoContext) -> int:
    publisher = context.connector(ymq.PUB)
    news = publisher.bind("tcp://127.0.0.1:*")
    subscribers = [subscriber(context, news) for _ in range(SUBSCRIBERS)]
    await publisher.wait_for_subscribers(b"", SUBSCRIBERS, timeout=20)
    await publish(publisher)
    return sum([await count_news(one) for one in subscribers])


async def main() -> None:
    async with ymq.aio.IoContext() as context:
        asked, waited = await by_request(context), await by_waiting(context)
    print(f"by request and reply: {asked} of {SUBSCRIBERS * MESSAGES}")
    print(f"by waiting for subscribers: {waited} of {SUBSCRIBERS * MESSAGES}")
    assert asked == waited == SUBSCRIBERS * MESSAGES


asyncio.run(main())
