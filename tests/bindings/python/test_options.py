"""Options, counters, events, and what objects say about themselves."""

import dataclasses
import os

import pytest
import ymq
from helpers import until
from ymq import _abi, _options


def test_every_option_of_the_spec_is_an_attribute_and_a_keyword():
    attributes = {name for name in vars(ymq.Options) if not name.startswith("_")}
    assert attributes == set(_abi.OPTIONS)
    writable = {name for name, info in _abi.OPTIONS.items() if not info.read_only}
    assert set(_options.OptionValues.__annotations__) == writable


@pytest.mark.parametrize("name", _abi.OPTIONS)
def test_defaults(context, name):
    info = _abi.OPTIONS[name]
    names = {"type": ymq.DEALER, "mechanism": ymq.Mechanism.NULL}
    if name.startswith("gssapi") and name.endswith("form"):
        names[name] = ymq.PrincipalForm.HOST_BASED
    expected = names.get(name, info.default)
    value = getattr(context.connector(ymq.DEALER).options, name)
    assert value == expected and type(value) is type(expected)


@pytest.mark.parametrize("name", [name for name, info in _abi.OPTIONS.items() if not info.read_only])
def test_bounds(context, name):
    info = _abi.OPTIONS[name]
    options = context.connector(ymq.ROUTER).options
    if info.type == "bool":
        good, bad = [False, True], []
    elif info.type == "int":
        good, bad = [info.min, info.max], [info.min - 1, info.max + 1, 2**63, -(2**63) - 1]
    else:
        start, end = {"metadata": ("X-Name: ", ""), "socks_proxy": ("", ":1")}.get(name, ("", ""))
        good, bad = ["", start.ljust(info.max - len(end), "x") + end], ["x" * (info.max + 1)]
        if info.type == "bytes":
            good, bad = [[text.encode() for text in texts] for texts in (good, bad)]
    for value in good:
        setattr(options, name, value)
        assert getattr(options, name) == value
    for value in bad:
        with pytest.raises(ymq.InvalidArgument, match=r"\d"):
            setattr(options, name, value)
        assert getattr(options, name) == good[-1]


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("send_hwm", 1.0, "option send_hwm in messages is a whole number, not float"),
        ("send_hwm", True, "not bool"),
        ("linger", 0.5, "option linger in milliseconds is a whole number, not float"),
        ("identity", "text", "option identity is bytes, bytearray or memoryview, not str: encode it"),
        ("router_mandatory", 1, "True or False"),
    ],
)
def test_wrong_types(context, name, value, text):
    with pytest.raises(TypeError, match=text):
        setattr(context.connector(ymq.ROUTER).options, name, value)
    with pytest.raises(TypeError, match=text):
        context.connector(ymq.ROUTER, **{name: value})


def test_what_is_no_option(context):
    with pytest.raises(AttributeError, match="recieve_hwm"):
        context.connector(ymq.PULL).options.recieve_hwm = 1
    with pytest.raises(TypeError, match="no option 'recieve_hwm'; there are identity, send_hwm"):
        context.connector(ymq.PULL, recieve_hwm=1)


def test_read_only(context):
    options = context.connector(ymq.PULL).options
    with pytest.raises(ymq.ReadOnly):
        options.type = ymq.PUSH
    with pytest.raises(ymq.ReadOnly):
        context.connector(ymq.PULL, last_endpoint="tcp://127.0.0.1:1")


def test_identity_must_not_begin_with_zero(context):
    with pytest.raises(ymq.InvalidArgument):
        context.connector(ymq.DEALER, identity=b"\0x")


def test_a_bad_option_leaves_no_connector_behind(context):
    for _ in range(100):
        with pytest.raises(ymq.InvalidArgument):
            context.connector(ymq.DEALER, send_hwm=-1)
    assert context._open_connectors() == []


def test_options_in_words(context):
    text = repr(context.connector(ymq.DEALER, identity=b"me").options)
    assert "identity=b'me'" in text and "send_hwm=1000" in text


def test_stats_are_those_of_the_spec():
    fields = [field.name for field in dataclasses.fields(ymq.Stats)]
    assert fields == [name for name, _ in _abi.ConnectorStats._fields_ if name != "size"]


