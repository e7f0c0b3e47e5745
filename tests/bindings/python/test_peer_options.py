"""`immediate`, `conflate`, `probe_router`, `router_notify`, and routing ids that a ROUTER chooses, in both faces."""

import pytest
import ymq
from helpers import play, until_async

pytestmark = pytest.mark.parametrize("face", ["sync", "asyncio"])

SOON = 20.0


def test_a_routing_id_that_the_router_chooses(face, anywhere):
    async def scenario(context):
        dealer = context.connector(ymq.DEALER, identity=b"somebody")
        router = context.connector(ymq.ROUTER, router_mandatory=True)
        endpoint = dealer.bind(anywhere)
        router.connect(endpoint, routing_id=b"worker")
        await router.send([b"worker", b"hello"], timeout=SOON)
        assert await dealer.recv(timeout=SOON) == [b"hello"]
        await dealer.send(b"welcome", timeout=SOON)
        assert await router.recv(timeout=SOON) == [b"worker", b"welcome"]
        with pytest.raises(ymq.RoutingIdInUse):
            router.connect(endpoint, routing_id=b"worker")
        for wrong in (b"", b"\0x", bytes(256)):
            with pytest.raises(ymq.InvalidArgument):
                router.connect(endpoint, routing_id=wrong)
        with pytest.raises(TypeError, match="routing id"):
            router.connect(endpoint, routing_id="text")
        with pytest.raises(ymq.NotSupported, match="ROUTER"):
            dealer.connect(endpoint, routing_id=b"x")

    play(scenario, face)


def test_immediate(face, anywhere):
    async def scenario(context):
        pull, push = context.connector(ymq.PULL), context.connector(ymq.PUSH, immediate=True)
        assert push.options.immediate
        with pytest.raises(ymq.Again):
            await push.send(b"x", timeout=0)
        push.connect(pull.bind(anywhere))
        await push.send(b"x", timeout=SOON)
        assert await pull.recv(timeout=SOON) == [b"x"]

    play(scenario, face)


def test_conflate(face, anywhere):
    async def scenario(context):
        pull, push = context.connector(ymq.PULL, conflate=True), context.connector(ymq.PUSH)
        push.connect(pull.bind(anywhere))
        for turn in (0, 1000):
            for number in range(1000):
                await push.send(b"%d" % (turn + number), timeout=SOON)
            await until_async(lambda last=turn + 1000: pull.stats().dropped_replaced == last - last // 1000)
            assert await pull.recv(timeout=SOON) == [b"%d" % (turn + 999)]

    play(scenario, face)


def test_probe_and_notice(face, anywhere):
    async def scenario(context):
        router = context.connector(ymq.ROUTER, router_notify=ymq.PeerNotice.DISCONNECTED)
        dealer = context.connector(ymq.DEALER, identity=b"a", probe_router=True)
        dealer.connect(router.bind(anywhere))
        assert await router.recv(timeout=SOON) == [b"a", b""]
        await dealer.send(b"last", timeout=SOON)
        await dealer.close(SOON)
        assert await router.recv(timeout=SOON) == [b"a", b"last"]
        assert await router.recv(timeout=SOON) == [b"a", b""]

    play(scenario, face)
