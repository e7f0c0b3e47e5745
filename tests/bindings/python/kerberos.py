"""A realm of Kerberos of one's own: all of it in a folder, its centre a child that listens on loopback."""

import contextlib
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile

from helpers import until

NAME = "YMQ.TEST"

CONFIGURATION = """
[libdefaults]
  default_realm = {name}
  dns_lookup_kdc = false
  dns_lookup_realm = false
  dns_canonicalize_hostname = false
  rdns = false
  qualify_shortname = ""
  udp_preference_limit = 1
[realms]
  {name} = {{
    kdc = 127.0.0.1:{port}
  }}
"""

CENTRE = """
[kdcdefaults]
  kdc_listen = 127.0.0.1:{port}
  kdc_tcp_listen = 127.0.0.1:{port}
[realms]
  {name} = {{
    database_name = {folder}/principals
    key_stash_file = {folder}/stash
    supported_enctypes = {encryption}
  }}
[logging]
  kdc = FILE:{folder}/kdc.log
"""


def program(name):
    """Debian has those of the administrator where not everybody looks."""
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"]))
    assert found, f"{name} is missing: scripts/prepare.mjs installs it"
    return found


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Realm:
    """`principals`: those it knows, each with its key in a keytab of its own."""

    def __init__(self, folder, principals, encryption="aes256-cts-hmac-sha1-96:normal"):
        self.folder = pathlib.Path(folder)
        self.encryption = encryption
        self.environment = {
            "KRB5_CONFIG": str(self.folder / "krb5.conf"),
            "KRB5_KDC_PROFILE": str(self.folder / "kdc.conf"),
            "KRB5RCACHENAME": f"file2:{self.folder}/replays",
        }
        self.configure(free_port())
        self.run("kdb5_util", "create", "-s", "-P", "master", "-r", NAME)
        for principal in principals:
            keytab = self.keytab(principal)
            self.run("kadmin.local", "-r", NAME, "-q", f"addprinc -randkey {principal}")
            self.run("kadmin.local", "-r", NAME, "-q", f"ktadd -k {keytab} {principal}")
            assert keytab.exists()
        self.start()

    def configure(self, port):
        self.port = port
        values = {"name": NAME, "port": port, "folder": self.folder, "encryption": self.encryption}
        (self.folder / "krb5.conf").write_text(CONFIGURATION.format(**values))
        (self.folder / "kdc.conf").write_text(CENTRE.format(**values))

    def keytab(self, principal):
        return self.folder / (principal.replace("/", "-") + ".keytab")

    def run(self, name, *arguments):
        environment = {**os.environ, **self.environment}
        done = subprocess.run([program(name), *arguments], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self):
        """Somebody may have taken the port since it was free; then another one is found."""
        environment = {**os.environ, **self.environment}
        command = [program("krb5kdc"), "-n", "-r", NAME, "-P", str(self.folder / "pid")]
        for _ in range(3):
            self.centre = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            with contextlib.suppress(AssertionError):
                until(lambda: not self.runs() or self.answers(), "the centre")
                if self.runs():
                    return
            self.stop()
            self.configure(free_port())
        raise AssertionError((self.folder / "kdc.log").read_text())

    def runs(self):
        return self.centre.poll() is None

    def answers(self):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False

    def stop(self):
        self.centre.kill()
        self.centre.wait()

    def of(self, server=None, client=None, **more):
        """The environment of a process that has the keys of these principals. `client` has a cache for its tickets."""
        cache = self.folder / f"{(client or 'nobody').replace('/', '-')}.cache"
        return {
            **self.environment,
            "KRB5_KTNAME": f"FILE:{self.keytab(server) if server else self.folder / 'none'}",
            "KRB5_CLIENT_KTNAME": f"FILE:{self.keytab(client) if client else self.folder / 'none'}",
            "KRB5CCNAME": f"FILE:{cache}",
            **more,
        }


@contextlib.contextmanager
def realm(*principals, **options):
    with tempfile.TemporaryDirectory(prefix="ymq-krb-", dir="/tmp") as folder:
        made = Realm(folder, principals, **options)
        try:
            yield made
        finally:
            made.stop()
