"""Every bad input gets its exception, with a text that says what was wrong."""

import _ctypes
import json
import os
import pickle
import subprocess
import sys

import pytest
import ymq
from ymq import _errors
from ymq._lib import lib

NAMES = {status: "".join(word.title() for word in status.name.split("_")) for status in ymq.Status}


@pytest.mark.parametrize("status", [status for status in ymq.Status if status < 0])
def test_every_status_has_its_exception(status):
    kind = getattr(ymq, NAMES[status])
    error = _errors.ended_with(status)
    assert type(error) is kind and isinstance(error, ymq.YmqError)
    assert (error.code, error.name, error.system_error) == (status, status.name, 0)
    assert str(error) == _errors.status_text(status) and str(error).endswith(".")
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), copy.code) == (kind, str(error), status)


def test_a_status_of_a_newer_library():
    error = _errors.ended_with(-999)
    assert type(error) is ymq.YmqError and (error.code, error.name) == (-999, "UNKNOWN")


@pytest.mark.parametrize(
    ("ours", "builtin"),
    [
        (ymq.TimedOut, TimeoutError),
        (ymq.Again, BlockingIOError),
        (ymq.ConnectionRefused, ConnectionRefusedError),
        (ymq.ConnectionReset, ConnectionResetError),
        (ymq.PermissionDenied, PermissionError),
        (ymq.InvalidArgument, ValueError),
        (ymq.InvalidEndpoint, ValueError),
        (ymq.NotFound, LookupError),
        (ymq.OutOfMemory, MemoryError),
        (ymq.AddressInUse, OSError),
        (ymq.PeerLost, ConnectionError),
    ],
)
def test_builtin_kin(ours, builtin):
    assert issubclass(ours, builtin) and issubclass(ours, ymq.YmqError)


def test_system_error_is_errno():
    assert ymq.AddressInUse("x", system_error=98).errno == 98


@pytest.mark.parametrize(
    ("endpoint", "error"),
    [
        ("", ymq.InvalidEndpoint),
        ("nonsense", ymq.InvalidEndpoint),
        ("tcp://", ymq.InvalidEndpoint),
        ("tcp://127.0.0.1", ymq.InvalidEndpoint),
        ("tcp://127.0.0.1:http", ymq.InvalidEndpoint),
        ("tcp://127.0.0.1:65536", ymq.InvalidEndpoint),
        ("tcp://127.0.0.1:-1", ymq.InvalidEndpoint),
        ("tcp://[::1:5555", ymq.InvalidEndpoint),
        ("ipc://", ymq.InvalidEndpoint),
        ("ipc://" + "x" * 200, ymq.InvalidEndpoint),
        ("inproc://", ymq.InvalidEndpoint),
        ("udp://127.0.0.1:5555", ymq.UnsupportedTransport),
        ("tcp://127.0.0.1:5555\0", ymq.InvalidEndpoint),
    ],
)
def test_wrong_endpoints(context, endpoint, error):
    connector = context.connector(ymq.PULL)
    for call in (connector.bind, connector.connect):
        with pytest.raises(error) as caught:
            call(endpoint)
        assert str(caught.value)


def test_wildcards_are_for_bind(context):
    connector = context.connector(ymq.PULL)
    for endpoint in ("tcp://127.0.0.1:*", "tcp://127.0.0.1:0", "tcp://*:5555", "ipc://*"):
        with pytest.raises(ymq.InvalidEndpoint):
            connector.connect(endpoint)


@pytest.mark.parametrize("endpoint", [b"tcp://127.0.0.1:*", None, 5555])
def test_endpoints_are_text(context, endpoint):
    connector = context.connector(ymq.PULL)
    for call in (connector.bind, connector.connect, connector.unbind, connector.disconnect):
        with pytest.raises(TypeError, match="an endpoint is text such as"):
            call(endpoint)


def test_addresses_that_cannot_be_bound(context, folder, anywhere):
    first, second = context.connector(ymq.PULL), context.connector(ymq.PULL)
    endpoint = first.bind(anywhere)
    with pytest.raises(ymq.AddressInUse) as caught:
        second.bind(endpoint)
    assert endpoint.split("://")[1].split(":")[-1] in str(caught.value)
    with pytest.raises(ymq.AddressNotAvailable):
        second.bind("tcp://192.0.2.1:5555")
    with pytest.raises(ymq.YmqError):
        second.bind(f"ipc://{folder}/no/such/folder/x")
    second.bind("tcp://127.0.0.1:*")


def test_names_that_do_not_resolve(context):
    with pytest.raises((ymq.NameNotResolved, ymq.InvalidEndpoint)):
        context.connector(ymq.PULL).bind("tcp://no-such-host.invalid:5555")


@pytest.mark.parametrize("type", [-1, 18, 2**40])
def test_types_that_are_no_pattern(context, type):
    with pytest.raises(ymq.InvalidArgument, match=str(type)):
        context.connector(type)


@pytest.mark.parametrize("type", ["push", None, 1.5])
def test_types_that_are_no_numbers(context, type):
    with pytest.raises(TypeError, match="the type of a connector is a whole number"):
        context.connector(type)


@pytest.mark.parametrize("threads", [-1, 65, 2**32, 2**40])
def test_numbers_of_io_threads(threads):
    with pytest.raises(ymq.InvalidArgument, match=str(threads)):
        ymq.IoContext(io_threads=threads)


def test_backends_that_are_not():
    with pytest.raises(ymq.InvalidArgument, match="'kqueue'"):
        ymq.IoContext(backend="kqueue")


