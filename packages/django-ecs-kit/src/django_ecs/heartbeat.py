"""Heartbeats as files, whose modification time tells when the process last went round its loop.

`<process>-alive` is touched while the loop runs, `<process>-ready` beside it while tasks are taken. Two files tell why there
is no heartbeat: `<process>-starting` until the first one, `<process>-waiting` while a worker that had its broker has lost it.
A worker that never reaches its broker is no good, so that a release with a wrong token fails. One that has lost it waits for
it, as all do when the broker restarts: starting them anew would bring nothing back.
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
    for state in ("starting", "waiting"):
        (where / f"{process}-{state}").unlink(missing_ok=True)
    (where / f"{process}-alive").touch()
    if ready:
        (where / f"{process}-ready").touch()


def begin(process: str) -> None:
    """The process starts: nothing of an earlier one counts."""
    forget(process)
    (folder() / f"{process}-starting").touch()


def wait(process: str) -> None:
    """The process has lost its broker and waits for it: no tasks are taken."""
    where = folder()
    (where / f"{process}-waiting").touch()
    (where / f"{process}-ready").unlink(missing_ok=True)


def forget(process: str) -> None:
    """The process has ended."""
    for state in ("starting", "alive", "ready", "waiting"):
        (folder() / f"{process}-{state}").unlink(missing_ok=True)


def problem(process: str, *, ready: bool = False, max_age: float = MAX_AGE) -> str | None:
    """What is wrong with the process, or None."""
    where = folder()
    if (where / f"{process}-starting").exists():
        return f"The {process} isn't ready yet: it loads, or can't reach its broker."
    if (where / f"{process}-waiting").exists():
        return f"The {process} has lost its broker and waits for it." if ready else None
    try:
        age = time.time() - (where / f"{process}-{'ready' if ready else 'alive'}").stat().st_mtime
    except FileNotFoundError:
        return f"The {process} isn't ready." if ready else f"The {process} has no heartbeat in {where}."
    if age > max_age:
        return f"The {process}'s last heartbeat is {age:.0f} s old, more than {max_age:.0f} s."
    return None
