"""Acknowledged delivery as the binding shows it: sessions, what becomes of a lost peer's messages, what peers are."""

import contextlib
import dataclasses
import pickle
from collections import Counter

import pytest
import ymq
from helpers import cut, play, until, until_async
from program import started
from ymq import EventKind, PeerState, _abi

faces = pytest.mark.parametrize("face", ["sync", "asyncio"])
SOON = 20.0
SHORT, LONG = 200, 600_000

LINKED = PeerState.LINKED | PeerState.SESSION
AWAY = PeerState.AWAITED | PeerState.SESSION

# Of every shape that a receive may bring: one part, several, and larger than the memory of one call.
SHAPES = [[b"one"], [b"two", b"", b"parts"], [b"large" * 100_000, b"x"], [b"last"]]


@contextlib.contextmanager
def taking_nothing(type, endpoint, **options):
    """A process with a connector that is connected to the endpoint, and whose messages nobody takes."""
    keywords = "".join(f", {name}={value!r}" for name, value in options.items())
    code = f"""
    connector = ymq.IoContext().connector(ymq.{type.name}{keywords})
    connector.connect({endpoint!r})
    ready()
    time.sleep({SOON * 3})
    """
    with started(code) as program:
        yield program


@contextlib.contextmanager
def bound_and_taking_nothing(type):
    """The same, bound: the process, and its endpoint."""
    code = f"""
    ready()
    connector = ymq.IoContext().connector(ymq.{type.name})
    print(connector.bind("tcp://127.0.0.1:*"), flush=True)
    time.sleep({SOON * 3})
    """
    with started(code) as program:
        yield program, program.stdout.readline().decode().strip()


def told(connector, *kinds):
    """The events of these kinds, once there is one of each; others are dropped."""
    seen = []

    def all_there():
        seen.extend(event for event in connector.events() if event.kind in kinds)
        return {event.kind for event in seen} == set(kinds)

    until(all_there, f"events {kinds}")
    return seen


def all_written(connector, count):
    until(lambda: connector.stats().messages_unacknowledged == count, f"{count} unacknowledged messages")


# Peers. ---------------------------------------------------------------------------------------------------------------


def test_peer_stats_are_those_of_the_spec():
    fields = {field.name for field in dataclasses.fields(ymq.PeerStats)}
    assert fields == {name for name, _ in _abi.PeerStats._fields_} - {"identity_size"}


@faces
def test_peers_add_up(face):
    async def scenario(context):
        sender = context.connector(ymq.DEALER, identity=b"sender\0")
        takers = [context.connector(ymq.DEALER, identity=b"%d" % n) for n in range(2)]
        for taker in takers:
            sender.connect(taker.bind("tcp://127.0.0.1:*"))
            await until_async(lambda to=taker: to.stats().links_opened == 1)
        await sender.send_many([b"12345"] * 10, timeout=SOON)
        for taker in takers:
            await until_async(lambda of=taker: of.stats().messages_waiting == 5)
            (peer,) = taker.peer_stats()
            assert (peer.identity, peer.state, peer.links) == (b"sender\0", LINKED, 1)
            assert (peer.messages_received, peer.messages_waiting, peer.messages_sent) == (5, 5, 0)
        one, other = sender.peer_stats()
        assert one.peer < other.peer
        assert (one.identity, other.identity) == (b"0", b"1")
        assert one.state == other.state == LINKED | PeerState.LASTING
        assert one.messages_sent + other.messages_sent == sender.stats().messages_sent == 10
        with pytest.raises(dataclasses.FrozenInstanceError):
            one.links = 2

    play(scenario, face)


@faces
def test_a_batch_is_acknowledged_with_its_last_message(face):
    async def scenario(context):
        push, pull = context.connector(ymq.PUSH), context.connector(ymq.PULL)
        push.connect(pull.bind("tcp://127.0.0.1:*"))
        await push.send_many([b"%d" % n for n in range(5)])
        await until_async(lambda: pull.stats().messages_waiting == 5)
        assert await pull.recv(SOON) == [b"0"]
        assert await pull.recv_many(3, SOON) == [[b"1"], [b"2"], [b"3"]]
        await push.send([b"later"])
        await until_async(lambda: pull.stats().messages_waiting == 2)
        assert push.stats().messages_acknowledged == 0
        assert await pull.recv(SOON) == [b"4"]
        await until_async(lambda: push.stats().messages_acknowledged == 5)

    play(scenario, face)


