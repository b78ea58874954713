"""What Celery's processes do besides: heartbeats of workers and beat, and the time at which a task was sent.

With `django_ecs` in INSTALLED_APPS, which `configure()` sees to, `install()` has been called; without Django call it
in the module of the Celery app.
"""

from __future__ import annotations

import os
import time
from typing import Any

from celery import bootsteps, signals

from django_ecs import heartbeat

#: The header of a task with the time at which it was sent, in seconds since 1970.
SENT_AT = "sent_at"


def install() -> None:
    """Connects everything in this module. Calling it again changes nothing."""
    signals.before_task_publish.connect(_stamp, dispatch_uid="django_ecs.stamp")
    signals.celeryd_init.connect(_add_step, dispatch_uid="django_ecs.step")
    signals.beat_init.connect(_watch_beat, dispatch_uid="django_ecs.beat")
    signals.beat_embedded_init.connect(_watch_beat, dispatch_uid="django_ecs.beat")


def queue(name: str) -> str:
    """The app's own queue of that name, as its workers consume it: `alpha.mail` in an app `alpha`, `mail` locally."""
    return os.environ.get("CELERY_QUEUE_PREFIX", "") + name


def seconds_waited(request: Any) -> float | None:
    """How long a task has waited for a worker, from `self.request` of a bound task. None where nobody noted it."""
    sent = getattr(request, SENT_AT, None) or (getattr(request, "headers", None) or {}).get(SENT_AT)
    return None if sent is None else max(0.0, time.time() - float(sent))


def _stamp(headers: dict[str, Any] | None = None, **_: Any) -> None:
    if headers is not None:
        headers[SENT_AT] = time.time()


class HeartbeatStep(bootsteps.StartStopStep):
    """Touches the worker's heartbeat from the loop that takes the tasks, for as long as it has its broker.

    The consumer stops its steps when it loses the broker, and starts them again when it has it back.
    """

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, parent: Any, **kwargs: Any) -> None:
        super().__init__(parent, **kwargs)
        self.timer: Any = None

    def start(self, parent: Any) -> None:
        heartbeat.beat("worker")
        self.timer = parent.timer.call_repeatedly(heartbeat.INTERVAL, heartbeat.beat, ("worker",))

    def stop(self, parent: Any) -> None:
        # Celery stops it before the first connection, too, when that fails.
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
            heartbeat.wait("worker")

    def shutdown(self, parent: Any) -> None:
        self.stop(parent)
        heartbeat.forget("worker")


def _add_step(instance: Any = None, **_: Any) -> None:
    heartbeat.begin("worker")
    instance.app.steps["consumer"].add(HeartbeatStep)


def _watch_beat(sender: Any = None, **_: Any) -> None:
    heartbeat.begin("beat")
    scheduler = sender.scheduler
    tick = scheduler.tick

    def tick_and_beat(*args: Any, **kwargs: Any) -> float:
        seconds = tick(*args, **kwargs)
        heartbeat.beat("beat")
        # The scheduler may sleep for five minutes, which no heartbeat may take.
        return min(seconds, heartbeat.INTERVAL)

    scheduler.tick = tick_and_beat
