"""A Postgres server with TLS, from the programs that the machine has."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import trustme

from support import free_port


def find_programs() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[-3].zfill(3)
    )
    return installed[-1].parent if installed else None


@contextmanager
def server(programs: Path, authority: trustme.CA) -> Iterator[int]:
    """The port of a server that takes TLS connections of the user `alpha` with the password `password` only."""
    with (
        tempfile.TemporaryDirectory(prefix="django-ecs-kit-") as name,
        running(programs, Path(name), authority) as port,
    ):
        yield port


@contextmanager
def running(programs: Path, folder: Path, authority: trustme.CA) -> Iterator[int]:
    data = folder / "data"
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")
    (folder / "password").write_text("password")
    # Postgres refuses to run as root.
    user = "nobody" if os.geteuid() == 0 else None
    if user is not None:
        for path in [folder, *folder.iterdir()]:
            os.chown(path, pwd.getpwnam(user).pw_uid, -1)
    (folder / "server.pem").chmod(0o600)

    def call(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [programs / program, *arguments],
            user=user,
            capture_output=True,
            text=True,
            cwd=folder,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    call(
        "initdb",
        "-D",
        str(data),
        "-U",
        "alpha",
        "--pwfile",
        str(folder / "password"),
        "-A",
        "scram-sha-256",
        "--no-sync",
    )
    (data / "pg_hba.conf").write_text("hostssl all all all scram-sha-256\n")
    port = free_port()
    options = (
        f"-p {port} -h 127.0.0.1 -k {folder} -F "
        f"-c ssl=on -c ssl_cert_file={folder}/server.pem -c ssl_key_file={folder}/server.pem"
    )
    call("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield port
    finally:
        call("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