@pytest.mark.parametrize("type", [ymq.SUB, ymq.PULL])
def test_who_only_receives(context, type):
    connector = context.connector(type)
    for send in (lambda: connector.send(b"x"), lambda: connector.send(b"x" * 100_000)):
        with pytest.raises(ymq.NotSupported, match=type.name):
            send()
    with pytest.raises(ymq.NotSupported, match=type.name):
        connector.send_many([b"x"])


@pytest.mark.parametrize("type", [ymq.PUB, ymq.PUSH])
def test_who_only_sends(context, type):
    with pytest.raises(ymq.NotSupported, match=type.name):
        context.connector(type).recv()


@pytest.mark.parametrize("type", [type for type in ymq.ConnectorType if type not in (ymq.SUB, ymq.XSUB)])
def test_who_does_not_subscribe(context, type):
    connector = context.connector(type)
    for call in (connector.subscribe, connector.unsubscribe):
        with pytest.raises(ymq.NotSupported, match="only a SUB and an XSUB subscribe"):
            call(b"x")


def test_topics_are_bytes(context):
    with pytest.raises(TypeError, match="a topic is bytes, bytearray or memoryview, not str: encode it"):
        context.connector(ymq.SUB).subscribe("text")


def test_a_router_needs_a_name(context):
    with pytest.raises(ymq.InvalidArgument):
        context.connector(ymq.ROUTER).send(b"to whom?")


@pytest.mark.parametrize("timeout", [-1, -0.001, float("nan"), float("-inf")])
def test_times_that_are_not(pipe, timeout):
    push, pull = pipe
    with pytest.raises(ValueError, match="a time in seconds must be 0 or more"):
        pull.recv(timeout)
    with pytest.raises(ValueError, match="a time in seconds must be 0 or more"):
        push.send_many([b"x"], timeout)
    with pytest.raises(ValueError, match="a time in seconds must be 0 or more"):
        push.close(timeout)
    assert not push.closed


@pytest.mark.parametrize("timeout", [1e30, float("inf"), 10**30])
def test_times_without_end(pipe, timeout):
    push, pull = pipe
    push.send(b"x", timeout)
    assert pull.recv(timeout) == [b"x"]


def test_after_close(context):
    connector = context.connector(ymq.SUB)
    connector.close()
    calls = [
        lambda: connector.bind("inproc://x"),
        lambda: connector.connect("inproc://x"),
        lambda: connector.unbind("inproc://x"),
        lambda: connector.disconnect("inproc://x"),
        lambda: connector.send(b"x"),
        lambda: connector.send(b"x" * 100_000),
        lambda: connector.send_many([b"x"]),
        connector.recv,
        lambda: connector.recv(timeout=0),
        lambda: connector.recv_many(5),
        lambda: connector.subscribe(b""),
        lambda: connector.unsubscribe(b""),
        connector.stats,
        connector.peer_stats,
        lambda: connector.peer_info(1),
        lambda: connector.peer_property(1, "Identity"),
        lambda: connector.bind_descriptor(0),
        connector.events,
        lambda: connector.options.linger,
        lambda: setattr(connector.options, "linger", 1),
    ]
    for call in calls:
        with pytest.raises(ymq.Closed, match="the connector is closed"):
            call()
    assert connector.close() == 0


def test_after_closing_the_context():
    context = ymq.IoContext()
    connector = context.connector(ymq.PULL)
    assert context.close() == 0
    assert connector.closed and context.closed
    for call in (connector.recv, lambda: connector.bind("inproc://x")):
        with pytest.raises(ymq.Closed):
            call()
    for call in (lambda: context.connector(ymq.PULL), lambda: context.backend, lambda: context.run(0)):
        with pytest.raises(ymq.Closed, match="the context is closed"):
            call()
    assert connector.close() == 0 and context.close() == 0


def test_stale_handles_do_not_reach_newer_connectors(context):
    old = context.connector(ymq.PULL)
    old.close()
    newer = [context.connector(ymq.PULL) for _ in range(100)]
    with pytest.raises(ymq.Closed):
        old.bind("tcp://127.0.0.1:*")
    assert all(connector.options.last_endpoint == "" for connector in newer)


def import_with(library):
    """The exit status and the complaint of a program that imports the package with this library."""
    environment = {**os.environ, "YMQ_LIBRARY": str(library)}
    done = subprocess.run([sys.executable, "-c", "import ymq"], env=environment, capture_output=True, text=True)
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("library", "text"),
    [("/no/such/library.so", "no such file"), (sys.executable, "ImportError"), (_ctypes.__file__, "ymq_abi_manifest")],
)
def test_a_library_that_is_not_ours(library, text):
    status, errors = import_with(library)
    assert status == 1 and text in errors and library in errors


def test_a_library_of_another_abi(tmp_path):
    """What changed is refused by name; what the library has besides is no matter."""
    manifest = json.loads(lib.ymq_abi_manifest())
    manifest["entries"]["function connector_bind"] = "changed!"
    del manifest["entries"]["option linger"]
    manifest["entries"]["option of_tomorrow"] = "00000000"
    text = json.dumps(json.dumps(manifest))
    source = tmp_path / "other.c"
    source.write_text(f"const char* ymq_abi_manifest(void) {{ return {text}; }}\n")
    library = tmp_path / "libother.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True)
    status, errors = import_with(library)
    assert status == 1
    assert "option linger is missing, function connector_bind changed" in errors
    assert "of_tomorrow" not in errors
