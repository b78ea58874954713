"""Heartbeats as files, and the command that looks at them."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from django_ecs import health, heartbeat
from support import README


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = health.main(list(arguments))
    return (code, *capsys.readouterr())


def age(state: Path, name: str, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(state / name, (then, then))


def test_a_worker_from_start_to_end(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, "worker") == (1, "", f"The worker has no heartbeat in {state}.\n")
    assert asked(capsys, "worker", "--ready") == (1, "", "The worker isn't ready.\n")
    heartbeat.wait("worker")
    assert asked(capsys, "worker") == (0, "The worker is well.\n", "")
    assert asked(capsys, "worker", "--ready") == (1, "", "The worker waits for its broker.\n")
    heartbeat.beat("worker")
    assert asked(capsys, "worker") == (0, "The worker is well.\n", "")
    assert asked(capsys, "worker", "--ready") == (0, "The worker is well.\n", "")
    heartbeat.wait("worker")
    assert asked(capsys, "worker", "--ready") == (1, "", "The worker waits for its broker.\n")
    heartbeat.forget("worker")
    assert list(state.iterdir()) == []


def test_a_loop_that_stands_still(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heartbeat.beat("beat")
    age(state, "beat-alive", 100)
    age(state, "beat-ready", 200)
    assert asked(capsys, "beat") == (1, "", "The beat's last heartbeat is 100 s old, more than 60 s.\n")
    assert asked(capsys, "beat", "--ready")[2] == "The beat's last heartbeat is 200 s old, more than 60 s.\n"
    assert asked(capsys, "beat", "--max-age", "150")[0] == 0


def test_memory_is_where_heartbeats_go(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DJANGO_ECS_STATE")
    monkeypatch.setattr(heartbeat.os, "access", lambda path, mode: False)
    monkeypatch.setattr(heartbeat.tempfile, "gettempdir", lambda: str(tmp_path))
    assert heartbeat.folder() == tmp_path / "django-ecs"


def test_the_readmes_line_for_a_shell(state: Path) -> None:
    [line] = [part for part in README.split("`") if part.startswith("find ")]
    line = line.replace("/dev/shm/django-ecs", str(state))

    def well() -> bool:
        return subprocess.run(["sh", "-c", line], check=False, stderr=subprocess.DEVNULL).returncode == 0

    assert not well()
    heartbeat.beat("worker")
    assert well()
    age(state, "worker-ready", 130)
    assert not well()
