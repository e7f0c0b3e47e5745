"""PLAIN, CURVE and the ZAP handler: who gets in, who does not, and what goes on as it does without them."""

import contextlib
import threading

import pytest
import ymq
import zmq
import zmq.utils.z85
from helpers import PATIENCE, exchange_across_cuts, until

SERVER = ymq.curve_keypair()
CLIENT = ymq.curve_keypair()
STRANGER = ymq.curve_keypair()
SERVING = {"curve_server": True, "curve_secret_key": SERVER.secret}
CALLING = {"curve_server_key": SERVER.public, "curve_secret_key": CLIENT.secret}
LOGIN = {"plain_username": "joe", "plain_password": "secret"}
SECURE = {"curve": (SERVING, CALLING), "plain": ({"plain_server": True}, LOGIN)}
HANDLER = "inproc://zeromq.zap.01"


@pytest.fixture(params=["tcp://127.0.0.1:*", "ipc://*"])
def stream(request):
    return request.param


@pytest.fixture(params=["curve", "plain"])
def secure(request):
    return SECURE[request.param]


class Handler:
    """Answers what it is asked in a thread of its own, and remembers it."""

    def __init__(self, context, answer=None, kind=ymq.REP):
        self.asked = []
        self.answer = answer or (lambda request: [b"200", b"OK", b"joe", b"\x06X-Rank\x00\x00\x00\x07general"])
        self.connector = context.connector(kind)
        self.connector.bind(HANDLER)
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        with contextlib.suppress(ymq.Closed):
            while True:
                request = self.connector.recv()
                envelope = request[: request.index(b"1.0")]
                request = request[len(envelope) :]
                self.asked.append(request)
                answer = self.answer(request)
                if answer is not None:
                    self.connector.send([*envelope, b"1.0", request[1], *answer])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connector.close(linger=0)
        self.thread.join()


def failures(connector):
    return [event for event in connector.events() if event.kind == ymq.EventKind.HANDSHAKE_FAILED]


def talk(one, other):
    for sender, receiver in ((one, other), (other, one)):
        sender.send([b"", b"two", b"x" * 70_000], timeout=PATIENCE)
        assert receiver.recv(timeout=PATIENCE) == [b"", b"two", b"x" * 70_000]


def test_keys_are_made_and_belong_to_each_other():
    assert ymq.curve_public(CLIENT.secret) == CLIENT.public
    assert len(CLIENT.public) == len(CLIENT.secret) == 40
    assert len({*CLIENT, *SERVER, *STRANGER}) == 6
    assert zmq.curve_public(CLIENT.secret) == CLIENT.public
    for wrong in (b"", b"short", CLIENT.secret + b"0", b"~" * 40):
        with pytest.raises(ymq.InvalidArgument):
            ymq.curve_public(wrong)


def test_keys_are_checked_when_they_are_set(context):
    connector = context.connector(ymq.PAIR)
    for name in ("curve_public_key", "curve_secret_key", "curve_server_key"):
        for wrong in (b"x", b"x" * 31, b"x" * 33, b"~" * 40):
            with pytest.raises(ymq.InvalidArgument, match="32 bytes, or 40 characters of Z85"):
                setattr(connector.options, name, wrong)
        for right in (bytes(range(32)), CLIENT.public, b""):
            setattr(connector.options, name, right)
            assert getattr(connector.options, name) == right
    connector.options.curve_secret_key = CLIENT.secret
    assert CLIENT.secret.decode() not in repr(connector.options)


def test_the_options_say_which_mechanism_links_are_made_with(context):
    connector = context.connector(ymq.PAIR)
    assert connector.options.mechanism == ymq.Mechanism.NULL
    connector.options.plain_username = "joe"
    assert connector.options.mechanism == ymq.Mechanism.PLAIN
    connector.options.curve_server = True
    assert connector.options.mechanism == ymq.Mechanism.CURVE
    with pytest.raises(ymq.InvalidArgument, match="curve_secret_key"):
        connector.bind("tcp://127.0.0.1:*")
    with pytest.raises(ymq.InvalidArgument, match="curve_secret_key"):
        connector.connect("tcp://127.0.0.1:1")
    connector.options.curve_secret_key = SERVER.secret
    connector.options.curve_public_key = CLIENT.public
    with pytest.raises(ymq.InvalidArgument, match="curve_public_key"):
        connector.bind("tcp://127.0.0.1:*")
    with pytest.raises(ymq.ReadOnly):
        connector.options.mechanism = 0


