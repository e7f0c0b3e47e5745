"""The worker of worker.py over libzmq, to compare with: `worker_zmq.py ENDPOINT`."""

import sys
import threading

import zmq
from worker import answer, tell


def serve(socket: zmq.Socket[bytes]) -> None:
    """Answers until the context ends, which any thread may bring about."""
    try:
        while True:
            socket.send_multipart(answer(socket.recv_multipart()))
    except zmq.ContextTerminated:
        return


def end_at_end_of_input(context: zmq.Context[zmq.Socket[bytes]]) -> None:
    sys.stdin.read()
    tell(0)  # libzmq sends nothing again.
    context.term()


def main(endpoint: str) -> None:
    context = zmq.Context()
    with context.socket(zmq.DEALER) as socket:
        socket.linger = 0
        socket.connect(endpoint)
        tell("ready")
        threading.Thread(target=end_at_end_of_input, args=[context], daemon=True).start()
        serve(socket)


if __name__ == "__main__":
    main(sys.argv[1])
