"""Python environments with exactly what a lock says, made by uv, which comes by pip from a lock of its own.

As a program it makes one and prints the folder of its programs:

    environments.py FOLDER LOCK VERSION...

with the first of these versions of Python that the machine has.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
VENVS = PACKAGE / ".venv"


def main() -> None:
    folder, lock, *versions = sys.argv[1:]
    python = first(versions)
    if python is None:
        sys.exit(f"error: no Python {' or '.join(versions)} on this machine.")
    print(make(Path(folder).resolve(), Path(lock).resolve(), python))


def first(versions: tuple[str, ...] | list[str]) -> str | None:
    return next((path for version in versions if (path := find(version))), None)


def find(version: str) -> str | None:
    if f"{sys.version_info.major}.{sys.version_info.minor}" == version:
        return sys.executable
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    candidates = [shutil.which(f"python{version}"), *map(str, sorted(pyenv.glob(f"{version}.*/bin/python")))]
    for path in candidates:
        # A shim of pyenv is there for each version, and runs only for the chosen one.
        if path and subprocess.run([path, "-c", ""], check=False, capture_output=True).returncode == 0:
            return path
    return None


def make(venv: Path, lock: Path, python: str) -> Path:
    """The programs of an environment with exactly what the lock says. Only one process at a time makes it."""
    venv.parent.mkdir(parents=True, exist_ok=True)
    state = venv.parent / f"{venv.name}.made"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    with Path(f"{venv}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not (venv / "bin/python").exists():
            state.unlink(missing_ok=True)
            uv("venv", "--quiet", "--clear", "--no-python-downloads", "--python", python, str(venv))
        if not state.exists() or state.read_text() != wanted:
            uv("pip", "sync", "--quiet", "--require-hashes", "--python", str(venv), str(lock))
            state.write_text(wanted)
    return venv / "bin"


def uv(*arguments: str) -> None:
    home = VENVS / "uv"
    VENVS.mkdir(exist_ok=True)
    with Path(f"{home}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not (home / "bin/uv").exists():
            install(home)
    if subprocess.run([str(home / "bin/uv"), *arguments], check=False, cwd=PACKAGE).returncode:
        sys.exit(f"error: uv {' '.join(arguments)} failed.")


def install(home: Path) -> None:
    lock = PACKAGE / "requirements/uv.txt"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--root-user-action=ignore",
    ]
    if subprocess.run(
        [*pip, "--require-hashes", "--target", str(home), "-r", str(lock)], check=False
    ).returncode:
        sys.exit(f"error: {sys.executable} couldn't install uv with pip, which makes the environments.")


if __name__ == "__main__":
    main()
