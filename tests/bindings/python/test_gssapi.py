"""GSSAPI with a realm of Kerberos that is made here: who gets in, who does not, and what goes on as it does without."""

import contextlib
import os
import pathlib
import socket
import subprocess
import sys
import threading

import libzmq
import pytest
import ymq
from helpers import PATIENCE, connected, cut, exchange_across_cuts, until
from kerberos import realm
from test_security import Handler, failures, talk

SERVER = "ymq/localhost"
SERVING = {"gssapi_server": True, "gssapi_principal": "ymq@localhost"}
CALLING = {"gssapi_service_principal": "ymq@localhost"}
KERBEROS = ymq.PrincipalForm.KERBEROS
PLAINTEXT = {"gssapi_plaintext": True}
SOON = {"reconnect_interval": 1, "reconnect_interval_max": 5}


@pytest.fixture(scope="module")
def kerberos():
    with realm(SERVER, "other/localhost", "alice", "bob") as made:
        yield made


@pytest.fixture
def alice(kerberos, monkeypatch):
    """This process has the server's keys, and alice's."""
    act_as(monkeypatch, kerberos.of(SERVER, "alice"))
    return kerberos


def act_as(monkeypatch, environment):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(params=[{}, PLAINTEXT], ids=["sealed", "plaintext"])
def plainly(request):
    return request.param


@pytest.fixture(params=["tcp://127.0.0.1:*", "ipc://*"], ids=["tcp", "ipc"])
def stream(request):
    return request.param


def test_messages_go_both_ways(alice, io_threads, stream, plainly):
    with ymq.IoContext(io_threads=io_threads) as context:
        server = context.connector(ymq.PAIR, **SERVING, **plainly)
        client = context.connector(ymq.PAIR, **CALLING, **plainly)
        assert server.options.mechanism == client.options.mechanism == ymq.Mechanism.GSSAPI
        client.connect(server.bind(stream))
        talk(client, server)


def test_the_handler_decides_and_knows_the_principal(alice, context, plainly):
    with Handler(context) as handler:
        server = context.connector(ymq.PAIR, zap_domain="lab", identity=b"me", **SERVING, **plainly)
        client = context.connector(ymq.PAIR, **CALLING, **plainly)
        client.connect(server.bind("tcp://127.0.0.1:*"))
        talk(client, server)
        version, _number, domain, address, identity, mechanism, *credentials = handler.asked[0]
        assert (version, domain, address, identity) == (b"1.0", b"lab", b"127.0.0.1", b"me")
        assert (mechanism, credentials) == (b"GSSAPI", [b"alice@YMQ.TEST"])
        peer = server.peer_stats()[0].peer
        assert server.peer_property(peer, "User-Id") == b"joe"
        assert server.peer_property(peer, "X-Rank") == b"general"


@pytest.mark.parametrize("status", [b"300", b"400"])
def test_who_is_refused_comes_back_and_is_asked_about_again(alice, context, status):
    answers = iter([status, status])
    with Handler(context, lambda _: [next(answers, b"200"), b"", b"", b""]) as handler:
        server = context.connector(ymq.PAIR, **SERVING)
        client = context.connector(ymq.PAIR, **SOON, **CALLING)
        client.connect(server.bind("tcp://127.0.0.1:*"))
        talk(client, server)
        assert len(handler.asked) == 3
        assert [event.status for event in failures(server)] == [ymq.Status.AUTHENTICATION_FAILED] * 2
        if status == b"400":
            assert failures(client)[0].status == ymq.Status.AUTHENTICATION_FAILED


@pytest.mark.parametrize(
    "options",
    [
        {"gssapi_service_principal": "ymq@localhost"},
        {"gssapi_service_principal": "ymq/localhost@YMQ.TEST", "gssapi_service_principal_form": KERBEROS},
        {"gssapi_principal": "alice", "gssapi_principal_form": ymq.PrincipalForm.USER, **CALLING},
        {"gssapi_principal": "alice@YMQ.TEST", "gssapi_principal_form": KERBEROS, **CALLING},
    ],
)
def test_names_have_several_forms_and_need_not_be_said(alice, context, options):
    server = context.connector(ymq.PAIR, gssapi_server=True)
    client = context.connector(ymq.PAIR, **options)
    for name, value in options.items():
        assert getattr(client.options, name) == value
    client.connect(server.bind("tcp://127.0.0.1:*"))
    talk(client, server)


