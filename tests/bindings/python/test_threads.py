"""One connector in many threads, and the signals of the main one."""

import contextlib
import os
import queue
import random
import signal
import threading
import time
from collections import Counter
from itertools import chain

import pytest
import ymq
from helpers import until

SOON = 20.0


class Threads:
    """Threads whose failures are failures of the test."""

    def __init__(self):
        self.threads, self.failures = [], []

    def start(self, body, *arguments):
        def run():
            try:
                body(*arguments)
            except BaseException as error:
                self.failures.append(error)

        self.threads.append(threading.Thread(target=run))
        self.threads[-1].start()

    def join(self):
        for thread in self.threads:
            thread.join(SOON)
            assert not thread.is_alive(), "a thread hangs"
        assert self.failures == []


def until_closed(call):
    try:
        while True:
            call()
    except ymq.Closed:
        pass


def test_close_while_eight_threads_use_it(context):
    """Four send, four receive, over a DEALER to itself by way of a ROUTER; the ninth closes."""
    for _ in range(30):
        a, b = context.connector(ymq.DEALER), context.connector(ymq.DEALER)
        b.connect(a.bind("inproc://busy"))
        threads = Threads()
        received = threading.Event()

        def take(a=a, received=received):
            a.recv()
            received.set()

        for _ in range(2):
            threads.start(until_closed, lambda a=a: a.send(b"x"))
            threads.start(until_closed, lambda b=b: b.send([b"y", b"z"]))
            threads.start(until_closed, take)
            threads.start(until_closed, lambda b=b: b.recv_many(10))
        assert received.wait(SOON)
        a.close(linger=0)
        b.close(linger=0)
        threads.join()


def test_close_ends_every_wait(anywhere):
    with ymq.IoContext() as context:
        pull, push = context.connector(ymq.PULL), context.connector(ymq.PUSH)
        pull.bind(anywhere)
        threads = Threads()
        for call in (pull.recv, lambda: pull.recv(timeout=SOON), lambda: pull.recv_many(3), lambda: push.send(b"x")):
            threads.start(until_closed, call)
        push.close()
        pull.close()
        threads.join()


def test_closing_the_context_ends_every_wait():
    context = ymq.IoContext()
    connectors = [context.connector(ymq.PULL) for _ in range(4)]
    threads = Threads()
    for connector in connectors:
        threads.start(until_closed, connector.recv)
    context.close()
    threads.join()


def test_closing_from_several_threads(context):
    for _ in range(50):
        connector = context.connector(ymq.PULL)
        threads = Threads()
        for _ in range(4):
            threads.start(connector.close)
        threads.join()


def test_each_message_goes_to_one_thread(pipe):
    push, pull = pipe
    got, lock = Counter(), threading.Lock()

    def take():
        while (number := int(pull.recv(timeout=SOON)[0])) >= 0:
            with lock:
                got[number] += 1

    takers = Threads()
    for _ in range(8):
        takers.start(take)
    givers = Threads()
    for first in range(4):
        givers.start(lambda first=first: [push.send(b"%d" % n, timeout=SOON) for n in range(first, 8000, 4)])
    givers.join()
    push.send_many([b"-1"] * 8, timeout=SOON)
    takers.join()
    assert got == Counter(range(8000))


def test_a_waiting_thread_gets_what_another_took(pipe):
    """The first thread takes a batch from the library; the second waits in line and must get the rest of it."""
    push, pull = pipe
    got, threads = [], Threads()
    for _ in range(2):
        threads.start(lambda: got.append(pull.recv(timeout=SOON)))
    push.send_many([b"1", b"2"])
    threads.join()
    assert sorted(got) == [[b"1"], [b"2"]]


def test_timeouts_in_line(pipe):
    """A thread that waits behind another one still keeps its own timeout."""
    push, pull = pipe
    threads = Threads()
    threads.start(pull.recv)
    until(lambda: not pull._receiving.acquire(blocking=False) or pull._receiving.release())
    with pytest.raises(ymq.TimedOut):
        pull.recv(timeout=0.05)
    with pytest.raises(ymq.Again):
        pull.recv(timeout=0)
    push.send(b"x")
    threads.join()


class Alarm(Exception):
    pass


class Alarms:
    """Signals to this process at moments that nobody can foresee."""

    def __init__(self):
        # Not an event: its methods are not safe against a handler that raises in the middle of them.
        self.asked, self.over = queue.SimpleQueue(), threading.Event()
        self.sender = threading.Thread(target=self.send)

    def send(self):
        chance = random.Random(11)
        while not self.over.is_set():
            with contextlib.suppress(queue.Empty):
                self.asked.get(timeout=0.1)
                time.sleep(chance.uniform(0, 0.001))
                os.kill(os.getpid(), signal.SIGUSR1)

    def ask(self):
        self.asked.put(None)


