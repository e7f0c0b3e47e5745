"""A worker: connects to the broker's back and answers `[client, number, content]` with `[client, number, SHA-256]`.

As a program, `worker.py ENDPOINT`, it runs until its standard input ends, so it never outlives whoever started it.
"""

import hashlib
import sys
import threading

import ymq


def serve(connector: ymq.Connector) -> None:
    """Answers until the connector closes, which any thread may do."""
    try:
        while True:
            for client, number, content in connector.recv_many(32):
                connector.send([client, number, hashlib.sha256(content).digest()])
    except ymq.Closed:
        return


def close_at_end_of_input(connector: ymq.Connector) -> None:
    sys.stdin.read()
    connector.close()


def main(endpoint: str) -> None:
    with ymq.IoContext() as context:
        connector = context.connector(ymq.DEALER)
        connector.connect(endpoint)
        print("ready", flush=True)
        threading.Thread(target=close_at_end_of_input, args=[connector], daemon=True).start()
        serve(connector)


if __name__ == "__main__":
    main(sys.argv[1])
