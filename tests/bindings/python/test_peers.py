"""Who a peer is, and listeners that somebody else made."""

import dataclasses
import os
import socket
import subprocess
import sys

import pytest
import ymq
from helpers import connected, until
from program import LIMIT
from ymq import _abi

SOON = 20

# As a service that systemd starts: its sockets are the descriptors from 3 on.
SERVICE = """
import os, ymq
assert os.environ["LISTEN_FDS"] == "1"
with ymq.IoContext() as context, context.connector(ymq.REP) as replier:
    print(replier.bind_descriptor(3), flush=True)
    replier.send(b"you said " + replier.recv()[0])
"""


def listener():
    return socket.create_server(("127.0.0.1", 0))


def endpoint_of(server):
    return f"tcp://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def pair(context):
    """A ROUTER, a DEALER connected to it, and where the ROUTER is bound."""

    def make(endpoint):
        router = context.connector(ymq.ROUTER)
        dealer = context.connector(ymq.DEALER, identity=b"caller", metadata="X-Rack: 12\nX-Long: " + "v" * 1000)
        bound = router.bind(endpoint)
        dealer.connect(bound)
        connected(router)
        connected(dealer)
        return router, dealer, bound

    return make


def test_peer_info_is_that_of_the_spec():
    fields = {field.name for field in dataclasses.fields(ymq.PeerInfo)}
    credentials = {field.name for field in dataclasses.fields(ymq.Credentials)}
    known = {name for name, _ in _abi.PeerInfo._fields_}
    extra = {"size", "reserved", "has_credentials", "address_size", "identity_size"}
    assert known - extra == fields - {"credentials"} | credentials


def test_a_peer_over_tcp(pair):
    router, dealer, bound = pair("tcp://127.0.0.1:*")
    info = router.peer_info(1)
    assert (info.peer, info.identity, info.credentials, info.routing_id) == (1, b"caller", None, 0)
    assert info.address.startswith("tcp://127.0.0.1:") and info.address != bound
    assert ymq.PeerState.LINKED in info.state
    assert dealer.peer_info(1).address == bound
    with pytest.raises(dataclasses.FrozenInstanceError):
        info.peer = 2


def test_a_peer_over_ipc(pair, folder):
    router, dealer, bound = pair(f"ipc://{folder}/x")
    ours = ymq.Credentials(process_id=os.getpid(), user_id=os.geteuid(), group_id=os.getegid())
    for connector in (router, dealer):
        info = connector.peer_info(1)
        assert (info.address, info.credentials) == (bound, ours)


def test_what_a_peer_says_of_itself(pair):
    router, dealer, _ = pair("tcp://127.0.0.1:*")
    assert router.peer_property(1, "Socket-Type") == b"DEALER"
    assert router.peer_property(1, "Identity") == b"caller"
    assert router.peer_property(1, "x-rack") == b"12"
    assert router.peer_property(1, "X-Long") == b"v" * 1000
    assert dealer.peer_property(1, "Socket-Type") == b"ROUTER"
    for connector, name in ((router, "X-Other"), (dealer, "X-Rack")):
        with pytest.raises(ymq.NotFound):
            connector.peer_property(1, name)


def test_peers_that_are_not_there(context):
    connector = context.connector(ymq.PULL)
    with pytest.raises(ymq.NotFound, match="7"):
        connector.peer_info(7)
    with pytest.raises(ymq.NotFound):
        connector.peer_property(7, "Identity")
    with pytest.raises(ymq.InvalidArgument):
        connector.peer_info(-1)


def test_metadata_that_is_wrong(context):
    with pytest.raises(ymq.InvalidArgument, match="a name begins with X-"):
        context.connector(ymq.PULL, metadata="Rack: 12")


def test_a_listener_of_somebody_else(context):
    with listener() as server:
        push, pull = context.connector(ymq.PUSH), context.connector(ymq.PULL)
        assert pull.bind_descriptor(server.dup().detach()) == endpoint_of(server)
        push.connect(endpoint_of(server))
        push.send(b"x", timeout=SOON)
        assert pull.recv(timeout=SOON) == [b"x"]
        pull.unbind(endpoint_of(server))
        with socket.create_connection(server.getsockname()):
            server.accept()[0].close()


def test_an_object_stands_for_its_descriptor(context):
    server = listener()
    endpoint = endpoint_of(server)
    assert context.connector(ymq.PULL).bind_descriptor(server) == endpoint
    server.detach()


def test_descriptors_that_do_not_listen(context):
    pull = context.connector(ymq.PULL)
    with open(os.devnull) as file, pytest.raises(ymq.InvalidArgument, match="not a socket"):
        pull.bind_descriptor(file)
    with socket.socket() as silent, pytest.raises(ymq.InvalidArgument, match="does not listen"):
        pull.bind_descriptor(silent)
    with pytest.raises(ymq.InvalidArgument, match="not open"):
        pull.bind_descriptor(-1)


def test_a_service_that_is_started_with_its_socket(context):
    with listener() as server:
        environment = {**os.environ, "LISTEN_FDS": "1"}
        # The shell puts the inherited socket where systemd would.
        command = f'exec "$0" -c "$1" 3<&{server.fileno()}'
        asker = context.connector(ymq.REQ)
        asker.connect(endpoint_of(server))
        service = subprocess.Popen(
            ["/bin/bash", "-c", command, sys.executable, SERVICE],
            pass_fds=[server.fileno()],
            env=environment,
            stdout=subprocess.PIPE,
        )
        try:
            asker.send(b"hello", timeout=SOON)
            assert asker.recv(timeout=SOON) == [b"you said hello"]
            assert service.communicate(timeout=LIMIT)[0].decode().strip() == endpoint_of(server)
            assert service.returncode == 0
        finally:
            service.kill()
            service.communicate()


def test_a_connector_that_gives_up(context):
    push = context.connector(ymq.PUSH, reconnect_stop=ymq.ReconnectStop.REFUSED)
    with listener() as server:
        endpoint = endpoint_of(server)
    push.connect(endpoint)
    until(lambda: push.stats().peers == 0)
    with pytest.raises(ymq.NotFound):
        push.disconnect(endpoint)
