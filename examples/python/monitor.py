"""A monitor: what the links of a client do while its server goes away and comes back.

Prints the events, those that repeat once: connected, disconnected, failed attempts to connect, connected again.

Usage: monitor.py [endpoint]
"""

import sys

import ymq

WORDS = {
    ymq.EventKind.CONNECTED: "connected",
    ymq.EventKind.DISCONNECTED: "disconnected",
    ymq.EventKind.CONNECT_FAILED: "nobody is there, trying again",
    ymq.EventKind.SESSION_ENDED: "the session is over",
}


with ymq.IoContext() as context:
    last: ymq.EventKind | int | None = None

    def watch_until(wanted: ymq.EventKind) -> None:
        """Prints events until one of this kind comes."""
        global last
        for event in events:
            if event.kind != last:
                print(WORDS.get(ymq.EventKind(event.kind), "something else"))
            last = event.kind
            if last == wanted:
                return

    client = context.connector(ymq.DEALER)
    events = client.watch()
    with context.connector(ymq.ROUTER) as server:
        endpoint = server.bind(sys.argv[1] if len(sys.argv) > 1 else "ipc://*")
        client.connect(endpoint)
        watch_until(ymq.EventKind.CONNECTED)
    watch_until(ymq.EventKind.CONNECT_FAILED)
    with context.connector(ymq.ROUTER) as server:
        server.bind(endpoint)
        watch_until(ymq.EventKind.CONNECTED)
