"""Keeps ECS from stopping this task while something runs that is long and dear to start over.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection-endpoint.html
"""

from __future__ import annotations

import fcntl
import http.client
import json
import logging
import math
import os
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django_ecs import heartbeat

logger = logging.getLogger(__name__)

#: ECS's longest, in minutes: two days.
LONGEST = 2880
#: Seconds that the agent may take to answer.
TIMEOUT = 10.0


@contextmanager
def protected(minutes: int = 120) -> Generator[None]:
    """As `with protected(60):` or as the decorator `@protected(60)` below `@shared_task`.

    Neither a deployment nor a scale-in stops the task until the block ends, at most for `minutes`. Processes of one
    container may use it at the same time: the protection ends with the last of them. Outside of ECS it does nothing,
    and where ECS refuses it the work goes on, with one warning for as long as the reason is the same. The task's role
    needs `ecs:UpdateTaskProtection`.
    """
    if not 1 <= minutes <= LONGEST:
        raise ValueError(f"minutes is {minutes}. Write a number between 1 and {LONGEST}.")
    holders = _Holders()
    holder = holders.add(minutes)
    try:
        yield
    finally:
        holders.remove(holder)


class _Holders:
    """A file for each block that is protected, `<pid>-<id>`, with the time at which it needs no protection any more."""

    def __init__(self) -> None:
        self.folder = heartbeat.folder() / "protected"
        self.folder.mkdir(exist_ok=True)

    def add(self, minutes: int) -> Path:
        with self._alone():
            holder = self.folder / f"{os.getpid()}-{uuid.uuid4().hex}"
            holder.write_text(str(time.time() + minutes * 60))
            self._tell()
        return holder

    def remove(self, holder: Path) -> None:
        with self._alone():
            holder.unlink(missing_ok=True)
            self._tell()

    def _tell(self) -> None:
        left = max((self._seconds_left(path) for path in self.folder.glob("*-*")), default=0.0)
        problem = _set_protection(math.ceil(left / 60))
        told = self.folder / "told"
        if problem is None:
            told.unlink(missing_ok=True)
        elif not told.exists() or told.read_text() != problem:
            told.write_text(problem)
            logger.warning(
                "Scale-in and deployments may stop this task: it isn't protected. %s The work goes on.",
                problem,
            )

    def _seconds_left(self, path: Path) -> float:
        try:
            os.kill(int(path.name.partition("-")[0]), 0)
        except ProcessLookupError:
            path.unlink(missing_ok=True)  # It was killed.
            return 0.0
        except PermissionError:
            pass
        return float(path.read_text()) - time.time()

    @contextmanager
    def _alone(self) -> Generator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _set_protection(minutes: int) -> str | None:
    """Asks ECS's agent, and says what was wrong."""
    agent = os.environ.get("ECS_AGENT_URI")
    if not agent:
        return None
    wanted: dict[str, Any] = {"ProtectionEnabled": minutes > 0}
    if minutes > 0:
        wanted["ExpiresInMinutes"] = min(minutes, LONGEST)
    request = urllib.request.Request(  # noqa: S310
        f"{agent}/task-protection/v1/state",
        data=json.dumps(wanted).encode(),
        headers={"Content-Type": "application/json"},
        method="PUT",
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
            answer = response.read()
    except urllib.error.HTTPError as error:
        answer = error.read()
        if b'"error"' not in answer:
            return f"The agent's answer was {error.code} {error.reason}."
    except (OSError, http.client.HTTPException) as error:
        return f"The agent didn't answer: {error}."
    return _problem(answer)


def _problem(answer: bytes) -> str | None:
    try:
        told = json.loads(answer)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        return f"The agent's answer was {answer.decode(errors='replace')!r}."
    error = told.get("error") or {}
    if "AccessDenied" in error.get("Code", ""):
        return "The task's role lacks ecs:UpdateTaskProtection, which `kit: true` under `django` gives it in the stack."
    if error:
        return f"ECS says: {error.get('Code')}: {error.get('Message')}."
    failure = told.get("failure")
    return f"ECS says: {failure.get('Reason')}." if failure else None