def test_stats(pipe):
    push, pull = pipe
    push.send_many([b"12345", [b"1", b"2"]])
    assert pull.recv() == [b"12345"]
    until(lambda: pull.stats().messages_waiting == 1)
    assert pull.recv() == [b"1", b"2"]
    sent, received = push.stats(), pull.stats()
    assert (sent.messages_sent, sent.bytes_sent, sent.links_opened, sent.peers) == (2, 7, 1, 1)
    assert (received.messages_received, received.bytes_received, received.messages_waiting) == (2, 7, 0)
    assert sent.messages_queued == 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        sent.peers = 5


def test_waiting_messages_are_counted_wherever_they_wait(pipe):
    push, pull = pipe
    push.send_many([b"x"] * 10)
    until(lambda: pull.stats().messages_waiting == 10)
    pull.recv()
    stats = pull.stats()
    assert (stats.messages_waiting, stats.messages_received) == (9, 1)


def test_events(context):
    pull, push = context.connector(ymq.PULL), context.connector(ymq.PUSH)
    endpoint = pull.bind("tcp://127.0.0.1:*")
    push.connect(endpoint)
    seen = []

    def kinds(connector):
        seen.extend(connector.events())
        return [event.kind for event in seen]

    until(lambda: ymq.EventKind.CONNECTED in kinds(pull))
    assert [event.kind for event in seen[:2]] == [ymq.EventKind.LISTENING, ymq.EventKind.CONNECTED]
    assert seen[0].endpoint == endpoint
    assert seen[0].time_ns <= seen[1].time_ns
    assert (seen[0].status, seen[0].reason) == (0, "")
    seen.clear()
    push.close()
    until(lambda: ymq.EventKind.DISCONNECTED in kinds(pull))
    assert pull.events() == []


def test_events_of_failure(context):
    push = context.connector(ymq.PUSH, reconnect_interval=1)
    push.connect("tcp://127.0.0.1:1")
    events = until(push.events)
    assert events[0].kind == ymq.EventKind.CONNECT_FAILED
    assert events[0].status == ymq.Status.CONNECTION_REFUSED
    assert events[0].reason == "The peer refused the connection."
    assert events[0].system_error > 0


def test_more_events_than_one_call_takes(context):
    pull = context.connector(ymq.PULL)
    for number in range(100):
        pull.bind(f"inproc://{number}")
    assert [event.kind for event in pull.events()] == [ymq.EventKind.LISTENING] * 100


def test_objects_in_words(context):
    connector = context.connector(ymq.ROUTER)
    assert repr(context) == f"<ymq.IoContext {context.backend}>"
    assert repr(connector) == "<ymq.Connector ROUTER>"
    connector.close()
    assert repr(connector) == "<ymq.Connector ROUTER closed>"
    assert connector.type is ymq.ROUTER and connector.context is context


def test_backend(context):
    wished = os.environ.get("YMQ_BACKEND") or ("epoll: ", "io_uring: ")
    assert context.backend.startswith(wished)
    with ymq.IoContext(backend="epoll") as chosen:
        assert chosen.backend == "epoll: chosen by the caller"
    assert repr(chosen) == "<ymq.IoContext closed>"


def test_handles_work_in_c(context):
    connector = context.connector(ymq.PULL)
    import ctypes

    from ymq._lib import lib

    handle = ctypes.c_uint64()
    assert lib.connector_init(context.handle, ymq.PUSH, ctypes.byref(handle)) == 0
    assert lib.connector_bind(handle.value, b"inproc://c", 10, None, 0) > 0
    connector.connect("inproc://c")
    assert lib.connector_send_sync(handle.value, b"from c", 6, None, 0, 20_000) == 1
    assert connector.recv(timeout=20) == [b"from c"]
    assert connector.handle != handle.value


def test_a_proxy_for_connections(context):
    connector = context.connector(ymq.PUSH, socks_proxy="proxy.test:1080", socks_username="user", socks_password="word")
    assert connector.options.socks_proxy == "proxy.test:1080"
    assert (connector.options.socks_username, connector.options.socks_password) == ("user", "word")
    with pytest.raises(ymq.InvalidArgument, match=r"socks_proxy.*port is missing; host:port is expected"):
        connector.options.socks_proxy = "proxy.test"
    with pytest.raises(ymq.InvalidArgument):
        connector.options.socks_username = "u" * 256
    connector.options.socks_proxy = ""
    assert connector.options.socks_proxy == ""