def refused(server, client, endpoint):
    """Until both have met twice in vain."""
    before = server.stats().handshakes_failed
    client.connect(endpoint)
    until(lambda: server.stats().handshakes_failed >= before + 2, "two refusals")
    until(lambda: client.stats().handshakes_failed >= 2, "two failures")
    assert server.stats().links_opened == client.stats().links_opened == 0
    return {event.status for event in failures(server)}, {event.status for event in failures(client)}


def test_who_has_no_ticket_does_not_get_in(kerberos, context, monkeypatch):
    act_as(monkeypatch, kerberos.of(SERVER))
    server = context.connector(ymq.PAIR, **SERVING)
    client = context.connector(ymq.PAIR, linger=0, **SOON, **CALLING)
    _, at_client = refused(server, client, server.bind("tcp://127.0.0.1:*"))
    assert at_client == {ymq.Status.AUTHENTICATION_FAILED}


def test_who_is_somebody_else_or_wants_somebody_else_does_not_get_in(alice, context):
    server = context.connector(ymq.PAIR, **SERVING)
    endpoint = server.bind("tcp://127.0.0.1:*")
    asks_for_bob = {"gssapi_principal": "bob", "gssapi_principal_form": ymq.PrincipalForm.USER, **CALLING}
    for options in (asks_for_bob, {"gssapi_service_principal": "nobody@localhost"}):
        with context.connector(ymq.PAIR, linger=0, **SOON, **options) as client:
            _, at_client = refused(server, client, endpoint)
            assert at_client == {ymq.Status.AUTHENTICATION_FAILED}
    # There is such a service, and it has a key; but this server has another one.
    with context.connector(ymq.PAIR, linger=0, **SOON, gssapi_service_principal="other@localhost") as client:
        at_server, _ = refused(server, client, endpoint)
        assert ymq.Status.AUTHENTICATION_FAILED in at_server


def test_a_server_without_its_key_lets_nobody_in(kerberos, context, monkeypatch):
    act_as(monkeypatch, kerberos.of(None, "alice"))
    for options in (SERVING, {"gssapi_server": True}):
        server = context.connector(ymq.PAIR, **options)
        client = context.connector(ymq.PAIR, linger=0, **SOON, **CALLING)
        at_server, _ = refused(server, client, server.bind("tcp://127.0.0.1:*"))
        assert at_server == {ymq.Status.AUTHENTICATION_FAILED}


def test_without_the_handler_that_there_was_nobody_gets_in(alice, context):
    with Handler(context):
        pass
    server = context.connector(ymq.PAIR, **SERVING)
    client = context.connector(ymq.PAIR, linger=0, **SOON, **CALLING)
    at_server, _ = refused(server, client, server.bind("tcp://127.0.0.1:*"))
    assert at_server == {ymq.Status.AUTHENTICATION_FAILED}


@pytest.mark.parametrize("sealing", ["server", "client"])
def test_who_seals_does_not_talk_to_who_does_not(alice, context, sealing):
    server = context.connector(ymq.PAIR, gssapi_plaintext=sealing == "client", **SERVING)
    client = context.connector(ymq.PAIR, gssapi_plaintext=sealing == "server", linger=0, **SOON, **CALLING)
    _, at_client = refused(server, client, server.bind("tcp://127.0.0.1:*"))
    assert at_client == {ymq.Status.PROTOCOL}


def test_other_mechanisms_do_not_get_in(alice, context):
    server = context.connector(ymq.PAIR, **SERVING)
    endpoint = server.bind("tcp://127.0.0.1:*")
    for options in ({}, {"plain_username": "alice", "plain_password": "x"}):
        with context.connector(ymq.PAIR, linger=0, **SOON, **options) as client:
            at_server, _ = refused(server, client, endpoint)
            assert at_server == {ymq.Status.PROTOCOL}