@faces
def test_what_was_fetched_and_not_received_goes_to_another(face):
    async def scenario(context):
        push, first, second = (context.connector(kind) for kind in (ymq.PUSH, ymq.PULL, ymq.PULL))
        endpoint = push.bind("tcp://127.0.0.1:*")
        first.connect(endpoint)
        await push.send_many([b"%d" % n for n in range(5)])
        await until_async(lambda: first.stats().messages_waiting == 5)
        assert await first.recv(SOON) == [b"0"]
        await first.close()
        second.connect(endpoint)
        messages = [await second.recv(SOON) for _ in range(4)]
        assert messages == [[b"1"], [b"2"], [b"3"], [b"4"]]
        assert not any(map(ymq.is_redelivered, messages))

    play(scenario, face)


@faces
def test_an_application_may_acknowledge_itself(face):
    async def scenario(context):
        push = context.connector(ymq.PUSH)
        pull = context.connector(ymq.PULL, manual_acknowledgement=True)
        push.connect(pull.bind("tcp://127.0.0.1:*"))
        await push.send_many([b"x"] * 5)
        for _ in range(5):
            await pull.recv(SOON)
        assert pull.options.manual_acknowledgement is True
        assert (pull.acknowledge(), pull.acknowledge(2)) == (1, 2)
        await until_async(lambda: push.stats().messages_acknowledged == 3)
        pull.options.manual_acknowledgement = False
        await until_async(lambda: push.stats().messages_acknowledged == 5)
        assert pull.acknowledge() == 0
        with pytest.raises(ymq.InvalidArgument):
            pull.acknowledge(-1)

    play(scenario, face)


def test_pairs_that_take_turns_need_not_acknowledge(context):
    for kind in (ymq.REQ, ymq.REP):
        connector = context.connector(kind)
        assert connector.options.manual_acknowledgement is False
        connector.options.manual_acknowledgement = True
        assert connector.options.manual_acknowledgement is True
        assert connector.acknowledge() == 0


def test_what_is_taken_is_acknowledged(pipe):
    push, pull = pipe
    push.send_many([b"12345"] * 10)
    all_written(push, 10)
    (peer,) = push.peer_stats()
    assert (peer.messages_unacknowledged, peer.messages_queued, peer.bytes_queued) == (10, 0, 0)
    assert peer.bytes_unacknowledged >= 50
    assert push.stats().messages_acknowledged == 0
    assert len(pull.recv_many(20, timeout=SOON)) == 10
    until(lambda: push.stats().messages_acknowledged == 10)
    (peer,) = push.peer_stats()
    assert (peer.messages_unacknowledged, peer.bytes_unacknowledged, peer.messages_sent) == (0, 0, 10)


def test_more_peers_than_one_call_tells(context):
    pull = context.connector(ymq.PULL)
    assert pull.peer_stats() == []
    for number in range(200):
        pull.connect(f"inproc://nobody-{number}")
    peers = pull.peer_stats()
    assert [peer.peer for peer in peers] == list(range(1, 201))
    assert {(peer.state, peer.identity, peer.links) for peer in peers} == {(PeerState.LASTING, b"", 0)}
    pull.close()
    with pytest.raises(ymq.Closed):
        pull.peer_stats()


def test_an_accepted_peer_that_was_killed_is_awaited(context):
    push = context.connector(ymq.PUSH, session_lifetime=LONG)
    with taking_nothing(ymq.PULL, push.bind("tcp://127.0.0.1:*")) as program:
        push.send(b"x", timeout=SOON)
        all_written(push, 1)
        program.kill()
        until(lambda: [peer.state for peer in push.peer_stats()] == [AWAY])
    (peer,) = push.peer_stats()
    assert (peer.messages_sent, peer.messages_unacknowledged, peer.links) == (1, 1, 1)
    assert push.stats().sessions_waiting == 1


def test_a_bound_peer_that_was_killed_is_awaited(context):
    push = context.connector(ymq.PUSH, session_lifetime=LONG)
    with bound_and_taking_nothing(ymq.PULL) as (program, endpoint):
        push.connect(endpoint)
        push.send(b"x", timeout=SOON)
        all_written(push, 1)
        program.kill()
        until(lambda: [peer.state for peer in push.peer_stats()] == [AWAY | PeerState.LASTING])


