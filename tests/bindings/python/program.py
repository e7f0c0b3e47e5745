"""Runs small programs that use the package, as a user would, with a time limit."""

import contextlib
import pathlib
import subprocess
import sys
import textwrap

from helpers import until

LIMIT = 20.0

PRELUDE = """
import asyncio, os, signal, sys, threading, time
import ymq, ymq.aio

def ready():
    print("ready", flush=True)
"""


@contextlib.contextmanager
def started(*pieces):
    """The program made of these pieces, once it says that it is ready; nothing of it is left afterwards."""
    code = PRELUDE + "\n".join(map(textwrap.dedent, pieces))
    # Unbuffered: `communicate` would not find what the reading of the first line had left in a buffer.
    program = subprocess.Popen(
        [sys.executable, "-X", "faulthandler", "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
    )
    try:
        first = program.stdout.readline()
        assert first == b"ready\n", (first + program.stderr.read()).decode()
        yield program
    finally:
        program.kill()
        program.communicate()


def result(program):
    """Exit status, what it wrote, and what it complained of."""
    output, errors = program.communicate(timeout=LIMIT)
    return program.returncode, output.decode(), errors.decode()


def run(*pieces):
    with started(*pieces) as program:
        return result(program)


def until_it_waits(program):
    """Until the main thread of the program sleeps in a system call."""

    def sleeps():
        text = pathlib.Path(f"/proc/{program.pid}/task/{program.pid}/stat").read_text()
        return text.rsplit(")", 1)[1].split()[0] == "S"

    until(sleeps, "waiting")
