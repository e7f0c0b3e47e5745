"""Every pattern over every transport, in both faces, with messages of one part and of several."""

import pytest
import ymq
from helpers import play, until, until_async

pytestmark = pytest.mark.parametrize("face", ["sync", "asyncio"])

SOON = 20.0


async def exchange(a, b, message):
    await a.send(message, timeout=SOON)
    return await b.recv(timeout=SOON)


def test_pair(face, anywhere):
    async def scenario(context):
        a, b = context.connector(ymq.PAIR), context.connector(ymq.PAIR)
        b.connect(a.bind(anywhere))
        assert await exchange(a, b, b"ping") == [b"ping"]
        assert await exchange(b, a, [b"pong", b"", b"more"]) == [b"pong", b"", b"more"]

    play(scenario, face)


def test_push_pull(face, anywhere):
    async def scenario(context):
        push, pulls = context.connector(ymq.PUSH), [context.connector(ymq.PULL) for _ in range(2)]
        endpoint = push.bind(anywhere)
        for pull in pulls:
            pull.connect(endpoint)
        await until_async(lambda: push.stats().links_opened == 2)
        for number in range(100):
            await push.send([b"%d" % number, b"part"], timeout=SOON)
        got = [[await pull.recv(timeout=SOON) for _ in range(50)] for pull in pulls]
        assert all(parts[1] == b"part" for parts in got[0] + got[1])
        numbers = [[int(parts[0]) for parts in each] for each in got]
        assert numbers[0] == sorted(numbers[0]) and numbers[1] == sorted(numbers[1])
        assert sorted(numbers[0] + numbers[1]) == list(range(100))

    play(scenario, face)


def test_pub_sub(face, anywhere):
    async def scenario(context):
        pub, sub, other = context.connector(ymq.PUB), context.connector(ymq.SUB), context.connector(ymq.SUB)
        endpoint = pub.bind(anywhere)
        for connector, topic in ((sub, b"a"), (other, b"")):
            connector.connect(endpoint)
            connector.subscribe(topic)
        await until_subscribed(pub, sub, b"a ready")
        await until_subscribed(pub, other, b"b ready")
        await pub.send([b"b", b"not for all"])
        await pub.send([b"apple", b"for all"])
        assert await next_but(sub, b" ready") == [b"apple", b"for all"]
        assert await next_but(other, b" ready") == [b"b", b"not for all"]
        assert await next_but(other, b" ready") == [b"apple", b"for all"]
        sub.unsubscribe(b"a")
        with pytest.raises(ymq.NotFound):
            sub.unsubscribe(b"a")

    play(scenario, face)


def test_xpub_xsub(face, anywhere):
    async def scenario(context):
        xpub, xsub = context.connector(ymq.XPUB), context.connector(ymq.XSUB)
        xsub.connect(xpub.bind(anywhere))
        assert await exchange(xsub, xpub, b"\1a") == [b"\1a"]
        assert (xpub.options.topics, xsub.options.topics) == (1, 1)
        assert await exchange(xpub, xsub, [b"a", b"body"]) == [b"a", b"body"]
        assert await exchange(xsub, xpub, [b"hello", b"upstream"]) == [b"hello", b"upstream"]
        assert await exchange(xsub, xpub, b"\0a") == [b"\0a"]

    play(scenario, face)


def test_xpub_by_hand(face, anywhere):
    async def scenario(context):
        xpub = context.connector(ymq.XPUB, xpub_manual=True)
        endpoint, subs = xpub.bind(anywhere), [context.connector(ymq.SUB) for _ in range(2)]
        for sub in subs:
            sub.connect(endpoint)
            sub.subscribe(b"")
        await until_async(lambda: xpub.stats().messages_waiting == 2)
        for topic in (b"one", b"two"):
            assert await xpub.recv(timeout=SOON) == [b"\1"]
            xpub.subscribe(topic)
        await xpub.send(b"one")
        await xpub.send(b"two")
        assert sorted([await sub.recv(timeout=SOON) for sub in subs]) == [[b"one"], [b"two"]]

    play(scenario, face)


async def until_subscribed(pub, sub, probe):
    """Publishes until a subscription has arrived, which nothing else tells a publisher."""
    while True:
        await pub.send(probe)
        try:
            await sub.recv(timeout=0.01)
            return
        except ymq.TimedOut:
            pass


async def next_but(sub, suffix):
    while (message := await sub.recv(timeout=SOON))[0].endswith(suffix):
        pass
    return message


