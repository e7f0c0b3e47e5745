"""What the documentation of the modules shows runs as it stands, and the types hold."""

import re
import subprocess
import sys
import textwrap

import pytest
import ymq
import ymq.aio
from conftest import PACKAGE


@pytest.mark.parametrize("module", [ymq, ymq.aio])
def test_examples(module, capsys):
    blocks = re.findall(r"(?:^(?: {4}.*)?\n)+", module.__doc__, re.MULTILINE)
    code = textwrap.dedent("".join(block for block in blocks if block.strip()))
    assert "import ymq" in code
    exec(compile(code, module.__name__, "exec"), {})
    assert capsys.readouterr().out == "[b'topic', b'content']\n"


def test_everything_public_is_documented():
    for module in (ymq, ymq.aio):
        reports = (ymq.Stats, ymq.PeerStats, ymq.PeerInfo, ymq.Credentials, ymq.ProxyStats, ymq.Event)
        kinds = (module.IoContext, module.Connector, module.Proxy, ymq.Options, ymq.YmqError)
        for kind in (*kinds, *reports, ymq.is_redelivered):
            assert kind.__doc__, kind
            for name in dir(kind):
                member = getattr(kind, name)
                if not name.startswith("_") and callable(member) and hasattr(member, "__qualname__"):
                    assert member.__doc__, f"{kind.__name__}.{name}"


USE = """
import asyncio
import ymq
import ymq.aio

with ymq.IoContext(io_threads=2, backend="epoll") as context:
    connector = context.connector(ymq.ROUTER, identity=b"me", send_hwm=0)
    reveal_type(connector.recv(timeout=1.0))
    reveal_type(connector.recv_many(5))
    reveal_type(connector.options.receive_hwm)
    reveal_type(connector.peer_stats()[0].state)
    reveal_type(ymq.is_redelivered(connector.recv()))
    connector.options.router_mandatory = True
    connector.send([b"x", bytearray(b"y"), memoryview(b"z")])
    context.connector(ymq.PULL, recieve_hwm=1)
    connector.send("text")
    connector.options.linger = "soon"

async def main(connector: ymq.aio.Connector) -> None:
    reveal_type(await connector.recv())
    reveal_type(await connector.close(linger=1.0))
"""


@pytest.mark.timeout(180)
def test_types(tmp_path):
    """The package is clean under mypy --strict, and its types tell right from wrong uses."""
    program = tmp_path / "use.py"
    program.write_text(USE)
    mypy = [sys.executable, "-m", "mypy", "--strict", f"--cache-dir={tmp_path}/cache"]
    package = subprocess.run([*mypy, "-p", "ymq"], cwd=PACKAGE, capture_output=True, text=True)
    assert package.returncode == 0, package.stdout
    output = subprocess.run([*mypy, str(program)], capture_output=True, text=True, cwd=PACKAGE).stdout
    told = re.findall(r'use\.py:\d+: (?:note: Revealed type is "(.*)"|error: (.*?)  ?\[)', output)
    revealed = [types.replace("builtins.", "") for types, _ in told if types]
    told_of = ["list[bytes]", "list[list[bytes]]", "int", "ymq._abi.PeerState", "bool", "list[bytes]", "int"]
    assert revealed == told_of, output
    errors = [error for _, error in told if error]
    assert len(errors) == 3, output
    assert "recieve_hwm" in errors[0] and '"str"' in errors[1] and '"str"' in errors[2], output
