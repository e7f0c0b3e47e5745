"""What the tests of the Python binding share: where the package is, a time limit for each test, endpoints."""

import itertools
import os
import pathlib
import sys
import tempfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "bindings" / "python"
sys.path.insert(0, str(PACKAGE))
# Programs that tests start find the package too.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(PACKAGE), os.environ.get("PYTHONPATH")]))

SECONDS_PER_TEST = 60

_numbers = itertools.count(1)


def pytest_configure(config):
    # What a thread or a finalizer cannot raise fails its test too. Connectors may be left to the end of their context.
    config.addinivalue_line("filterwarnings", "error")
    config.addinivalue_line("filterwarnings", "ignore:unclosed <ymq:ResourceWarning")


def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(SECONDS_PER_TEST))


@pytest.fixture
def folder():
    """A folder whose path is short enough for the address of a Unix socket."""
    with tempfile.TemporaryDirectory(prefix="ymq-", dir="/tmp") as path:
        yield path


@pytest.fixture(params=["tcp", "ipc", "inproc"])
def anywhere(request, folder):
    """An endpoint to bind, on each transport in turn."""
    return {
        "tcp": "tcp://127.0.0.1:*",
        "ipc": f"ipc://{folder}/{next(_numbers)}",
        "inproc": f"inproc://test-{next(_numbers)}",
    }[request.param]


@pytest.fixture(params=[0, 1, 2])
def io_threads(request):
    return request.param


@pytest.fixture
def context():
    import ymq

    with ymq.IoContext() as context:
        yield context


@pytest.fixture
def pipe(context):
    """A PUSH and a PULL, connected over tcp."""
    import ymq

    push, pull = context.connector(ymq.PUSH), context.connector(ymq.PULL)
    push.connect(pull.bind("tcp://127.0.0.1:*"))
    return push, pull