def test_req_rep(face, anywhere):
    async def scenario(context):
        rep, req = context.connector(ymq.REP), context.connector(ymq.REQ)
        req.connect(rep.bind(anywhere))
        for number in range(10):
            question = [b"question", b"%d" % number]
            assert await exchange(req, rep, question) == question
            assert await exchange(rep, req, b"answer") == [b"answer"]

    play(scenario, face)


def test_req_rep_out_of_turn(face, anywhere):
    async def scenario(context):
        rep, req = context.connector(ymq.REP), context.connector(ymq.REQ)
        req.connect(rep.bind(anywhere))
        with pytest.raises(ymq.WrongState):
            await req.recv(timeout=SOON)
        with pytest.raises(ymq.WrongState):
            await rep.send(b"nobody asked")
        assert await exchange(req, rep, b"question") == [b"question"]
        with pytest.raises(ymq.WrongState):
            await rep.recv(timeout=SOON)
        with pytest.raises(ymq.WrongState):
            await req.send(b"another question")
        assert await exchange(rep, req, b"answer") == [b"answer"]

    play(scenario, face)


def test_dealer_router(face, anywhere):
    async def scenario(context):
        router, dealers = context.connector(ymq.ROUTER), []
        endpoint = router.bind(anywhere)
        for name in (b"one", b"two"):
            dealers.append(context.connector(ymq.DEALER, identity=name))
            dealers[-1].connect(endpoint)
        for name, dealer in zip((b"one", b"two"), dealers, strict=True):
            assert await exchange(dealer, router, [b"hello", b"from", name]) == [name, b"hello", b"from", name]
        for name, dealer in zip((b"one", b"two"), dealers, strict=True):
            assert await exchange(router, dealer, [name, b"to you", b""]) == [b"to you", b""]

    play(scenario, face)


def test_router_without_identities(face, anywhere):
    async def scenario(context):
        router, dealer = context.connector(ymq.ROUTER), context.connector(ymq.DEALER)
        dealer.connect(router.bind(anywhere))
        name, content = await exchange(dealer, router, b"who am I")
        assert name[0] == 0 and len(name) == 5 and content == b"who am I"
        assert await exchange(router, dealer, [name, b"this"]) == [b"this"]

    play(scenario, face)


def test_router_mandatory(face):
    async def scenario(context):
        strict = context.connector(ymq.ROUTER, router_mandatory=True)
        with pytest.raises(ymq.HostUnreachable):
            await strict.send([b"nobody", b"x"], timeout=SOON)
        lax = context.connector(ymq.ROUTER)
        await lax.send([b"nobody", b"x"])
        assert lax.stats().dropped_unroutable == 1

    play(scenario, face)


def test_one_connector_on_all_transports(face, folder):
    async def scenario(context):
        pull = context.connector(ymq.PULL)
        for endpoint in ("tcp://127.0.0.1:*", "tcp://[::1]:*", f"ipc://{folder}/x", "ipc://*", "inproc://x"):
            push = context.connector(ymq.PUSH)
            push.connect(pull.bind(endpoint))
            assert await exchange(push, pull, endpoint.encode()) == [endpoint.encode()]

    play(scenario, face)


def test_every_number_of_io_threads(face, anywhere, io_threads):
    if face == "asyncio" and io_threads == 0:
        with pytest.raises(ymq.InvalidArgument, match="io_threads is 0"):
            play(lambda context: None, face, io_threads=0)
        return

    async def scenario(context):
        router, dealers = context.connector(ymq.ROUTER), [context.connector(ymq.DEALER) for _ in range(8)]
        endpoint = router.bind(anywhere)
        for dealer in dealers:
            dealer.connect(endpoint)
        for dealer in dealers:
            await dealer.send(b"work", timeout=SOON)
        for _ in dealers:
            name, work = await router.recv(timeout=SOON)
            await router.send([name, work + b" done"], timeout=SOON)
        for dealer in dealers:
            assert await dealer.recv(timeout=SOON) == [b"work done"]

    play(scenario, face, io_threads=io_threads)


def test_two_contexts(face):
    async def scenario(context):
        with ymq.IoContext() as other:
            pull = other.connector(ymq.PULL)
            push = context.connector(ymq.PUSH)
            push.connect(pull.bind("tcp://127.0.0.1:*"))
            await push.send(b"across", timeout=SOON)
            assert pull.recv(timeout=SOON) == [b"across"]
            until(lambda: push.stats().messages_queued == 0)

    play(scenario, face)