def test_a_session_outlives_its_link(pipe):
    push, pull = pipe
    sent = [[b"%d" % n] for n in range(1000)]
    push.send_many(sent, timeout=SOON)
    got = [pull.recv(timeout=SOON) for _ in range(400)]
    cut(pull.options.last_endpoint)
    for connector in pipe:
        assert told(connector, EventKind.RESUMED)[0].status == 0
        assert connector.stats().sessions_resumed == 1
        assert [peer.links for peer in connector.peer_stats()] == [2]
    got += [pull.recv(timeout=SOON) for _ in range(600)]
    assert got == sent
    with pytest.raises(ymq.Again):
        pull.recv(timeout=0)


# Messages of a peer that is lost. -------------------------------------------------------------------------------------


def killed_with(push, messages):
    """Has all these messages written to one PULL, which is then killed."""
    with taking_nothing(ymq.PULL, push.bind("tcp://127.0.0.1:*")) as program:
        assert push.send_many(messages, timeout=SOON) == len(messages)
        all_written(push, len(messages))
        program.kill()


async def recv_one_by_one(connector):
    return [await connector.recv(timeout=SOON) for _ in SHAPES]


async def recv_many(connector):
    got = []
    while len(got) < len(SHAPES):
        got += await connector.recv_many(len(SHAPES), timeout=SOON)
    return got


@faces
@pytest.mark.parametrize("receive", [recv_one_by_one, recv_many])
@pytest.mark.parametrize("waits", [False, True], ids=["there", "waited for"])
def test_redelivered_messages_are_marked(context, face, receive, waits):
    push = context.connector(ymq.PUSH, session_lifetime=SHORT)
    killed_with(push, SHAPES)

    async def scenario(elsewhere):
        pull = elsewhere.connector(ymq.PULL)
        pull.connect(push.options.last_endpoint)
        if not waits:
            await until_async(lambda: pull.stats().messages_waiting == len(SHAPES))
        got = await receive(pull)
        assert got == SHAPES and all(map(ymq.is_redelivered, got))
        for shape in SHAPES:
            push.send(shape, timeout=SOON)
        fresh = await receive(pull)
        assert fresh == SHAPES and not any(map(ymq.is_redelivered, fresh))

    play(scenario, face)


def test_redelivered_messages_are_counted(context):
    push = context.connector(ymq.PUSH, session_lifetime=SHORT)
    killed_with(push, SHAPES)
    events = {event.kind: event for event in told(push, EventKind.REDELIVERED, EventKind.SESSION_ENDED)}
    assert len(events) == 2
    assert events[EventKind.REDELIVERED].count == len(SHAPES)
    assert {event.status for event in events.values()} == {ymq.Status.PEER_LOST}
    assert all(event.reason.startswith("The peer is gone for good") for event in events.values())
    stats = push.stats()
    assert (stats.messages_redelivered, stats.messages_undeliverable, stats.sessions_lost) == (len(SHAPES), 0, 1)
    assert push.close(linger=0) == len(SHAPES)


def test_the_other_of_two_gets_what_one_had(context):
    push = context.connector(ymq.PUSH, session_lifetime=SHORT)
    pull = context.connector(ymq.PULL)
    endpoint = push.bind("tcp://127.0.0.1:*")
    with taking_nothing(ymq.PULL, endpoint) as program:
        until(lambda: push.stats().peers == 1)
        pull.connect(endpoint)
        until(lambda: push.stats().peers == 2)
        push.send_many([b"%d" % n for n in range(100)], timeout=SOON)
        all_written(push, 100)
        had = push.peer_stats()[0].messages_unacknowledged
        program.kill()
    got = [pull.recv(timeout=SOON) for _ in range(100)]
    assert sorted(int(part) for (part,) in got) == list(range(100))
    assert Counter(map(ymq.is_redelivered, got)) == {True: had, False: 100 - had}
    assert told(push, EventKind.REDELIVERED)[0].count == push.stats().messages_redelivered == had