def test_messages_go_both_ways_and_the_handler_says_who_is_there(io_threads, stream, secure):
    serving, calling = secure
    with ymq.IoContext(io_threads=io_threads) as context, Handler(context) as handler:
        server = context.connector(ymq.PAIR, zap_domain="lab", identity=b"me", **serving)
        client = context.connector(ymq.PAIR, **calling)
        client.connect(server.bind(stream))
        talk(client, server)
        version, _number, domain, address, identity, mechanism, *credentials = handler.asked[0]
        assert (version, domain, identity) == (b"1.0", b"lab", b"me")
        assert address == (b"127.0.0.1" if stream.startswith("tcp") else b"")
        if mechanism == b"PLAIN":
            assert credentials == [b"joe", b"secret"]
        else:
            assert mechanism == b"CURVE"
            key = zmq.utils.z85.encode(credentials[0])
            assert key == CLIENT.public
        peer = server.peer_stats()[0].peer
        assert server.peer_property(peer, "User-Id") == b"joe"
        assert server.peer_property(peer, "X-Rank") == b"general"


def test_without_a_handler_curve_admits_whoever_knows_the_key_and_plain_nobody(context, stream):
    server = context.connector(ymq.PAIR, **SERVING)
    client = context.connector(ymq.PAIR, **CALLING)
    client.connect(server.bind(stream))
    talk(client, server)
    closed = context.connector(ymq.PAIR, plain_server=True)
    caller = context.connector(ymq.PAIR, reconnect_interval=1, **LOGIN)
    caller.connect(closed.bind(stream))
    until(lambda: closed.stats().handshakes_failed >= 2, "two refusals")
    assert {event.status for event in failures(closed)} == {ymq.Status.AUTHENTICATION_FAILED}
    assert closed.stats().links_opened == 0


def test_without_the_handler_that_there_was_nobody_gets_in(context):
    with Handler(context):
        pass
    server = context.connector(ymq.PAIR, **SERVING)
    client = context.connector(ymq.PAIR, reconnect_interval=1, reconnect_interval_max=5, **CALLING)
    client.connect(server.bind("tcp://127.0.0.1:*"))
    until(lambda: server.stats().handshakes_failed >= 2, "two refusals")
    assert server.stats().links_opened == 0
    with Handler(context):
        talk(client, server)


def test_who_knows_another_key_or_no_mechanism_does_not_get_in(context, stream):
    server = context.connector(ymq.PAIR, **SERVING)
    endpoint = server.bind(stream)
    for options in ({"curve_server_key": STRANGER.public, "curve_secret_key": CLIENT.secret}, LOGIN, {}):
        before = server.stats().handshakes_failed
        with context.connector(ymq.PAIR, reconnect_interval=1, linger=0, **options) as client:
            client.connect(endpoint)
            until(lambda: server.stats().handshakes_failed >= before + 2, "two refusals")  # noqa: B023
    assert server.stats().links_opened == 0


@pytest.mark.parametrize("status", [b"300", b"400", b"500", b"201", b"nonsense"])
def test_who_is_refused_comes_back_and_is_asked_about_again(context, secure, status):
    serving, calling = secure
    answers = iter([status, status])
    with Handler(context, lambda _: [next(answers, b"200"), b"", b"", b""]) as handler:
        server = context.connector(ymq.PAIR, **serving)
        client = context.connector(ymq.PAIR, reconnect_interval=1, reconnect_interval_max=5, **calling)
        client.connect(server.bind("tcp://127.0.0.1:*"))
        talk(client, server)
        assert len(handler.asked) == 3
        assert [event.status for event in failures(server)] == [ymq.Status.AUTHENTICATION_FAILED] * 2
        if status == b"400":
            assert failures(client)[0].status == ymq.Status.AUTHENTICATION_FAILED


