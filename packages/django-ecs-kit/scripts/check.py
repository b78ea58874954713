"""Makes the environments from the locks and runs Ruff, Pyrefly, and the tests in each.

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

#: Lock to what it stands for, the Pythons that it runs on, of which the first one is taken that the machine has, and the tests
#: that are run, where it isn't all of them. Not every Django with every Celery: each that is supported is in one row.
ROWS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "django-4.2": ("Django 4.2, Celery 5.4", ("3.10", "3.11", "3.12"), ()),
    "django-5.2": ("Django 5.2, Celery 5.5", ("3.11", "3.12", "3.13", "3.10", "3.14"), ()),
    "django-6.1": ("Django 6.1, Celery 5.7", ("3.13", "3.12", "3.14"), ()),
    "django-6.0": (
        "Django 6.0, Celery 5.6",
        ("3.12", "3.13", "3.14"),
        ("celery", "settings", "files", "mail", "middleware", "gunicorn"),
    ),
    "no-celery": (
        "Django 5.2 without Celery",
        ("3.11", "3.12", "3.13", "3.10", "3.14"),
        ("project", "settings"),
    ),
}
#: What Ruff is told of the starter, which has no settings of its own.
STARTER = ("--config", str(PACKAGE / "pyproject.toml"), str(PACKAGE.parent / "starter/backend"))

#: The one that Ruff and Pyrefly come from.
TOOLS = "django-6.1"


def main() -> int:
    made = {
        row: environments.make(
            environments.VENVS / row.removeprefix("django-"), PACKAGE / f"requirements/{row}.txt", python
        )
        for row, python in pythons().items()
    }
    tools = made[TOOLS]
    failed = [
        name
        for name, command in {
            "ruff check": ["ruff", "check", "."],
            "ruff format": ["ruff", "format", "--check", "."],
            "ruff check of the starter": ["ruff", "check", *STARTER, "--ignore", "I001,RUF012"],
            "ruff format of the starter": ["ruff", "format", "--check", *STARTER],
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
    row, programs = environment
    name, _, chosen = ROWS[row]
    files = [f"tests/test_{one}.py" for one in chosen]
    name = f"{', '.join(chosen) or 'all tests'} with {name}"
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder) / "counts"
        base = f"--basetemp={folder}/tests"
        ok = run(name, [str(programs / "python"), "-m", "pytest", base, *files], {"KIT_COUNTS": str(counts)})
        # A run that ended before its first test has failed, too.
        words = counts.read_text().split() if counts.exists() else ["0", "passed,", "1"]
    return name, ok, (int(words[0]), int(words[2]))


def pythons() -> dict[str, str]:
    """The Python for each row. One without a Python isn't run, which is said, and on GitHub is an error."""
    found: dict[str, str] = {}
    for row, (name, versions, _) in ROWS.items():
        python = environments.first(versions)
        if python is not None:
            found[row] = python
            continue
        message = f"no Python {' or '.join(sorted(versions))} on this machine"
        if "GITHUB_ACTIONS" in os.environ or row == TOOLS:
            sys.exit(f"error: {message}, for {name}.")
        print(f"Not tested: {name}: {message}.")
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