def test_the_mark_of_a_message():
    """It is no property of the content, and stays behind when the list is copied; it survives a pickle."""
    from ymq._messages import RedeliveredMessage

    marked = RedeliveredMessage([b"to", b"x"])
    assert marked == [b"to", b"x"] and repr(marked) == "[b'to', b'x']"
    assert ymq.is_redelivered(marked) and ymq.is_redelivered(pickle.loads(pickle.dumps(marked)))
    assert not ymq.is_redelivered(marked[1:]) and not ymq.is_redelivered([*marked])


@pytest.mark.parametrize(
    ("type", "other", "address"), [(ymq.PAIR, ymq.PAIR, []), (ymq.ROUTER, ymq.DEALER, [b"you"])], ids=["PAIR", "ROUTER"]
)
def test_what_nobody_else_takes_is_undeliverable(context, type, other, address):
    connector = context.connector(type, session_lifetime=SHORT)
    endpoint = connector.bind("tcp://127.0.0.1:*")
    with taking_nothing(other, endpoint, identity=b"you") as program:
        until(lambda: connector.stats().links_opened == 1)
        for number in range(7):
            connector.send([*address, b"%d" % number], timeout=SOON)
        all_written(connector, 7)
        program.kill()
    (event,) = told(connector, EventKind.UNDELIVERABLE)
    assert (event.count, event.status) == (7, ymq.Status.PEER_LOST)
    stats = connector.stats()
    assert (stats.messages_undeliverable, stats.messages_redelivered, stats.messages_unacknowledged) == (7, 0, 0)
    until(lambda: connector.peer_stats() == [])


def test_undeliverable_messages_are_counted_for_their_peer(context):
    pair = context.connector(ymq.PAIR, session_lifetime=SHORT)
    with bound_and_taking_nothing(ymq.PAIR) as (program, endpoint):
        pair.connect(endpoint)
        pair.send_many([b"x"] * 3, timeout=SOON)
        all_written(pair, 3)
        program.kill()
    until(lambda: pair.stats().messages_undeliverable == 3)
    (peer,) = pair.peer_stats()
    assert (peer.undeliverable, peer.messages_unacknowledged, peer.state) == (3, 0, PeerState.LASTING)


@faces
def test_a_request_that_nobody_answers(face):
    """It goes to the next, marked, until its time is over."""

    async def scenario(context):
        req = context.connector(ymq.REQ, request_timeout=SHORT, request_retries=1)
        reps = [context.connector(ymq.REP) for _ in range(2)]
        for rep in reps:
            req.connect(rep.bind("tcp://127.0.0.1:*"))
            await until_async(lambda by=rep: by.stats().links_opened == 1)
        await req.send([b"question", b"more"], timeout=SOON)
        with pytest.raises(ymq.Undeliverable):
            await req.recv(timeout=SOON)
        asked = [await rep.recv(timeout=SOON) for rep in reps]
        assert asked == [[b"question", b"more"]] * 2
        assert sorted(map(ymq.is_redelivered, asked)) == [False, True]
        await req.send(b"another", timeout=SOON)

    play(scenario, face)


@pytest.mark.parametrize("off", ["here", "there"])
def test_without_acknowledged_delivery(context, off):
    """Its peers are plain ones, of which nobody knows what they have taken."""
    push = context.connector(ymq.PUSH, session_lifetime=SHORT, acknowledged_delivery=off != "here")
    endpoint = push.bind("tcp://127.0.0.1:*")
    with taking_nothing(ymq.PULL, endpoint, acknowledged_delivery=off != "there") as program:
        push.send_many(SHAPES, timeout=SOON)
        until(lambda: push.stats().messages_queued == 0)
        assert [peer.state for peer in push.peer_stats()] == [PeerState.LINKED]
        assert push.stats().messages_unacknowledged == 0
        program.kill()
    until(lambda: push.peer_stats() == [])
    pull = context.connector(ymq.PULL)
    pull.connect(endpoint)
    push.send(b"fresh", timeout=SOON)
    fresh = pull.recv(timeout=SOON)
    assert fresh == [b"fresh"] and not ymq.is_redelivered(fresh)
    stats = push.stats()
    assert (stats.messages_redelivered, stats.messages_undeliverable, stats.sessions_lost) == (0, 0, 0)
    of_sessions = {EventKind.REDELIVERED, EventKind.UNDELIVERABLE, EventKind.RESUMED, EventKind.SESSION_ENDED}
    assert not of_sessions & {event.kind for event in push.events()}
