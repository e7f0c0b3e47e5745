"""STREAM and raw ROUTER, with sockets of the system at the other end, in both faces."""

import contextlib
import socket

import pytest
import ymq
from helpers import play, until_async

pytestmark = pytest.mark.parametrize("face", ["sync", "asyncio"])

SOON = 20.0


def call(endpoint):
    host, port = endpoint.removeprefix("tcp://").rsplit(":", 1)
    return contextlib.closing(socket.create_connection((host, int(port)), SOON))


async def id_of_new(stream):
    routing_id, nothing = await stream.recv(timeout=SOON)
    assert nothing == b""
    return routing_id


async def receive_bytes(stream, routing_id, size):
    data = b""
    while len(data) < size:
        whom, some = await stream.recv(timeout=SOON)
        assert whom == routing_id and some
        data += some
    return data


def read_all(wire):
    data = b""
    while some := wire.recv(65536):
        data += some
    return data


def test_a_program_calls(face):
    async def scenario(context):
        stream = context.connector(ymq.STREAM)
        with call(stream.bind("tcp://127.0.0.1:*")) as wire:
            routing_id = await id_of_new(stream)
            assert len(routing_id) == 5 and routing_id[0] == 0
            wire.sendall(b"\x00\xffhello")
            assert await receive_bytes(stream, routing_id, 7) == b"\x00\xffhello"
            await stream.send([routing_id, b"welcome"], timeout=SOON)
            await stream.send([routing_id, b""], timeout=SOON)
            assert read_all(wire) == b"welcome"
            await until_async(lambda: stream.stats().links_closed == 1)
        with pytest.raises(ymq.HostUnreachable):
            await stream.send([routing_id, b"too late"], timeout=SOON)

    play(scenario, face)


def test_a_program_hangs_up(face):
    async def scenario(context):
        stream = context.connector(ymq.STREAM)
        with call(stream.bind("tcp://127.0.0.1:*")):
            routing_id = await id_of_new(stream)
        assert await stream.recv(timeout=SOON) == [routing_id, b""]

    play(scenario, face)


def test_a_program_is_called(face):
    async def scenario(context):
        with socket.create_server(("127.0.0.1", 0)) as server:
            stream = context.connector(ymq.STREAM, stream_notify=True)
            stream.connect(f"tcp://127.0.0.1:{server.getsockname()[1]}")
            with server.accept()[0] as wire:
                routing_id = await id_of_new(stream)
                await stream.send([routing_id, b"question"], timeout=SOON)
                assert wire.recv(8, socket.MSG_WAITALL) == b"question"
                wire.sendall(b"answer")
                assert await receive_bytes(stream, routing_id, 6) == b"answer"

    play(scenario, face)


def test_raw_router(face):
    async def scenario(context):
        router = context.connector(ymq.ROUTER, router_raw=True)
        with call(router.bind("tcp://127.0.0.1:*")) as wire:
            routing_id = await id_of_new(router)
            wire.sendall(b"raw")
            assert await receive_bytes(router, routing_id, 3) == b"raw"
            with pytest.raises(ymq.WrongState):
                router.options.router_raw = False
        with pytest.raises(ymq.NotSupported):
            router.connect("inproc://nothing")

    play(scenario, face)
