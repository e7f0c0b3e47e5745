"""A worker: connects to the broker's back and answers `[client, number, content]` with `[client, number, SHA-256]`.

As a program, `worker.py ENDPOINT`, it runs until its standard input ends, so it never outlives whoever started it, and
writes then how many messages it has sent again.
"""

import hashlib
import sys
import threading
from contextlib import suppress

import ymq


def answer(request: list[bytes]) -> list[bytes]:
    client, number, content = request
    return [client, number, hashlib.sha256(content).digest()]


def serve(connector: ymq.Connector) -> None:
    """Answers until the connector closes, which any thread may do."""
    try:
        while True:
            for request in connector.recv_many(32):
                connector.send(answer(request))
    except ymq.Closed:
        return


def tell(what: object) -> None:
    with suppress(BrokenPipeError):  # Whoever started this may be gone.
        print(what, flush=True)


def close_at_end_of_input(connector: ymq.Connector) -> None:
    sys.stdin.read()
    tell(connector.stats().messages_resent)
    connector.close()


def main(endpoint: str) -> None:
    with ymq.IoContext() as context:
        connector = context.connector(ymq.DEALER)
        connector.connect(endpoint)
        tell("ready")
        threading.Thread(target=close_at_end_of_input, args=[connector], daemon=True).start()
        serve(connector)


if __name__ == "__main__":
    main(sys.argv[1])