@pytest.fixture
def alarms():
    before = signal.getsignal(signal.SIGUSR1)
    alarms = Alarms()
    alarms.sender.start()
    try:
        yield alarms
    finally:
        alarms.over.set()
        alarms.sender.join()
        signal.signal(signal.SIGUSR1, before)


@pytest.mark.parametrize("io_threads", [0, 1])
def test_signals_do_not_end_a_wait(alarms, io_threads):
    count = 0

    def handler(*_):
        nonlocal count
        count += 1
        alarms.ask()

    signal.signal(signal.SIGUSR1, handler)
    with ymq.IoContext(io_threads=io_threads) as context:
        pull = context.connector(ymq.PULL)
        pull.bind("tcp://127.0.0.1:*")
        begin = time.monotonic()
        alarms.ask()
        with pytest.raises(ymq.TimedOut):
            pull.recv(timeout=0.3)
        assert time.monotonic() - begin >= 0.3
        assert count > 1
        push = context.connector(ymq.PUSH)
        with pytest.raises(ymq.TimedOut):
            push.send(b"x", timeout=0.1)


def test_what_a_handler_raises_gets_out_and_loses_nothing(pipe, alarms):
    push, pull = pipe
    per_round, interruptions, got = 20_000, 0, []

    def handler(*_):
        raise Alarm

    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    while interruptions < 20:
        sender, total, end = Threads(), len(got) + per_round, time.monotonic() + SOON
        numbers = [b"%d" % n for n in range(len(got), total)]
        sender.start(lambda numbers=numbers: push.send_many(numbers, timeout=SOON))
        while True:
            try:
                signal.signal(signal.SIGUSR1, handler)
                alarms.ask()
                while len(got) < total:
                    # In C from end to end, but for the call itself: what it returns is kept, whenever a handler raises.
                    got.extend(chain.from_iterable(map(pull.recv_many, (50,), (SOON,))))
                signal.signal(signal.SIGUSR1, signal.SIG_IGN)
                break
            except Alarm:
                interruptions += 1
                assert time.monotonic() < end, f"{total - len(got)} messages are lost"
        sender.join()
    assert got == [[b"%d" % n] for n in range(len(got))]


@pytest.mark.parametrize("size", [8, 300_000])
def test_handlers_that_raise_one_after_the_other_lose_nothing(pipe, monkeypatch, size):
    """The second raises while what the first interrupted is put right, which signals achieve only now and then."""
    push, pull = pipe
    alarms = iter([Alarm, Alarm, Alarm])
    sent = [b"%08d" % n * (size // 8) for n in range(5)]

    def interrupted(unpack):
        def unpack_or_raise(*arguments):
            for alarm in alarms:
                raise alarm
            return unpack(*arguments)

        return unpack_or_raise

    monkeypatch.setattr("ymq._messages.Slab.messages", interrupted(ymq._messages.Slab.messages))
    monkeypatch.setattr("ymq._handover.parts_of", interrupted(ymq._messages.parts_of))
    assert push.send_many(sent, timeout=SOON) == len(sent)
    got, interruptions = [], 0
    while len(got) < len(sent):
        try:
            got += pull.recv_many(2, timeout=SOON)
        except Alarm:
            interruptions += 1
    assert got == [[each] for each in sent]
    assert interruptions == 3


def test_what_one_thread_unpacks_no_other_thread_touches(pipe, monkeypatch):
    """Two that unpack the same large message would read memory that the quicker one has given back."""
    push, pull = pipe
    large, got, threads = b"x" * 300_000, [], Threads()
    begun, go_on, calls = threading.Event(), threading.Event(), []
    parts_of = ymq._messages.parts_of

    def slow(handle):
        calls.append(handle)
        begun.set()
        assert go_on.wait(SOON)
        return parts_of(handle)

    monkeypatch.setattr("ymq._handover.parts_of", slow)
    threads.start(lambda: got.append(pull.recv(timeout=SOON)))
    push.send(large)
    assert begun.wait(SOON)
    threads.start(lambda: got.append(pull._handover.finish()))
    until(lambda: len(got) == 1 or len(calls) == 2)
    go_on.set()
    threads.join()
    assert got == [False, [large]]
    assert len(calls) == 1
