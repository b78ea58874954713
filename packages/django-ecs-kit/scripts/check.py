"""Makes the environments from the locks and runs Ruff, Pyrefly, and the tests with each Django.

Needs a Python from 3.10 on with pip, and nothing else. Ends with the counts of all tests, also in the file TEST_COUNTS.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import environments

PACKAGE = environments.PACKAGE

#: Django to the Pythons that it runs on, the first one here that the machine has.
ROWS = {
    "4.2": ("3.10", "3.11", "3.12"),
    "5.2": ("3.11", "3.12", "3.13", "3.10", "3.14"),
    "6.1": ("3.13", "3.12", "3.14"),
}
#: The one that Ruff and Pyrefly come from.
NEWEST = "6.1"


def main() -> int:
    made = {
        django: environments.make(
            environments.VENVS / django, PACKAGE / f"requirements/django-{django}.txt", python
        )
        for django, python in pythons().items()
    }
    tools = made.get(NEWEST) or next(iter(made.values()))
    failed = [
        name
        for name, command in {
            "ruff check": ["ruff", "check", "."],
            "ruff format": ["ruff", "format", "--check", "."],
            "types": ["pyrefly", "check", "--python-interpreter-path", str(tools / "python")],
        }.items()
        if not run(name, [str(tools / command[0]), *command[1:]])
    ]
    passed = missed = 0
    # Two at a time: most of a run is waiting for processes to start.
    with ThreadPoolExecutor(2) as pool:
        for name, ok, counts in pool.map(run_tests, made.items()):
            passed, missed = passed + counts[0], missed + counts[1]
            if not ok:
                failed.append(name)
    line = f"{passed} passed, {missed} failed"
    if "TEST_COUNTS" in os.environ:
        Path(os.environ["TEST_COUNTS"]).write_text(line + "\n")
    for name in failed:
        print(f"Failed: {name}")
    print(line)
    return 1 if failed or missed else 0


def run_tests(environment: tuple[str, Path]) -> tuple[str, bool, tuple[int, int]]:
    """The name of a run, whether it went well, and how many tests passed and failed."""
    django, programs = environment
    name = f"tests with Django {django}"
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder) / "counts"
        base = f"--basetemp={folder}/tests"
        ok = run(name, [str(programs / "python"), "-m", "pytest", base], {"KIT_COUNTS": str(counts)})
        # A run that ended before its first test has failed, too.
        words = counts.read_text().split() if counts.exists() else ["0", "passed,", "1"]
    return name, ok, (int(words[0]), int(words[2]))


def pythons() -> dict[str, str]:
    """The Python for each Django. One without a Python isn't run, which is said, and on GitHub is an error."""
    found: dict[str, str] = {}
    for django, versions in ROWS.items():
        python = environments.first(versions)
        if python is not None:
            found[django] = python
            continue
        message = f"no Python {' or '.join(sorted(versions))} on this machine"
        if "GITHUB_ACTIONS" in os.environ or (not found and django == NEWEST):
            sys.exit(f"error: {message}, for Django {django}.")
        print(f"Django {django} isn't tested: {message}.")
    return found


def run(name: str, command: list[str], variables: dict[str, str] | None = None) -> bool:
    environment = {**os.environ, **(variables or {})}
    done = subprocess.run(
        command,
        cwd=PACKAGE,
        env=environment,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    print(f"-- {name}\n{done.stdout}", end="", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
