"""Messaging over ZMTP 3.1.

    import ymq

    with ymq.IoContext() as context:
        pull, push = context.connector(ymq.PULL), context.connector(ymq.PUSH)
        push.connect(pull.bind("tcp://127.0.0.1:*"))
        push.send([b"topic", b"content"])
        print(pull.recv(timeout=10))

`ymq` waits in the calling thread; `ymq.aio` has the same names for asyncio. Every failure of the library is a
`YmqError`, with a subclass for each status.
"""

from . import _names
from ._connector import Connector
from ._context import IoContext
from ._lending import Loan
from ._lib import lib as _lib
from ._names import *  # noqa: F403
from ._proxy import Proxy

__version__: str = _lib.ymq_version().decode()
"""The version of the library in use."""

__all__ = [*_names.__all__, "Connector", "IoContext", "Loan", "Proxy"]