def test_nothing_is_lost_where_links_break(alice, context, plainly):
    pull = context.connector(ymq.PULL, receive_hwm=0, **SERVING, **plainly)
    push = context.connector(ymq.PUSH, send_hwm=0, **SOON, **CALLING, **plainly)
    exchange_across_cuts(push, pull.bind("tcp://127.0.0.1:*"), pull)


def test_large_and_many_messages_are_sealed(alice, context, stream):
    server = context.connector(ymq.PAIR, receive_hwm=0, **SERVING)
    client = context.connector(ymq.PAIR, send_hwm=0, **CALLING)
    client.connect(server.bind(stream))
    large = bytes(range(256)) * (64 * 1024 * 1024 // 256)
    client.send([b"large", large], timeout=PATIENCE)
    assert server.recv(timeout=PATIENCE) == [b"large", large]
    client.send([b"%d" % number for number in range(1000)])
    assert server.recv(timeout=PATIENCE) == [b"%d" % number for number in range(1000)]
    client.send_many([[b"%d" % number] for number in range(20_000)])
    for number in range(20_000):
        assert server.recv(timeout=PATIENCE) == [b"%d" % number]


def test_every_size_is_sealed_and_opened(alice, context):
    server = context.connector(ymq.PAIR, **SERVING)
    client = context.connector(ymq.PAIR, **CALLING)
    client.connect(server.bind("tcp://127.0.0.1:*"))
    for size in (*range(300), 4095, 4096, 65_535, 65_536, 65_537):
        client.send(b"s" * size, timeout=PATIENCE)
        assert server.recv(timeout=PATIENCE) == [b"s" * size]


def test_patterns_are_what_they_are_without(alice, context, plainly):
    pub = context.connector(ymq.PUB, **SERVING, **plainly)
    sub = context.connector(ymq.SUB, **CALLING, **plainly)
    sub.subscribe(b"a")
    sub.connect(pub.bind("tcp://127.0.0.1:*"))
    pub.wait_for_subscribers(b"a", 1, timeout=PATIENCE)
    pub.send(b"b: not this")
    pub.send(b"a: this")
    assert sub.recv(timeout=PATIENCE) == [b"a: this"]
    rep = context.connector(ymq.REP, **SERVING, **plainly)
    req = context.connector(ymq.REQ, heartbeat_interval=5, heartbeat_timeout=10_000, **CALLING, **plainly)
    req.connect(rep.bind("tcp://127.0.0.1:*"))
    for number in range(50):
        req.send(b"question %d" % number)
        rep.send(rep.recv(timeout=PATIENCE))
        assert req.recv(timeout=PATIENCE) == [b"question %d" % number]


with_libzmq = pytest.mark.skipif(not libzmq.HAS_GSSAPI, reason="this libzmq was built without GSSAPI")


# With a name libzmq wants a ticket of that name, too, not only the key.
LIBZMQ_SERVING = {"gssapi_server": True}


def zmq_socket(kind, **options):
    return libzmq.Socket(kind, int(PATIENCE * 1000), **options)


@with_libzmq
@pytest.mark.parametrize("serving", ["ymq", "libzmq"])
def test_libzmq_is_a_peer_on_either_side(alice, context, plainly, serving):
    ours, theirs = (SERVING, CALLING) if serving == "ymq" else (CALLING, LIBZMQ_SERVING)
    with zmq_socket(libzmq.PAIR, **theirs, **plainly) as other:
        mine = context.connector(ymq.PAIR, **ours, **plainly)
        if serving == "ymq":
            other.connect(mine.bind("tcp://127.0.0.1:*"))
        else:
            mine.connect(other.bind("tcp://127.0.0.1:*"))
        talk(mine, other)
        for size in (*range(40), 255, 256, 1_000_000):
            for sender, receiver in ((mine, other), (other, mine)):
                sender.send([b"", b"s" * size, b"end"], timeout=PATIENCE)
                assert receiver.recv(timeout=PATIENCE) == [b"", b"s" * size, b"end"]
        assert mine.stats().links_opened == 1


@with_libzmq
def test_libzmq_comes_back_after_a_broken_link_and_is_known_by_its_principal(alice, context, plainly):
    mine = context.connector(ymq.PAIR, **SERVING, **plainly)
    endpoint = mine.bind("tcp://127.0.0.1:*")
    with zmq_socket(libzmq.PAIR, **CALLING, **plainly) as other:
        other.connect(endpoint)
        talk(mine, other)
        peer = mine.peer_stats()[0].peer
        assert mine.peer_property(peer, "User-Id") == b"alice@YMQ.TEST"
        cut(endpoint)
        connected(mine, 2)
        other.send([b"again"])
        assert mine.recv(timeout=PATIENCE) == [b"again"]


@with_libzmq
def test_a_subscriber_of_ours_is_understood_by_libzmq(alice, context, plainly):
    with zmq_socket(libzmq.PUB, **LIBZMQ_SERVING, **plainly) as pub:
        sub = context.connector(ymq.SUB, **CALLING, **plainly)
        sub.subscribe(b"a")
        sub.connect(pub.bind("tcp://127.0.0.1:*"))

        def heard():
            pub.send([b"a: this"])
            with contextlib.suppress(ymq.Again):
                return sub.recv(timeout=0)

        assert until(heard, "a message that is subscribed to") == [b"a: this"]


class Middle:
    """Somebody on the way, who reads what goes through and, to one side, changes it."""

    def __init__(self, port):
        self.port = port
        self.heard = bytearray()
        self.ends = []
        self.change = lambda data: data
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.endpoint = f"tcp://127.0.0.1:{self.listener.getsockname()[1]}"
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            near = stack.enter_context(self.listener.accept()[0])
            far = stack.enter_context(socket.create_connection(("127.0.0.1", self.port)))
            self.ends += [near, far]
            back = threading.Thread(target=self.relay, args=(far, near, lambda data: data))
            back.start()
            self.relay(near, far, lambda data: self.change(data))
            back.join()

    def relay(self, source, target, change):
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                self.heard += data
                target.sendall(change(data))
        self.hang_up(source, target)

    @staticmethod
    def hang_up(*ends):
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.hang_up(self.listener, *self.ends)
        self.thread.join()
        self.listener.close()


def test_what_is_sealed_cannot_be_read_and_what_is_not_can(alice, context, plainly):
    server = context.connector(ymq.PAIR, **SERVING, **plainly)
    client = context.connector(ymq.PAIR, metadata="X-Secret: of mine", **CALLING, **plainly)
    with Middle(int(server.bind("tcp://127.0.0.1:*").rsplit(":", 1)[1])) as middle:
        client.connect(middle.endpoint)
        talk(client, server)
        client.send(b"what nobody else should read")
        assert server.recv(timeout=PATIENCE) == [b"what nobody else should read"]
        client.close(linger=0)
    readable = plainly == PLAINTEXT
    assert (b"what nobody else should read" in middle.heard) == readable
    assert (b"of mine" in middle.heard) == readable


@pytest.mark.parametrize("change", [lambda data: data + data, lambda data: data[:-1] + bytes([data[-1] ^ 1])])
def test_what_is_sealed_comes_once_and_as_it_was_or_ends_the_link(alice, context, change):
    server = context.connector(ymq.PAIR, heartbeat_interval=0, acknowledged_delivery=False, **SERVING)
    client = context.connector(ymq.PAIR, heartbeat_interval=0, acknowledged_delivery=False, linger=0, **CALLING)
    with Middle(int(server.bind("tcp://127.0.0.1:*").rsplit(":", 1)[1])) as middle:
        client.connect(middle.endpoint)
        talk(client, server)
        middle.change = change
        client.send(b"once")
        until(lambda: server.stats().links_closed == 1, "the end of the link")
        client.close(linger=0)
    ends = [event.status for event in server.events() if event.kind == ymq.EventKind.DISCONNECTED]
    assert ends == [ymq.Status.PROTOCOL]
    got = []
    with contextlib.suppress(ymq.Again):
        while True:
            got.append(server.recv(timeout=0))
    assert got in ([], [[b"once"]])


def test_a_centre_that_says_nothing_stalls_neither_the_loop_nor_other_servers(kerberos, context, monkeypatch, tmp_path):
    """The client waits for its ticket until its handshake's deadline; everybody else goes on."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        configuration = pathlib.Path(kerberos.environment["KRB5_CONFIG"]).read_text()
        port = silent.getsockname()[1]
        other = tmp_path / "krb5.conf"
        other.write_text(configuration.replace(f"127.0.0.1:{kerberos.port}", f"127.0.0.1:{port}"))
        act_as(monkeypatch, kerberos.of(SERVER, "alice", KRB5CCNAME=f"FILE:{tmp_path}/cache", KRB5_CONFIG=str(other)))
        server = context.connector(ymq.PAIR, **SERVING)
        waiting = context.connector(ymq.PAIR, handshake_timeout=2000, linger=0, **SOON, **CALLING)
        waiting.connect(server.bind("tcp://127.0.0.1:*"))
        asked, _ = silent.accept()
        with asked:
            one, another = context.connector(ymq.PAIR), context.connector(ymq.PAIR)
            another.connect(one.bind("tcp://127.0.0.1:*"))
            for _ in range(20):
                talk(one, another)
            assert waiting.stats().links_opened == 0
            # Somebody who has his ticket already asks no centre.
            second = context.connector(ymq.PULL, **SERVING)
            environment = {**os.environ, **kerberos.of(None, "bob")}
            subprocess.run(
                [sys.executable, "-c", CALLER, second.bind("tcp://127.0.0.1:*")],
                env=environment,
                timeout=PATIENCE,
                check=True,
            )
            assert second.recv(timeout=PATIENCE) == [b"from bob"]
            until(lambda: waiting.stats().handshakes_failed >= 1, "the deadline")
            assert failures(waiting)[0].status == ymq.Status.TIMED_OUT


CALLER = """
import sys, ymq
with ymq.IoContext() as context:
    push = context.connector(ymq.PUSH, gssapi_service_principal="ymq@localhost")
    push.connect(sys.argv[1])
    push.send(b"from bob", timeout=20)
"""


def test_a_process_ends_while_it_waits_for_the_centre(kerberos, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent, socket.create_server(("127.0.0.1", 0)) as peer:
        configuration = pathlib.Path(kerberos.environment["KRB5_CONFIG"]).read_text()
        other = tmp_path / "krb5.conf"
        other.write_text(configuration.replace(f"127.0.0.1:{kerberos.port}", f"127.0.0.1:{silent.getsockname()[1]}"))
        environment = kerberos.of(None, "alice", KRB5CCNAME=f"FILE:{tmp_path}/cache", KRB5_CONFIG=str(other))
        child = subprocess.Popen(
            [sys.executable, "-c", WAITER, f"tcp://127.0.0.1:{peer.getsockname()[1]}"],
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
        )
        link, _ = peer.accept()
        with link:
            link.sendall(b"\xff" + bytes(8) + b"\x7f\x03\x01GSSAPI".ljust(55, b"\0"))
            asked, _ = silent.accept()
            with asked:
                child.communicate(b"end\n", timeout=PATIENCE)
        assert child.returncode == 0


WAITER = """
import sys, ymq
with ymq.IoContext() as context:
    pair = context.connector(ymq.PAIR, linger=0, gssapi_service_principal="ymq@localhost")
    pair.connect(sys.argv[1])
    sys.stdin.readline()
"""


def test_where_kerberos_is_missing_it_is_said_what_to_install(kerberos, tmp_path):
    """The loader finds a file of that name which is no library."""
    (tmp_path / "libgssapi_krb5.so.2").write_bytes(b"nothing that could be loaded")
    done = subprocess.run(
        [sys.executable, "-c", MISSING],
        env={**os.environ, "LD_LIBRARY_PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    for line in done.stdout.splitlines():
        assert "libgssapi_krb5.so.2" in line, line
        assert "libgssapi-krb5-2" in line, line
    assert len(done.stdout.splitlines()) == 2


MISSING = """
import ymq
with ymq.IoContext() as context:
    for call, options in (("bind", {"gssapi_server": True}), ("connect", {"gssapi_service_principal": "a@b"})):
        connector = context.connector(ymq.PAIR, **options)
        try:
            getattr(connector, call)("tcp://127.0.0.1:1")
        except ymq.NotSupported as error:
            print(error)
"""
