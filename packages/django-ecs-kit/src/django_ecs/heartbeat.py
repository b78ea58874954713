"""Heartbeats as files, whose modification time tells when the process last went round its loop.

`<process>-alive` is touched while the loop runs, `<process>-ready` beside it while tasks are taken, and
`<process>-waiting` is there while the worker has no broker, when its loop stands still with good reason.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

#: Seconds between two heartbeats.
INTERVAL = 10.0
#: Seconds after which a heartbeat is too old.
MAX_AGE = 60.0


def folder() -> Path:
    """`DJANGO_ECS_STATE`, else memory that can be written under a read-only root, too, else the folder for temporary files."""
    chosen = os.environ.get("DJANGO_ECS_STATE")
    if chosen:
        path = Path(chosen)
    elif os.access("/dev/shm", os.W_OK):  # noqa: S108
        path = Path("/dev/shm/django-ecs")  # noqa: S108
    else:
        path = Path(tempfile.gettempdir()) / "django-ecs"
    path.mkdir(parents=True, exist_ok=True)
    return path


def beat(process: str, *, ready: bool = True) -> None:
    """The loop has gone round once more."""
    where = folder()
    (where / f"{process}-waiting").unlink(missing_ok=True)
    (where / f"{process}-alive").touch()
    if ready:
        (where / f"{process}-ready").touch()


def wait(process: str) -> None:
    """The process waits for its broker: no tasks are taken."""
    where = folder()
    (where / f"{process}-waiting").touch()
    (where / f"{process}-ready").unlink(missing_ok=True)


def forget(process: str) -> None:
    """The process has ended, or begins: nothing of an earlier one counts."""
    for state in ("alive", "ready", "waiting"):
        (folder() / f"{process}-{state}").unlink(missing_ok=True)


def problem(process: str, *, ready: bool = False, max_age: float = MAX_AGE) -> str | None:
    """What is wrong with the process, or None."""
    where = folder()
    if (where / f"{process}-waiting").exists():
        return f"The {process} waits for its broker." if ready else None
    try:
        age = time.time() - (where / f"{process}-{'ready' if ready else 'alive'}").stat().st_mtime
    except FileNotFoundError:
        return f"The {process} isn't ready." if ready else f"The {process} has no heartbeat in {where}."
    if age > max_age:
        return f"The {process}'s last heartbeat is {age:.0f} s old, more than {max_age:.0f} s."
    return None