def test_a_handler_that_says_nothing_holds_up_nobody_but_whom_it_is_asked_about(context):
    with Handler(context, lambda request: None if b"PLAIN" in request else [b"200", b"", b"", b""], ymq.ROUTER):
        waiting = context.connector(ymq.PAIR, plain_server=True, handshake_timeout=300)
        caller = context.connector(ymq.PAIR, reconnect_interval=1, **LOGIN)
        caller.connect(waiting.bind("tcp://127.0.0.1:*"))
        server = context.connector(ymq.PAIR, **SERVING)
        client = context.connector(ymq.PAIR, **CALLING)
        client.connect(server.bind("tcp://127.0.0.1:*"))
        talk(client, server)
        until(lambda: waiting.stats().handshakes_failed >= 1, "the deadline")
        assert ymq.Status.TIMED_OUT in {event.status for event in failures(waiting)}


def test_a_handler_that_goes_away_is_followed_by_the_next(context, secure):
    serving, calling = secure
    server = context.connector(ymq.PAIR, **serving)
    client = context.connector(ymq.PAIR, reconnect_interval=1, reconnect_interval_max=5, **calling)
    with Handler(context, lambda _: None, ymq.ROUTER) as silent:
        client.connect(server.bind("tcp://127.0.0.1:*"))
        until(lambda: silent.asked, "the question")
    until(lambda: server.stats().handshakes_failed >= 1, "the refusal")
    with Handler(context):
        talk(client, server)


def test_null_asks_about_who_calls_where_there_is_a_domain(context):
    with Handler(context) as handler:
        server = context.connector(ymq.PAIR, zap_domain="lab")
        client = context.connector(ymq.PAIR)
        client.connect(server.bind("tcp://127.0.0.1:*"))
        talk(client, server)
        assert handler.asked[0][5] == b"NULL"
        assert len(handler.asked[0]) == 6


def test_nothing_is_lost_where_links_break(context, secure):
    serving, calling = secure
    with Handler(context):
        pull = context.connector(ymq.PULL, receive_hwm=0, **serving)
        push = context.connector(ymq.PUSH, send_hwm=0, reconnect_interval=1, reconnect_interval_max=10, **calling)
        exchange_across_cuts(push, pull.bind("tcp://127.0.0.1:*"), pull)


