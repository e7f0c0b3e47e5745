"""The synchronous face of a connector."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

from ._abi import ConnectorType
from ._base import (
    AGAIN,
    Arguments,
    ConnectorBase,
    ContextBase,
    goes_on_waiting,
    peers_wanted,
    subscribers_wanted,
)
from ._closing import Closing
from ._errors import Closed, Forked, TimedOut
from ._lending import Loan, look_after_all_lent, send_from
from ._lib import lib
from ._messages import BytesLike, Message, Packed, Sendable, pack, pack_many
from ._options import OptionValues
from ._report import Event
from ._time import Deadline, linger_ms

_try_send = lib.connector_try_send
_send = lib.connector_send_sync
_recv = lib.connector_recv_sync

# Up to this size a send first tries without giving up the interpreter lock: the copy takes a few microseconds at most.
_TRY_BYTES = 64 * 1024

# How many messages `send_many` hands over in one call.
_SEND_BATCH = 1024


class Connector(ConnectorBase):
    """What messages are sent and received with: a pattern, many endpoints on any mix of transports, many peers.

    Made by `IoContext.connector`. Any thread may call any method, also while others wait in one, and also `close`.
    Calls that wait do so without the interpreter lock, and run signal handlers: what a handler raises gets out at
    once, otherwise the wait goes on. A `timeout` is in seconds: None waits for ever, 0 raises `Again` instead of
    waiting, otherwise `TimedOut` is raised when it has passed.
    """

    def __init__(self, context: ContextBase, type: ConnectorType, options: OptionValues) -> None:
        self._receiving = threading.RLock()
        super().__init__(context, type, options)

    def send(self, message: Sendable, timeout: float | None = None) -> None:
        """Sends one message, a part or a list of parts, and waits for room where there is none.

        On return the library has a copy, and delivers it in the background. Raises `HostUnreachable` (a ROUTER that was
        told to), `NotSupported` (SUB, PULL), `WrongState` (REQ and REP out of turn), `Closed`.
        """
        data, size, table, parts = (message, len(message), None, 0) if type(message) is bytes else pack(message)
        if self._lockstep and self._inbox:
            self._settle()
        if size <= _TRY_BYTES:
            status = _try_send(self._handle, data, size, table, parts)
            if status > 0:
                return
            if status != AGAIN or timeout == 0:
                raise self._failure(status)
        self._send_packed((data, size, table, parts), Deadline(timeout))

    def send_lent(self, message: Sendable, timeout: float | None = None) -> Loan:
        """As `send`, but the library reads the memory of each part where it is, instead of a copy of it.

        For large parts, in anything with contiguous memory: `bytes`, `bytearray`, `memoryview`, an array of NumPy. The
        memory must not be changed until the loan that is returned is released: until then the library may send it, once
        more after a broken connection, and a receiver in this process reads the same memory. It is kept alive
        meanwhile, and a `bytearray` cannot be resized. Parts of less than 2 KiB are copied all the same.
        """
        deadline = Deadline(timeout)
        if self._lockstep and self._inbox:
            self._settle()
        return send_from(message, lambda handle: self._send_message(handle, deadline))

    def _send_message(self, message: int, deadline: Deadline) -> None:
        while True:
            status = lib.connector_send_message_sync(self._handle, message, deadline.milliseconds())
            if status >= 0:
                return
            self._check_wait(status, deadline)

    def send_many(self, messages: Sequence[Sendable], timeout: float | None = None) -> int:
        """Sends messages in their order, and waits for room where there is none. Much faster than one at a time.

        Returns how many were accepted: fewer than given where the timeout passed, or something failed, after the
        first; what goes wrong with the first is raised as by `send`.
        """
        deadline = Deadline(timeout)
        accepted = 0
        while accepted < len(messages):
            batch = messages[accepted : accepted + _SEND_BATCH]
            packed = pack_many(batch)
            if self._lockstep and self._inbox:
                self._settle()
            try:
                accepted += self._send_packed(packed, deadline)
            except Exception:
                if not accepted:
                    raise
                break
        return accepted

    def _send_packed(self, packed: Packed, deadline: Deadline) -> int:
        """Returns how many messages were accepted, at least one."""
        while True:
            status = _send(self._handle, *packed, deadline.milliseconds())
            if status > 0:
                return status
            self._check_wait(status, deadline)

    def recv(self, timeout: float | None = None) -> Message:
        """Receives one message, and waits where there is none.

        Raises `NotSupported` (PUB, PUSH), `WrongState` (REQ and REP out of turn), `Undeliverable` (REQ: nobody answered
        in time), `Closed`. `ymq.is_redelivered` says whether a message may have been handed to another receiver before.

        Messages come from the library in batches: up to 256, but never more than the option `receive_hwm` allows and
        always one by one for REQ and REP, wait in the connector for the next calls. Those who sent them are told that
        they were handed over when the last of a batch is: what this process does not come to is not lost with it.
        """
        inbox = self._inbox
        try:
            message = inbox.popleft()
        except IndexError:
            message = self._recv_slowly(Deadline(timeout))
        if not inbox:
            self._acknowledge_taken()
        return message

    def _recv_slowly(self, deadline: Deadline) -> Message:
        while True:
            self._fill(deadline)
            # Another thread may have been faster.
            with suppress(IndexError):
                return self._inbox.popleft()

    def recv_many(self, max_messages: int, timeout: float | None = None) -> list[Message]:
        """Receives the messages that are there, at most this many, and waits for the first where there is none."""
        if max_messages < 1:
            raise ValueError(f"max_messages is at least 1, not {max_messages}")
        deadline = Deadline(timeout)
        messages: list[Message] = []
        try:
            while not messages:
                if not self._inbox:
                    self._fill(deadline)
                self._recv_more(messages, max_messages)
        except BaseException:
            self._inbox.extendleft(reversed(messages))
            raise
        return messages

    def wait_for_peers(self, count: int, timeout: float | None = None) -> int:
        """Waits until so many peers are linked: their handshakes are done. Returns how many are."""
        return self._wait_for(lib.connector_wait_for_peers, peers_wanted(count), Deadline(timeout))

    def wait_for_subscribers(self, topic: BytesLike, count: int, timeout: float | None = None) -> int:
        """PUB and XPUB: waits until so many peers are subscribed to messages that begin with this topic.

        Returns how many are. They lose nothing of what is sent from then on. For a RADIO the topic is a group. Raises
        `NotSupported` elsewhere.
        """
        return self._wait_for(lib.connector_wait_for_subscribers, subscribers_wanted(topic, count), Deadline(timeout))

    def wait_for_events(self, timeout: float | None = None) -> int:
        """Waits until `events` has something. Returns how many events, which another thread may take first."""
        return self._wait_for(lib.connector_wait_for_events, (), Deadline(timeout))

    def watch(self) -> Iterator[Event]:
        """Event after event, waiting for each, until the connector closes. What others take does not come."""
        with suppress(Closed):
            while True:
                self.wait_for_events()
                yield from self._take_events(1)

    def _wait_for(self, wait: Callable[..., int], wanted: Arguments, deadline: Deadline) -> int:
        while True:
            status = wait(self._handle, *wanted, deadline.milliseconds())
            if status >= 0:
                return status
            self._check_wait(status, deadline)

    def close(self, linger: float | None = None) -> int:
        """Closes the connector: every call that waits on it, in any thread, raises `Closed`.

        Returns when what was accepted is sent, or after `linger` seconds (None: as the option `linger` says, 0: at
        once), and says how many accepted messages were not handed to the operating system or, where peers acknowledge,
        are not known to have arrived. What was received and not taken is dropped. Closing again does nothing and
        returns 0.
        """
        wait = linger_ms(linger)
        if not self._mark_closed():
            return 0
        try:
            closing = Closing(self._context.handle)
        except Forked:
            return 0
        closing.add(self._handle, wait)
        undelivered = closing.wait()
        look_after_all_lent()
        return undelivered

    def __iter__(self) -> Iterator[Message]:
        """Receives message after message until the connector closes."""
        try:
            while True:
                yield self.recv()
        except Closed:
            return

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _fill(self, deadline: Deadline) -> None:
        """Waits until the inbox has a message. One thread at a time waits in the library, the others wait for it."""
        turn: list[bool] = []
        try:
            # As in `Handover`: whatever a signal's handler raises, it is known whether the turn was got.
            turn.extend(map(self._receiving.acquire, (True,), (deadline.lock_timeout(),)))
            if not turn[0] and deadline.waits:
                raise TimedOut
            while not self._inbox:
                status = self._take(_recv, deadline.milliseconds())
                if status < 0:
                    self._check_wait(status, deadline)
        finally:
            if turn and turn[0]:
                self._receiving.release()

    def _check_wait(self, status: int, deadline: Deadline) -> None:
        """After a call that waits has failed: returns where it is to be made again."""
        if not goes_on_waiting(status, deadline):
            raise self._failure(status)

    def _after_fork_in_child(self) -> None:
        super()._after_fork_in_child()
        self._receiving = threading.RLock()
