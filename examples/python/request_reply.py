"""Request and reply with retry: the server dies with a question in its hands, and another takes its place.

The client, which asked once, gets its answer. The second server sees by a mark that somebody may have begun with the
request before. A client for which no server ever comes is told so.

Usage: request_reply.py [endpoint]
"""

import sys

import ymq


def show(number: int, request: ymq.Message) -> None:
    print(f"server {number} was asked: {request[0].decode()}{' (redelivered)' * ymq.is_redelivered(request)}")


with ymq.IoContext() as context:
    # Without an answer for 200 ms the request is sent again, up to 1000 times.
    client = context.connector(ymq.REQ, request_timeout=200, request_retries=1000)
    with context.connector(ymq.REP) as server:
        endpoint = server.bind(sys.argv[1] if len(sys.argv) > 1 else "ipc://*")
        client.connect(endpoint)
        client.send(b"what is the time?")
        show(1, server.recv(timeout=20))

    with context.connector(ymq.REP) as server:
        server.bind(endpoint)
        request = server.recv(timeout=20)
        show(2, request)
        assert ymq.is_redelivered(request)
        server.send(b"noon")
        print("answer:", client.recv(timeout=20)[0].decode())

    client.options.request_timeout, client.options.request_retries = 20, 1
    client.send(b"is anybody there?")
    try:
        client.recv(timeout=20)
        sys.exit("nobody was there, and yet there was an answer")
    except ymq.Undeliverable:
        print("without a server: UNDELIVERABLE")
    client.close(linger=0)