def test_large_and_many_messages_are_sealed(context, stream):
    server = context.connector(ymq.PAIR, receive_hwm=0, **SERVING)
    client = context.connector(ymq.PAIR, send_hwm=0, **CALLING)
    client.connect(server.bind(stream))
    large = bytes(range(256)) * (50_000_000 // 256)
    client.send([b"large", large], timeout=PATIENCE)
    assert server.recv(timeout=PATIENCE) == [b"large", large]
    client.send_many([[b"%d" % number] for number in range(50_000)])
    for number in range(50_000):
        assert server.recv(timeout=PATIENCE) == [b"%d" % number]


def test_patterns_are_what_they_are_without(context, secure):
    serving, calling = secure
    with Handler(context):
        pub = context.connector(ymq.PUB, **serving)
        sub = context.connector(ymq.SUB, **calling)
        sub.subscribe(b"a")
        sub.connect(pub.bind("tcp://127.0.0.1:*"))
        pub.wait_for_subscribers(b"a", 1, timeout=PATIENCE)
        pub.send(b"b: not this")
        pub.send(b"a: this")
        assert sub.recv(timeout=PATIENCE) == [b"a: this"]
        rep = context.connector(ymq.REP, **serving)
        req = context.connector(ymq.REQ, **calling)
        req.connect(rep.bind("tcp://127.0.0.1:*"))
        for number in range(50):
            req.send(b"question %d" % number)
            rep.send(rep.recv(timeout=PATIENCE))
            assert req.recv(timeout=PATIENCE) == [b"question %d" % number]


def test_heartbeats_are_sealed_too(context):
    server = context.connector(ymq.PAIR, heartbeat_interval=5, heartbeat_timeout=10_000, **SERVING)
    client = context.connector(ymq.PAIR, heartbeat_interval=5, heartbeat_timeout=10_000, **CALLING)
    client.connect(server.bind("tcp://127.0.0.1:*"))
    for _ in range(20):
        talk(client, server)
        threading.Event().wait(0.01)
    assert server.stats().links_opened == 1


class Zmq:
    """A socket of libzmq with these of our options."""

    def __init__(self, kind, serving):
        self.context = zmq.Context()
        self.socket = self.context.socket(kind)
        self.socket.linger = 0
        self.socket.rcvtimeo = self.socket.sndtimeo = int(PATIENCE * 1000)
        if serving is SERVING:
            self.socket.curve_server, self.socket.curve_secretkey = True, SERVER.secret
        elif serving is CALLING:
            self.socket.curve_serverkey = SERVER.public
            self.socket.curve_publickey, self.socket.curve_secretkey = CLIENT
        elif serving is LOGIN:
            self.socket.plain_username, self.socket.plain_password = b"joe", b"secret"
        else:
            self.socket.plain_server = True

    def __enter__(self):
        return self.socket

    def __exit__(self, *_):
        self.socket.close()
        self.context.term()


@contextlib.contextmanager
def zmq_handler(socket):
    """libzmq's own handler, which admits everybody."""
    handler = socket.context.socket(zmq.REP)
    handler.bind(HANDLER)

    def run():
        with contextlib.suppress(zmq.ZMQError):
            while True:
                request = handler.recv_multipart()
                if request == [b"stop"]:
                    handler.close(0)
                    return
                handler.send_multipart([b"1.0", request[1], b"200", b"OK", b"joe", b""])

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop = socket.context.socket(zmq.REQ)
        stop.connect(HANDLER)
        stop.send(b"stop")
        thread.join()
        stop.close(0)


def talk_to_zmq(connector, socket):
    for size in (0, 1, 200, 221, 222, 223, 255, 256, 70_000, 1_000_000):
        parts = [b"x" * size, b"", b"y" * size]
        connector.send(parts, timeout=PATIENCE)
        assert socket.recv_multipart() == parts
        socket.send_multipart(parts)
        assert connector.recv(timeout=PATIENCE) == parts


def test_libzmq_calls(context, secure):
    serving, calling = secure
    with Handler(context), Zmq(zmq.PAIR, calling) as socket:
        server = context.connector(ymq.PAIR, **serving)
        socket.connect(server.bind("tcp://127.0.0.1:*"))
        talk_to_zmq(server, socket)


def test_libzmq_is_called(context, secure):
    serving, calling = secure
    with Zmq(zmq.PAIR, serving) as socket, zmq_handler(socket):
        port = socket.bind_to_random_port("tcp://127.0.0.1")
        client = context.connector(ymq.PAIR, heartbeat_interval=5, **calling)
        client.connect(f"tcp://127.0.0.1:{port}")
        talk_to_zmq(client, socket)


def test_subscriptions_reach_libzmq_and_come_from_it(context, secure):
    serving, calling = secure
    with Handler(context), Zmq(zmq.SUB, calling) as socket:
        pub = context.connector(ymq.PUB, **serving)
        socket.subscribe(b"a")
        socket.connect(pub.bind("tcp://127.0.0.1:*"))
        pub.wait_for_subscribers(b"a", 1, timeout=PATIENCE)
        pub.send(b"b")
        pub.send(b"a")
        assert socket.recv() == b"a"
    with Zmq(zmq.XPUB, serving) as socket, zmq_handler(socket):
        port = socket.bind_to_random_port("tcp://127.0.0.1")
        sub = context.connector(ymq.SUB, **calling)
        sub.subscribe(b"a")
        sub.connect(f"tcp://127.0.0.1:{port}")
        assert socket.recv() == b"\x01a"
        socket.send(b"b")
        socket.send(b"a")
        assert sub.recv(timeout=PATIENCE) == [b"a"]


def test_libzmq_learns_that_it_is_refused(context):
    with Handler(context, lambda _: [b"400", b"no", b"", b""]), Zmq(zmq.PAIR, CALLING) as socket:
        server = context.connector(ymq.PAIR, **SERVING)
        monitor = socket.get_monitor_socket(zmq.EVENT_HANDSHAKE_FAILED_AUTH)
        socket.connect(server.bind("tcp://127.0.0.1:*"))
        assert monitor.poll(int(PATIENCE * 1000))
        socket.disable_monitor()
        monitor.close(0)
